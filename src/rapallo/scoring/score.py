"""Score: fit a model up to an origin, and hold what happened after it against what the model said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rapallo.errors import FitError, UsageError
from rapallo.estimation.fitting import fit
from rapallo.estimation.result import Fit
from rapallo.model.hypothesis import Model
from rapallo.model.parameters import parameters
from rapallo.model.system import System
from rapallo.record.clock import quarters, to_date, to_time
from rapallo.record.tables import Record
from rapallo.scoring.baselines import constant
from rapallo.scoring.cells import Cells, Pair, cells
from rapallo.scoring.forecast import (
    AT_RISK,
    BETTER,
    CELL,
    EVENT_NUMBER,
    MISSED,
    RATE,
    TIED,
    TIME,
    TOTAL,
    WEIGHT,
    ForecastObserver,
    lower_edges,
    observe,
)
from rapallo.scoring.horizons import MONTHS, horizons, issue_days
from rapallo.scoring.levels import Known, averaged, known_before
from rapallo.scoring.tally import Baseline, BaselineObserver
from rapallo.scoring.window import window

if TYPE_CHECKING:
    import polars as pl

Progress = Callable[[str, int, int], None]
# makes the fit of a system to the end of a day: `fit`, or one that keeps what it made
Fitting = Callable[..., Fit]


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
        the integral of the intensities there (expected weight of events); bins without any, but the first, are left
        out.
    horizons : DataFrame
        A row per origin, day of issue, months ahead and kind: pairs at risk that day, how many of them had an event
        before the months were over (`came`; by weight), the sums of their probabilities and of the squared differences
        between probability and 0 or 1, and the average precision (null if none came); `rapallo.scoring.horizons`.
    missed : int
        Event pairs that the model held to be impossible or that were not at risk: not scored.
    averaged : DataFrame
        Of a model with frailty a row per origin, family and quarter: by how much the log-likelihood averaged over what
        is known of the levels is above that at their means, by which `rate` and `expected` are multiplied (gain, nats).
        None for a model without.
    """

    events: pl.DataFrame
    expected: pl.DataFrame
    horizons: pl.DataFrame
    missed: int
    averaged: pl.DataFrame | None = None

    def kept(self, without: Collection[str]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """Return the three tables, kinds named in `without` left out."""
        import polars as pl

        other = ~pl.col("kind").is_in(list(without))
        return self.events.filter(other), self.expected.filter(other), self.horizons.filter(other)


def joined(parts: Iterable[Scores]) -> Scores:
    """Return the scores of several origins as one."""
    import polars as pl

    listed = list(parts)
    events, expected, ahead = (
        pl.concat(getattr(p, name) for p in listed) for name in ("events", "expected", "horizons")
    )
    gains = [p.averaged for p in listed if p.averaged is not None]
    return Scores(events, expected, ahead, sum(p.missed for p in listed), pl.concat(gains) if gains else None)


def score(
    record: Record,
    model: Model | Baseline,
    origins: Sequence[dt.date | str],
    years: float,
    *,
    merged: Mapping[str, str] | None = None,
    only: Mapping[str, Collection[Pair]] | None = None,
    fitting: Fitting = fit,
    progress: Progress | None = None,
) -> Scores:
    """Fit a model to the end of the day before each origin and score the years that follow it.

    The parameters stay as they are; the state is that of the record up to each moment, so that an event is foretold by
    all that went before it (one step ahead). A baseline's counts go on in the same way, to the first of each month. Of
    a model with frailty the levels of a quarter are those of which the quarters before it tell.

    Parameters
    ----------
    record : Record
    model : Model or Baseline
    origins : sequence of date
        First days that are scored; each is fitted on what lies before it.
    years : float
        How long after each origin; not beyond the day to which the record is complete.
    merged, only
        Kinds scored together, and the pairs that count (`rapallo.scoring.cells.cells`).
    fitting : function
        Makes the fit of a system until a day; one that keeps what it made saves time.
    progress : function
        Called with the origin, its number and how many there are before each fit.

    Raises
    ------
    UsageError
        If there is no origin, or nothing of the record lies after one.
    FitError
        If an origin has no event before it.
    """
    if not origins:
        raise UsageError("origins: give at least one day.")
    system = System(record, constant(record) if isinstance(model, Baseline) else model)
    names, scored = cells(system, merged, only)
    found = []
    for number, day in enumerate(origins):
        origin, last = window(record, day, years)
        if progress:
            progress(origin.isoformat(), number, len(origins))
        edges = quarters(to_time(origin), to_time(last + dt.timedelta(days=1)))
        times = [to_time(issue) for issue in issue_days(origin, last)]
        observer: ForecastObserver
        known: Known | None = None
        try:
            if isinstance(model, Baseline):
                observer = BaselineObserver(system, model, scored, edges, times)
            else:
                fitted = fitting(system, until=origin - dt.timedelta(days=1))
                numbers = parameters(system.design, record.kind_index, fitted.coefficients(), model.ceiling)
                known = known_before(system, fitted.levels, numbers, edges)
                observer = ForecastObserver(system, numbers, scored, edges, times, known.factors if known else None)
            observe(observer)
        except FitError as error:
            raise FitError(f"origin {origin}: {error}") from None
        ahead = horizons(system, names, scored, observer.issued, origin, last, MONTHS)
        found.append(_scores(observer, names, scored, origin, ahead, known))
    return joined(found)


def _scores(
    observer: ForecastObserver,
    names: Sequence[str],
    scored: Cells,
    origin: dt.date,
    ahead: pl.DataFrame,
    known: Known | None,
) -> Scores:
    """Return what an observer heard as tables."""
    import polars as pl

    told, system = observer.told, observer.system
    periods = [to_date(t) for t in observer.edges[:-1]]
    kinds = np.array(names, dtype=object)
    actors = np.array([a.id for a in system.record.actors], dtype=object)
    figures, cell = told.figures.T, told.who[:, CELL]
    happened = [system.history.maker(int(n)) for n in told.who[:, EVENT_NUMBER]]
    events = pl.DataFrame(
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
        },
        schema_overrides={"origin": pl.Date, "date": pl.Date, **dict.fromkeys(("event", "kind"), pl.String)}
        | dict.fromkeys(("sender", "receiver"), pl.String),
    )
    # every period and kind has a row, so that two models are seen to be scored alike
    kept = told.expected > 0
    kept[..., 0] = True
    g, period, level = np.nonzero(kept)
    expected = pl.DataFrame(
        {
            "origin": [origin] * len(g),
            "kind": kinds[g].tolist(),
            "period": [periods[q] for q in period],
            "above": lower_edges()[level],
            "expected": told.expected[kept],
        }
    )
    gains = None
    if known is not None and system.levels is not None:
        gain = averaged(system.levels, known, told, observer.edges)
        f, q = np.indices(gain.shape).reshape(2, -1)
        gains = pl.DataFrame(
            {
                "origin": [origin] * len(f),
                "family": [system.levels.families[place] for place in f],
                "period": [periods[place] for place in q],
                "gain": gain.ravel(),
            }
        )
    return Scores(events, expected, ahead, int(told.counts[MISSED]), gains)
