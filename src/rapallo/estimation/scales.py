"""Scales of the prior by empirical Bayes: as wide as the coefficients of a window turn out to be spread."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from rapallo.errors import ModelError
from rapallo.estimation.fitting import gathered
from rapallo.estimation.together import Together, fit_together
from rapallo.model.hypothesis import Model, Prior
from rapallo.model.system import System
from rapallo.record.clock import as_day
from rapallo.record.tables import Record

Progress = Callable[[int, int], None]


@dataclass
class _Spread:
    """Sums of squares and numbers of coefficients, by what sets their scale."""

    squares: dict[str, float] = field(default_factory=dict)
    number: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, square: float) -> None:
        self.squares[name] = self.squares.get(name, 0.0) + square
        self.number[name] = self.number.get(name, 0) + 1

    def scale(self, name: str, otherwise: float) -> float:
        return math.sqrt(self.squares[name] / self.number[name]) if name in self.squares else otherwise


def empirical_scales(
    record: Record, model: Model, until: dt.date | str, *, steps: int = 10, progress: Progress | None = None
) -> Model:
    """Return a model with the scales of its prior that a window makes likeliest, by steps of an EM algorithm.

    With z ~ N(z*, V) around the estimate a step sets sd^2 to the mean of E mu^2 and E (theta - mu)^2 / deviation^2 over
    the terms of a group, deviation^2 to the mean of E (theta - mu)^2 / sd^2, and constant^2 to that of E (beta - b)^2.

    Parameters
    ----------
    record : Record
    model : Model
        Where the search begins; scales that are inf stay so.
    until : date
        Last day of the window, which begins with the record.
    steps : int
    progress : function
        Called with the number of each step and how many there are.

    Raises
    ------
    ModelError
        If the prior has no scale to look for.
    FitError
        As `fit`.

    References
    ----------
    Dempster, Laird and Rubin (1977), Maximum likelihood from incomplete data via the EM algorithm, JRSS B 39.
    MacKay (1992), Bayesian interpolation, Neural Computation 4.
    """
    if math.isinf(model.prior.effect) and all(group.sd is None for group in model.groups.values()):
        raise ModelError("model: its prior is flat, so there is no scale to look for. Set effect under [prior].")
    known = record.complete_until or record.end
    last = min(as_day(until, "until"), known)
    for step in range(steps):
        if progress:
            progress(step, steps)
        system = System(record, model)
        effects, deviations, constants = _Spread(), _Spread(), _Spread()
        for found, batch in gathered(system, record.begin, last, exact=True):
            for group, names in batch.items():
                fitted = fit_together(system, group, names, found, "exact")
                _take(system, fitted, effects, deviations, constants)
        prior, groups = model.prior, model.groups
        model = replace(
            model,
            prior=Prior(
                effects.scale("", prior.effect),
                deviations.scale("", prior.deviation),
                constants.scale("", prior.constant),
            ),
            groups={
                name: group if group.sd is None else group._replace(sd=effects.scale(name, group.sd))
                for name, group in groups.items()
            },
        )
    return model


def _take(system: System, fitted: Together, effects: _Spread, deviations: _Spread, constants: _Spread) -> None:
    """Add what one group's coefficients tell of the scales."""
    pool, best, model = fitted.pool, fitted.best, system.model
    if pool is None or best is None:
        return

    def square(one: int, other: int = -1) -> float:
        """Return E z^2, or E (z - z')^2."""
        v, at = best.covariance, best.at
        if other < 0:
            return float(at[one] ** 2 + v[one, one])
        return float((at[one] - at[other]) ** 2 + v[one, one] + v[other, other] - 2.0 * v[one, other])

    seen = set()
    for kind, found in fitted.kinds.items():
        own = pool.at[system.record.kind_index[kind]]
        if pool.middle >= 0:
            constants.add("", square(own.start, pool.middle))
        labels = dict(zip(system.design.labels[kind], model.scale_of(kind), strict=True))
        for place, term in enumerate(found.terms[1:], start=own.start + 1):
            name = labels[term]
            sd = model.groups[name].sd if name else model.prior.effect
            if sd is None or math.isinf(sd):
                continue
            if term not in pool.means:
                effects.add(name, square(place))
                continue
            mean = pool.means[term]
            if term not in seen:
                seen.add(term)
                effects.add(name, square(mean))
            gap = square(place, mean)
            effects.add(name, gap / model.prior.deviation**2)
            deviations.add("", gap / sd**2)
