"""How much the levels of families and kinds vary, from forecasts that did not know them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from rapallo.estimation.fitting import fit
from rapallo.estimation.levels import variances
from rapallo.model.frailty import Frailty
from rapallo.model.hypothesis import Model
from rapallo.model.parameters import parameters
from rapallo.model.system import System
from rapallo.record.clock import quarters, to_time
from rapallo.record.tables import Record
from rapallo.scoring.cells import cells
from rapallo.scoring.forecast import forecast
from rapallo.scoring.levels import counts_by_kind
from rapallo.scoring.window import window

Progress = Callable[[dt.date, int, int], None]


def estimate_frailty(
    record: Record, model: Model, origins: Sequence[dt.date | str], *, progress: Progress | None = None
) -> Frailty:
    """Return the frailty of a model: fitted before each origin, what it expected of the year after and what came.

    What the years before the first origin tell of the levels is known there. The origins should lie a year apart, all
    within the years on which a model is chosen. The correlations are those of the model's own frailty, or by default
    .95 and .2 (`rapallo.estimation.levels.variances`).

    Parameters
    ----------
    record : Record
    model : Model
    origins : sequence of date
    progress : function
        Called with the origin, its number and how many there are before each fit.

    Raises
    ------
    UsageError
        If nothing of the record lies before or after an origin.
    FitError
        If an origin has no event before it.
    """
    plain = System(record, replace(model, frailty=None))
    _, every = cells(plain)
    kinds, index = plain.design.kinds, record.kind_index
    places = [index[name] for name in kinds]
    counts, expected = [], []
    for number, day in enumerate(origins):
        origin, last = window(record, day, 1.0)
        if progress:
            progress(origin, number, len(origins))
        fitted = fit(plain, until=origin - dt.timedelta(days=1))
        numbers = parameters(plain.design, index, fitted.coefficients(), model.ceiling)
        begin = to_time(origin) if number else to_time(record.begin)
        edges = quarters(begin, to_time(last + dt.timedelta(days=1)))
        told = forecast(plain, numbers, every, edges)
        counts.append(counts_by_kind(told, edges)[places])
        expected.append(told.without_levels[places])
        if not number:
            first = len(quarters(begin, to_time(origin))) - 1
    known = model.frailty or Frailty()
    return variances(
        model.together(kinds),
        kinds,
        np.hstack(counts),
        np.hstack(expected),
        first,
        (known.slow_correlation, known.fast_correlation),
    )
