"""A fit as plain data: what is printed, and what a file of a fit holds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapallo.estimation.result import FamilyFit, Fit, KindFit

HEAD = (
    "record",
    "digest",
    "model",
    "likelihood",
    "since",
    "until",
    "not_covered",
    "not_at_risk",
    "same_day",
    "bootstrap",
)


def fit_data(fit: Fit, kinds: Iterable[str] | None = None) -> dict[str, Any]:
    """Return a fit with all its kinds, or with those named; None in a prior: none was set."""
    shown = fit.kinds if kinds is None else {name: fit.kinds[name] for name in kinds}
    return {
        **{name: getattr(fit, name) for name in HEAD},
        "prior": {name: value if math.isfinite(value) else None for name, value in fit.prior._asdict().items()},
        "levels": None if fit.levels is None else fit.levels.plain(),
        "silent": list(fit.silent),
        "warnings": list(fit.warnings),
        "families": {n: _family_data(f) for n, f in fit.families.items() if any(kind in shown for kind in f.kinds)},
        "kinds": {name: _kind_data(kind) for name, kind in shown.items()},
    }


def _family_data(family: FamilyFit) -> dict[str, Any]:
    return {
        "kinds": list(family.kinds),
        "terms": list(family.terms),
        "mean": family.mean.tolist(),
        "standard_error": family.standard_error.tolist(),
        "covariance": family.covariance.tolist(),
    }


def _kind_data(kind: KindFit) -> dict[str, Any]:
    return {
        "terms": list(kind.terms),
        "estimate": kind.estimate.tolist(),
        "standard_error": kind.standard_error.tolist(),
        "covariance": kind.covariance.tolist(),
        "scale": kind.scale.tolist(),
        "loglik": float(kind.loglik),
        "events": int(kind.events),
        "weight": float(kind.weight),
        "exposure": float(kind.exposure),
        "iterations": int(kind.iterations),
        "converged": bool(kind.converged),
        "dropped": dict(kind.dropped),
        "remarks": list(kind.remarks),
        "bootstrap_error": None if kind.bootstrap_error is None else kind.bootstrap_error.tolist(),
        "level": kind.level,
        "prior": [sd if math.isfinite(sd) else None for sd in kind.prior],
    }
