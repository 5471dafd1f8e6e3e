"""Scores of several models as plain data: each by itself, and against one of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapallo.scoring.score import Scores


def scores_data(scores: Mapping[str, Scores], against: str, without: Collection[str] = ()) -> dict[str, Any]:
    """Return for each model its figures over all kinds and by kind, and how it differs from the model `against`.

    UsageError if no event was scored.
    """
    from rapallo.scoring.summary import difference, summarise

    found: dict[str, Any] = {}
    for name, own in scores.items():
        summary = summarise(own, without=without)
        *kinds, whole = summary.kinds.to_dicts()
        compared = None if name == against else asdict(difference(own, scores[against], without=without))
        found[name] = {
            "all": whole,
            "missed": own.missed,
            "difference": compared,
            "kinds": kinds,
            "calibration": summary.calibration.to_dicts(),
        }
    return {"against": against, "without": list(without), "models": found}
