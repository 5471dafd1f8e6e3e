"""Score: fit a model up to an origin, and hold what happened after it against what the model said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rapallo.errors import FitError, UsageError
from rapallo.estimation.fitting import fit
from rapallo.model.hypothesis import Model
from rapallo.model.parameters import parameters
from rapallo.model.system import System
from rapallo.record.clock import to_date, to_time
from rapallo.record.tables import Record
from rapallo.scoring.cells import Pair, cells
from rapallo.scoring.forecast import (
    AT_RISK,
    BETTER,
    CELL,
    EDGES,
    EVENT_NUMBER,
    MISSED,
    PERIOD,
    RATE,
    TIED,
    TIME,
    TOTAL,
    WEIGHT,
    forecast,
)
from rapallo.scoring.window import window

if TYPE_CHECKING:
    import polars as pl

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Scores:
    """Forecasts and what became of them; nothing is summed up (`rapallo.scoring.summary`).

    Attributes
    ----------
    events : DataFrame
        A row per event pair: origin, event, date, kind, sender, receiver, weight, rate (events per year, just before),
        share (of the pair among all pairs of the kind), rank and of (pairs at risk; tied pairs share their mean rank).
    expected : DataFrame
        A row per origin, kind, period and bin of intensity: begin of the period, lower edge of the bin, and the
        integral of the intensities there (expected weight of events).
    missed : int
        Event pairs that the model held to be impossible or that were not at risk: not scored.
    """

    events: pl.DataFrame
    expected: pl.DataFrame
    missed: int


def score(
    record: Record,
    model: Model,
    origins: Sequence[dt.date | str],
    years: float,
    *,
    merged: Mapping[str, str] | None = None,
    only: Mapping[str, Collection[Pair]] | None = None,
    progress: Progress | None = None,
) -> Scores:
    """Fit a model to the end of the day before each origin and score the years that follow it.

    The parameters stay as they are; the state is that of the record up to each moment, so that an event is foretold by
    all that went before it (one step ahead).

    Parameters
    ----------
    record : Record
    model : Model
    origins : sequence of date
        First days that are scored; each is fitted on what lies before it.
    years : float
        How long after each origin; not beyond the day to which the record is complete.
    merged, only
        Kinds scored together, and the pairs that count (`rapallo.scoring.cells.cells`).
    progress : function
        Called with the origin, its number and how many there are before each fit.

    Raises
    ------
    UsageError
        If there is no origin, or nothing of the record lies after one.
    FitError
        If an origin has no event before it.
    """
    import polars as pl

    if not origins:
        raise UsageError("origins: give at least one day.")
    system = System(record, model)
    names, scored = cells(system, merged, only)
    kinds, actors = np.array(names, dtype=object), np.array([a.id for a in record.actors], dtype=object)
    events, expected, missed = [], [], 0
    for number, day in enumerate(origins):
        origin, last = window(record, day, years)
        begin, end = to_time(origin), to_time(last + dt.timedelta(days=1))
        if progress:
            progress(origin.isoformat(), number, len(origins))
        try:
            fitted = fit(system, until=origin - dt.timedelta(days=1))
        except FitError as error:
            raise FitError(f"origin {origin}: {error}") from None
        numbers = parameters(system.design, record.kind_index, fitted.coefficients(), model.ceiling)
        told = forecast(system, numbers, scored, begin, end)
        missed += int(told.counts[MISSED])
        figures, cell = told.figures.T, told.who[:, CELL]
        happened = [system.history.maker(int(n)) for n in told.who[:, EVENT_NUMBER]]
        events.append(
            pl.DataFrame(
                {
                    "origin": [origin] * len(cell),
                    "event": [e.id for e in happened],
                    "date": [to_date(t) for t in figures[TIME]],
                    "kind": kinds[scored.group[cell]].tolist(),
                    "sender": actors[scored.i[cell]].tolist(),
                    "receiver": actors[scored.j[cell]].tolist(),
                    "weight": figures[WEIGHT],
                    "rate": figures[RATE],
                    "share": figures[RATE] / figures[TOTAL],
                    "rank": 1.0 + figures[BETTER] + figures[TIED] / 2.0,
                    "of": figures[AT_RISK].astype(np.int64),
                }
            )
        )
        g, period, level = np.indices(told.expected.shape).reshape(3, -1)
        expected.append(
            pl.DataFrame(
                {
                    "origin": [origin] * len(g),
                    "kind": kinds[g].tolist(),
                    "period": [to_date(begin + PERIOD * q) for q in period],
                    "above": np.array([0.0, *EDGES])[level],
                    "expected": told.expected.ravel(),
                }
            )
        )
    return Scores(pl.concat(events), pl.concat(expected), missed)
