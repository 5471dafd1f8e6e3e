"""Scores of several models as plain data: each by itself, and against others."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapallo.scoring.score import Scores


def scores_data(
    scores: Mapping[str, Scores],
    against: str,
    reference: str,
    families: Mapping[str, Collection[str]],
    without: Collection[str] = (),
) -> dict[str, Any]:
    """Return for each model its figures over all kinds and by kind, its calibration, and what it foretold months ahead.

    Log scores are compared with those of the model `against`, Brier scores with those of `reference`. Calibration by
    intensity is given for all kinds and by `families` (name -> kinds). None stands for what could not be computed.

    UsageError if no event was scored.
    """
    from rapallo.scoring.calibration import calibration, recalibration
    from rapallo.scoring.skill import ahead
    from rapallo.scoring.summary import difference, summarise

    found: dict[str, Any] = {}
    for name, own in scores.items():
        summary = summarise(own, without=without)
        *kinds, whole = summary.kinds.to_dicts()
        compared = None if name == against else asdict(difference(own, scores[against], without=without))
        months = ahead(own, without=without).to_dicts()
        foretold = [
            {**row, "against": None if name == reference else _skill(own, scores[reference], row["months"], without)}
            for row in months
            if row["kind"] == "all"
        ]
        found[name] = {
            "all": whole,
            "averaged": summary.averaged,
            "missed": own.missed,
            "difference": compared,
            "kinds": kinds,
            "calibration": summary.calibration.to_dicts(),
            "families": calibration(own, families, without=without).to_dicts(),
            "recalibration": asdict(recalibration(own, without=without)),
            "ahead": foretold,
            "ahead_kinds": [row for row in months if row["kind"] != "all"],
        }
    plain: dict[str, Any] = _finite(found)
    return {"against": against, "reference": reference, "without": list(without), "models": plain}


def _skill(own: Scores, reference: Scores, months: int, without: Collection[str]) -> dict[str, Any] | None:
    """Return how a model foretold some months ahead against another; None if nothing came in any such stretch."""
    from rapallo.errors import UsageError
    from rapallo.scoring.skill import skill

    try:
        return asdict(skill(own, reference, months, without=without))
    except UsageError:
        return None


def _finite(value: Any) -> Any:  # noqa: ANN401
    """Return plain data with None for numbers that are not finite."""
    if isinstance(value, dict):
        return {key: _finite(v) for key, v in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(v) for v in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
