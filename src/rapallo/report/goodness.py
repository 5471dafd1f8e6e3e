"""Goodness of fit as plain data."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapallo.scoring.goodness import Goodness


def goodness_data(found: Goodness) -> dict[str, Any]:
    """Return goodness of fit as plain data, every frame as rows; null for a figure without bounds, days as text."""
    frames = {
        "origins": found.origins,
        "kinds": found.kinds,
        "features": found.features,
        "residuals": found.residuals,
        "quantiles": found.quantiles,
    }
    return {
        "verdict": found.verdict,
        "inside": found.inside,
        **{name: [_plain(row) for row in frame.to_dicts()] for name, frame in frames.items()},
        "offspring": [
            {
                "origin": origin.isoformat(),
                "families": list(brought.families),
                "drawn": brought.drawn.tolist(),
                "matrix": [[_finite(value) for value in row] for row in brought.matrix.tolist()],
            }
            for origin, brought in found.offspring.items()
        ],
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, dt.date) else _finite(value) for name, value in row.items()}


def _finite(value: Any) -> Any:  # noqa: ANN401
    return None if isinstance(value, float) and not math.isfinite(value) else value
