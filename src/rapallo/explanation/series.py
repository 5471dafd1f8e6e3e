"""An intensity through time, along a history."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from rapallo.errors import UsageError
from rapallo.estimation.result import Fit
from rapallo.events.walk import walk
from rapallo.model.intensity import intensity
from rapallo.model.parameters import parameters
from rapallo.model.system import System
from rapallo.record.clock import month_starts, to_time
from rapallo.record.tables import unknown

if TYPE_CHECKING:
    import polars as pl


def intensity_series(
    system: System, fitted: Fit, kind: str, pairs: list[tuple[str, str]], since: dt.date, until: dt.date
) -> pl.DataFrame:
    """Return the intensity of `kind` for each pair on the first of each month: date, pair, intensity (per year).

    0 where the pair is not at risk.

    Raises
    ------
    UsageError
        If the kind has no estimate, an actor does not exist, a pair is not modelled or the window is empty.
    """
    import polars as pl

    record, channels = system.record, system.channels
    if kind not in fitted.kinds:
        raise UsageError(f"{unknown('fitted kind', kind, list(fitted.kinds))}")
    index = {name: record.index[record.actor(name).id] for pair in pairs for name in pair}
    dates = month_starts(max(since, record.begin), min(until, record.end))
    if not dates:
        raise UsageError(f"window: no first of a month lies between {since} and {until} within the record.")
    numbers = parameters(system.design, record.kind_index, fitted.coefficients(), system.model.ceiling)
    k = record.kind_index[kind]
    places = {(a, b): int(channels.place[k, index[a], index[b]]) for a, b in pairs}
    for (a, b), place in places.items():
        if place < 0:
            raise UsageError(f"{kind} between {a} and {b} is not modelled: the declared coverage leaves it out.")
    link = " - " if record.kinds[k].consent else " > "
    history, row, found = system.history, 0, []
    state = history.beginning()
    for date in dates:
        last = int(np.searchsorted(history.timeline.rows.time, to_time(date), side="right"))
        walk(state, history.kinds, history.timeline, row, last)
        row = last
        x = system.cells(state).x
        for (a, b), place in places.items():
            rate = intensity(state, history.kinds, channels, system.statistics, numbers, x, place)
            found.append({"date": date, "pair": f"{a}{link}{b}", "intensity": rate})
    return pl.DataFrame(found)
