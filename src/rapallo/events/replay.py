"""Replay: from a record to the state at a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from rapallo.errors import UsageError
from rapallo.events.apply import NAMED_TIE, REAL
from rapallo.events.changes import apply_change, apply_rows
from rapallo.events.kind_table import RISK, KindTable, kind_table
from rapallo.events.risk import at_risk, of_types
from rapallo.events.settings import Settings
from rapallo.events.timeline import EVENT, Timeline, record_timeline
from rapallo.record.clock import to_date, to_time
from rapallo.record.tables import Event, Record
from rapallo.state.arrays import Ints, State, blank_state
from rapallo.theory.kernels import compiled, kernel

NEVER = RISK["none"]
NOT_ASKED, AT_RISK, BROKEN = range(3)


@dataclass(frozen=True, slots=True)
class Breach:
    """An event that its kind's risk rule did not allow in the state it met."""

    event: str
    kind: str
    sender: str
    receiver: str
    date: dt.date
    rule: str


def start(record: Record, settings: Settings) -> tuple[State, KindTable]:
    """Return the blank state and the kinds of a record as arrays."""
    state = blank_state(record, prior_trust=settings.prior_trust, prior_threat=settings.prior_threat)
    return state, kind_table(record)


def replay(record: Record, at: dt.date, settings: Settings | None = None) -> State:
    """Return the state at the end of day `at`.

    Raises
    ------
    UsageError
        If `at` lies outside the record.
    """
    if not record.begin <= at <= record.end:
        raise UsageError(f"date: {at} lies outside the record, {record.begin} to {record.end}.")
    settings = settings or Settings()
    state, kinds = start(record, settings)
    timeline = record_timeline(record, until=to_time(at))
    apply_rows(state, kinds, settings, timeline, 0, len(timeline.time))
    return state


def breaches(record: Record, settings: Settings | None = None) -> list[Breach]:
    """Replay all and return the real events that were not at risk when they happened.

    Asked of every kind that has a risk rule, modelled or given. An event that ends a named treaty must find its tie
    in force. In a treaty of many some pairs may be bound already; it is a breach only if none is newly bound.

    Coverage and types of actor, which say what is modelled, are set aside: the risk rule alone is asked.
    """
    settings = settings or Settings()
    state, kinds = start(record, settings)
    timeline = record_timeline(record, until=to_time(record.end))
    events: list[Event] = list(record.chronicle())
    standing = np.full(len(timeline.time), NOT_ASKED, dtype=np.int64)
    watch_rows(state, kinds._replace(cover=kinds.cover | True), settings, timeline, standing)
    agreed = {int(timeline.group[row]) for row in np.flatnonzero(standing == AT_RISK)}
    found: list[Breach] = []
    for row in np.flatnonzero(standing == BROKEN):
        group = int(timeline.group[row])
        event = events[group]
        if kinds.consent[timeline.k[row]] and group in agreed:
            continue
        a, b = record.actors[int(timeline.i[row])].id, record.actors[int(timeline.j[row])].id
        rule = record.kinds[int(timeline.k[row])].risk
        found.append(Breach(event.id, event.kind, a, b, to_date(timeline.time[row]), rule))
    return found


@kernel
def _standing(s: State, kt: KindTable, tl: Timeline, row: int) -> int:
    """Return whether the event of a row is at risk now, or NOT_ASKED."""
    k, i, j = tl.k[row], tl.i[row], tl.j[row]
    if tl.op[row] != EVENT or j < 0 or kt.risk[k] == NEVER or not of_types(s, kt, k, i, j):
        return NOT_ASKED
    if tl.flags[row] & REAL == 0:
        return NOT_ASKED
    ended = tl.flags[row] // NAMED_TIE - 1
    in_force = ended < 0 or s.tie[ended, i, j] + s.tie[ended, j, i] > 0
    return AT_RISK if in_force and at_risk(s, kt, k, i, j) else BROKEN


def _watch_rows(s: State, kt: KindTable, st: Settings, tl: Timeline, standing: Ints) -> None:
    rows = tl.time.shape[0]
    row = 0
    while row < rows:
        last = row + 1
        while last < rows and tl.group[row] >= 0 and tl.group[last] == tl.group[row]:
            last += 1
        for r in range(row, last):
            standing[r] = _standing(s, kt, tl, r)
        for r in range(row, last):
            apply_change(s, kt, st, tl, r)
        row = last


# carries out every row and writes into `standing` (R,) how the event of each stood before its treaty was applied
watch_rows = compiled(_watch_rows)
