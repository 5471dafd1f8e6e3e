"""Replay: from a record to the state at a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rapallo.errors import UsageError
from rapallo.events.apply import NAMED_TIE, REAL
from rapallo.events.changes import apply_rows
from rapallo.events.kind_table import RISK, KindTable, kind_table
from rapallo.events.risk import at_risk, of_types
from rapallo.events.settings import Settings
from rapallo.events.timeline import EVENT, Timeline, record_timeline
from rapallo.record.clock import to_date, to_time
from rapallo.record.tables import Event, Record
from rapallo.state.arrays import State, blank_state

NEVER = RISK["none"]


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
    found: list[Breach] = []
    covered = kinds._replace(cover=kinds.cover | True)
    rows = len(timeline.time)
    row = 0
    while row < rows:
        last = row + 1
        while last < rows and timeline.group[row] >= 0 and timeline.group[last] == timeline.group[row]:
            last += 1
        found += _group_breaches(record, state, covered, timeline, row, last, events)
        apply_rows(state, kinds, settings, timeline, row, last)
        row = last
    return found


def _group_breaches(
    record: Record, state: State, kinds: KindTable, tl: Timeline, first: int, last: int, events: list[Event]
) -> list[Breach]:
    found = []
    some = False
    for row in range(first, last):
        k, i, j = int(tl.k[row]), int(tl.i[row]), int(tl.j[row])
        if tl.op[row] != EVENT or j < 0 or kinds.risk[k] == NEVER or not of_types(state, kinds, k, i, j):
            continue
        if not tl.flags[row] & REAL:
            continue
        ended = int(tl.flags[row]) // NAMED_TIE - 1
        if at_risk(state, kinds, k, i, j) and (ended < 0 or state.tie[ended, i, j] + state.tie[ended, j, i] > 0):
            some = True
            continue
        event = events[tl.group[row]]
        a, b = record.actors[i].id, record.actors[j].id
        found.append(Breach(event.id, event.kind, a, b, to_date(tl.time[row]), record.kinds[k].risk))
    return found if not (some and record.kinds[int(tl.k[first])].consent) else []
