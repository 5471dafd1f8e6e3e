"""Rapallo: the international system as dated events between actors.

>>> import rapallo
>>> soviet = rapallo.load("soviet")
>>> fitted = rapallo.fit(soviet.record, soviet.model)
"""

from rapallo.ask.answer import Answer, whatif
from rapallo.ask.question import Question
from rapallo.errors import RapalloError
from rapallo.events.replay import replay
from rapallo.explain.event import Explanation, explain, why_not
from rapallo.fit.estimate import fit
from rapallo.fit.result import Fit
from rapallo.model.specification import Model
from rapallo.record.read import read_record
from rapallo.record.tables import Record
from rapallo.scenarios import Scenario, load
from rapallo.simulate.ensemble import Ensemble, simulate

__all__ = [
    "Answer",
    "Ensemble",
    "Explanation",
    "Fit",
    "Model",
    "Question",
    "RapalloError",
    "Record",
    "Scenario",
    "explain",
    "fit",
    "load",
    "read_record",
    "replay",
    "simulate",
    "whatif",
    "why_not",
]
