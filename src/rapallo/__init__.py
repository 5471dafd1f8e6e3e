"""Rapallo: the international system as dated events between actors.

>>> import rapallo
>>> template = rapallo.load("template")
>>> fitted = rapallo.fit(template.system)

Names are imported when they are first used, so that the command line starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapallo.ask.answer import Answer as Answer
    from rapallo.ask.answer import whatif as whatif
    from rapallo.ask.question import Question as Question
    from rapallo.errors import RapalloError as RapalloError
    from rapallo.estimation.comparison import Comparison as Comparison
    from rapallo.estimation.comparison import compare as compare
    from rapallo.estimation.fitting import fit as fit
    from rapallo.estimation.result import Fit as Fit
    from rapallo.estimation.scales import empirical_scales as empirical_scales
    from rapallo.events.history import History as History
    from rapallo.explanation.event import Explanation as Explanation
    from rapallo.explanation.event import explain as explain
    from rapallo.explanation.event import why_not as why_not
    from rapallo.model.frailty import Frailty as Frailty
    from rapallo.model.hypothesis import Group as Group
    from rapallo.model.hypothesis import Model as Model
    from rapallo.model.hypothesis import Prior as Prior
    from rapallo.model.system import System as System
    from rapallo.record.read import read_record as read_record
    from rapallo.record.tables import Record as Record
    from rapallo.scenarios import Scenario as Scenario
    from rapallo.scenarios import load as load
    from rapallo.scoring.ablation import ablation as ablation
    from rapallo.scoring.frailty import estimate_frailty as estimate_frailty
    from rapallo.scoring.goodness import Goodness as Goodness
    from rapallo.scoring.goodness import goodness as goodness
    from rapallo.scoring.score import Scores as Scores
    from rapallo.scoring.score import score as score
    from rapallo.scoring.summary import summarise as summarise
    from rapallo.simulation.ensemble import Ensemble as Ensemble
    from rapallo.simulation.ensemble import simulate as simulate
    from rapallo.state.settings import Settings as Settings
    from rapallo.state.treaties import Treaty as Treaty

_PLACES = {
    "Answer": "ask.answer",
    "Comparison": "estimation.comparison",
    "Ensemble": "simulation.ensemble",
    "Explanation": "explanation.event",
    "Fit": "estimation.result",
    "Frailty": "model.frailty",
    "Goodness": "scoring.goodness",
    "Group": "model.hypothesis",
    "History": "events.history",
    "Model": "model.hypothesis",
    "Prior": "model.hypothesis",
    "Question": "ask.question",
    "RapalloError": "errors",
    "Record": "record.tables",
    "Scenario": "scenarios",
    "Scores": "scoring.score",
    "Settings": "state.settings",
    "System": "model.system",
    "Treaty": "state.treaties",
    "ablation": "scoring.ablation",
    "compare": "estimation.comparison",
    "empirical_scales": "estimation.scales",
    "estimate_frailty": "scoring.frailty",
    "explain": "explanation.event",
    "fit": "estimation.fitting",
    "goodness": "scoring.goodness",
    "load": "scenarios",
    "read_record": "record.read",
    "score": "scoring.score",
    "simulate": "simulation.ensemble",
    "summarise": "scoring.summary",
    "whatif": "ask.answer",
    "why_not": "explanation.event",
}
__all__ = [
    "Answer",
    "Comparison",
    "Ensemble",
    "Explanation",
    "Fit",
    "Frailty",
    "Goodness",
    "Group",
    "History",
    "Model",
    "Prior",
    "Question",
    "RapalloError",
    "Record",
    "Scenario",
    "Scores",
    "Settings",
    "System",
    "Treaty",
    "ablation",
    "compare",
    "empirical_scales",
    "estimate_frailty",
    "explain",
    "fit",
    "goodness",
    "load",
    "read_record",
    "score",
    "simulate",
    "summarise",
    "whatif",
    "why_not",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import a public name when it is first asked for."""
    if name not in _PLACES:
        raise AttributeError(f"module 'rapallo' has no attribute {name!r}")
    return getattr(import_module(f"rapallo.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
