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
from rapallo.record.clock import quarter_of, quarters, to_date, to_time
from rapallo.record.tables import Record
from rapallo.scoring.cells import Pair, cells
from rapallo.scoring.forecast import (
    AT_RISK,
    BETTER,
    CELL,
    EDGES,
    EVENT_NUMBER,
    MISSED,
    RATE,
    TIED,
    TIME,
    TOTAL,
    WEIGHT,
    forecast,
)
from rapallo.scoring.levels import averaged, known_before
from rapallo.scoring.window import window

if TYPE_CHECKING:
    import polars as pl

Progress = Callable[[str, int, int], None]
AVERAGED = ("origin", "family", "period", "gain")


@dataclass(frozen=True)
class Scores:
    """Forecasts and what became of them; nothing is summed up (`rapallo.scoring.summary`).

    Attributes
    ----------
    events : DataFrame
        A row per event pair: origin, event, date, kind, sender, receiver, weight, rate (events per year, just before),
        share (of the pair among all pairs of the kind), rank and of (pairs at risk; tied pairs share their mean rank).
    expected : DataFrame
        A row per origin, kind, calendar quarter and bin of intensity: begin of the period, lower edge of the bin, and
        the integral of the intensities there (expected weight of events).
    missed : int
        Event pairs that the model held to be impossible or that were not at risk: not scored.
    averaged : DataFrame
        Of a model with frailty a row per origin, family and quarter: by how much the log-likelihood averaged over what
        is known of the levels is above that at their means, by which `rate` and `expected` are multiplied (gain, nats).
        None for a model without.
    """

    events: pl.DataFrame
    expected: pl.DataFrame
    missed: int
    averaged: pl.DataFrame | None = None


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
    all that went before it (one step ahead). Of a model with frailty the levels of a quarter are those of which the
    quarters before it tell.

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
    _, every = cells(system)
    kinds, actors = np.array(names, dtype=object), np.array([a.id for a in record.actors], dtype=object)
    events, expected, gains, missed = [], [], [], 0
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
        edges = quarters(begin, end)
        periods = [to_date(t) for t in edges[:-1]]
        known = None
        if system.levels and fitted.levels:
            plain = forecast(system, numbers, every, edges)
            known = known_before(system.levels, fitted.levels, plain, edges, quarter_of(begin))
        told = forecast(system, numbers, scored, edges, known.factors if known else None)
        if system.levels and known:
            gain = averaged(system.levels, known, told, edges)
            gains += [
                (origin, name, period, float(gain[f, q]))
                for f, name in enumerate(system.levels.families)
                for q, period in enumerate(periods)
            ]
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
                    "period": [periods[q] for q in period],
                    "above": np.array([0.0, *EDGES])[level],
                    "expected": told.expected.ravel(),
                }
            )
        )
    over_levels = pl.DataFrame(gains, schema=AVERAGED, orient="row") if gains else None
    return Scores(pl.concat(events), pl.concat(expected), missed, over_levels)
