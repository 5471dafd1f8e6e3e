"""An intensity through time, along the record."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from rapallo.effects.statistics import init
from rapallo.errors import UsageError
from rapallo.events.changes import apply_rows
from rapallo.events.timeline import record_timeline
from rapallo.fit.result import Fit
from rapallo.model.binding import bind
from rapallo.model.intensity import intensity
from rapallo.model.parameters import parameters
from rapallo.model.specification import Model
from rapallo.record.clock import month_starts, to_time
from rapallo.record.tables import Record, unknown
from rapallo.state.arrays import copy_state

if TYPE_CHECKING:
    import polars as pl


def intensity_series(
    record: Record,
    model: Model,
    fitted: Fit,
    kind: str,
    pairs: list[tuple[str, str]],
    since: dt.date,
    until: dt.date,
) -> pl.DataFrame:
    """Return the intensity of `kind` for each pair on the first of each month: date, pair, intensity (per year).

    0 where the pair is not at risk.

    Raises
    ------
    UsageError
        If the kind has no estimate, an actor does not exist or the window is empty.
    """
    import polars as pl

    if kind not in fitted.kinds:
        raise UsageError(f"{unknown('fitted kind', kind, list(fitted.kinds))}")
    for pair in pairs:
        for name in pair:
            record.actor(name)
    dates = month_starts(max(since, record.begin), min(until, record.end))
    if not dates:
        raise UsageError(f"window: no first of a month lies between {since} and {until} within the record.")
    bound = bind(record, model)
    numbers = parameters(bound.design, record.kind_index, fitted.coefficients())
    state = copy_state(bound.state)
    actors = len(record.actors)
    X = np.zeros((len(bound.bound.code), actors, actors))
    timeline = record_timeline(record, until=to_time(dates[-1]))
    k, row, rows = record.kind_index[kind], 0, []
    consent = record.kinds[k].consent
    for a, b in pairs:
        if bound.channels.place[k, record.index[a], record.index[b]] < 0:
            raise UsageError(f"{kind} between {a} and {b} is not modelled: the declared coverage leaves it out.")
    for date in dates:
        last = int(np.searchsorted(timeline.time, to_time(date), side="right"))
        apply_rows(state, bound.kinds, model.settings, timeline, row, last)
        row = last
        init(state, bound.bound, X)
        for a, b in pairs:
            i, j = record.index[a], record.index[b]
            if consent:
                i, j = min(i, j), max(i, j)
            rate = intensity(state, bound.kinds, bound.layout, numbers.constant, numbers.slope, X, k, i, j)
            rows.append({"date": date, "pair": f"{a} - {b}" if consent else f"{a} > {b}", "intensity": rate})
    return pl.DataFrame(rows)
