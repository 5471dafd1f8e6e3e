"""A record as one sequence of changes in time, ready for replay.

Everything that can change a state becomes a row: births and ends of actors, ties at the start, covariates,
pair covariates, ticks, secrets that come to light, and events pair by pair. Replay, fit and simulation all
read this sequence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rapallo.events.apply import HIDDEN, NAMED_TIE, REAL, VOID, WHOLE
from rapallo.record.clock import month_starts, to_time
from rapallo.record.tables import Event, Record
from rapallo.state.arrays import PAIR, TIE, Floats, Ints, covariate_names

# operations, in the order in which they happen at one instant
TICK, BORN, GONE, SET_COV, SET_PAIR, OPEN_TIE, REVEAL, SET_TRUST, SET_THREAT, MASK, EVENT, FORCE_BY = range(12)


class Timeline(NamedTuple):
    """Rows of change in order of time; shapes (R,).

    Attributes
    ----------
    time : float
        Years.
    op : int
        Operation code.
    k, i, j : int
        What and who, by operation: kind, covariate or tie; actors, or -1.
    value : float
        Value set, years elapsed (TICK), share in memory (EVENT).
    flags : int
        Flags of `apply_event`.
    group : int
        Rows of one event share a group and meet the same state; -1 for other changes.
    weight : float
        Weight in the likelihood; 0 for what is given.
    """

    time: Floats
    op: Ints
    k: Ints
    i: Ints
    j: Ints
    value: Floats
    flags: Ints
    group: Ints
    weight: Floats


@dataclass(frozen=True, slots=True)
class Change:
    """One row before it is put in order."""

    time: float
    op: int
    k: int = -1
    i: int = -1
    j: int = -1
    value: float = 0.0
    flags: int = 0
    group: int = -1
    weight: float = 0.0


def event_changes(record: Record, event: Event, group: int, *, time: float | None = None) -> list[Change]:
    """Return the changes of one event: a row per pair, and one where a secret comes to light."""
    kind = record.kinds[record.kind_index[event.kind]]
    k = record.kind_index[event.kind]
    secret = event.attributes.get("secret") == "true"
    flags = REAL if event.truth == "real" else 0
    flags |= HIDDEN if secret else 0
    failed = kind.opens == "client" and event.attributes.get("outcome") == "failure"
    flags |= VOID if failed or event.attributes.get("ratified") == "false" else 0
    flags |= WHOLE if event.attributes.get("all") == "true" else 0
    # the treaty that is named may have been left out of the record by a question
    treaty = record.by_id.get(event.attributes.get("of", ""))
    if kind.closes == "pact" and treaty is not None:
        opened = record.kinds[record.kind_index[treaty.kind]].opens
        flags |= NAMED_TIE * (TIE[opened] + 1) if opened else 0
    at = event.time if time is None else time
    index = record.index
    pairs = [(index[a], index[b]) for a, b in event.pairs(consent=kind.consent)]
    counts = kind.role == "modelled" and event.truth == "real"
    weight = event.weight(consent=kind.consent)
    if not pairs:
        return [Change(at, EVENT, k, index[a], -1, 1.0, flags, group) for a in event.side_a]
    rows = []
    for i, j in pairs:
        a, b = (min(i, j), max(i, j)) if kind.consent else (i, j)
        rows.append(Change(at, EVENT, k, a, b, 1.0, flags, group, weight if counts else 0.0))
    if secret and kind.opens and "revealed" in event.attributes:
        shown = to_time(dt.date.fromisoformat(event.attributes["revealed"]))
        rows += [Change(shown, REVEAL, TIE[kind.opens], i, j) for i, j in pairs]
    return rows


def _lives(record: Record, *, ended_by_events: frozenset[str]) -> Iterable[Change]:
    for actor in record.actors:
        i = record.index[actor.id]
        yield Change(to_time(actor.begin), BORN, i=i)
        if actor.end is not None and actor.id not in ended_by_events:
            # the last day is still lived
            yield Change(to_time(actor.end + dt.timedelta(days=1)), GONE, i=i)
    for gap in record.absences:
        if gap.id not in ended_by_events:
            yield Change(to_time(gap.begin + dt.timedelta(days=1)), GONE, i=record.index[gap.id])
        yield Change(to_time(gap.end), BORN, i=record.index[gap.id])


def given_changes(record: Record, *, ended_by_events: frozenset[str] = frozenset()) -> list[Change]:
    """Return the changes that no event makes: lives, initial ties, covariates, pair covariates.

    `ended_by_events` names actors whose end is left to annexations.
    """
    index, cov = record.index, {name: n for n, name in enumerate(covariate_names(record))}
    rows = list(_lives(record, ended_by_events=ended_by_events))
    for row in record.covariates:
        rows.append(Change(to_time(row.date), SET_COV, cov[row.name], index[row.actor], value=row.value))
    begins: list[Change] = []
    for pair in record.pairs:
        p, i, j = PAIR[pair.name], index[pair.actor_a], index[pair.actor_b]
        both = [(i, j), (j, i)] if pair.name == "contiguity" else [(i, j)]
        for a, b in both:
            begins.append(Change(to_time(pair.begin), SET_PAIR, p, a, b, pair.value))
            if pair.end is not None:
                rows.append(Change(to_time(pair.end), SET_PAIR, p, a, b, 0.0))
    # where one value ends on the day on which the next begins, the beginning is last
    rows += begins
    for tie in record.ties:
        for one, other in tie.pairs():
            rows.append(Change(to_time(tie.date), OPEN_TIE, TIE[tie.kind], index[one], index[other]))
    return rows


def tick_changes(begin: dt.date, end: dt.date) -> list[Change]:
    """Return a tick on the first of each month after `begin` up to `end`."""
    rows, last = [], to_time(begin)
    for first in month_starts(begin, end):
        rows.append(Change(to_time(first), TICK, value=to_time(first) - last))
        last = to_time(first)
    return rows


def in_order(changes: Iterable[Change], begin: float, end: float) -> Timeline:
    """Return changes with time <= end as arrays, those before `begin` moved to it, in order.

    At one instant changes go by operation; events keep the order in which they were given, which for a record is
    the order of its file.
    """
    kept = [c for c in changes if c.time <= end]
    kept.sort(key=lambda c: (max(c.time, begin), c.op, c.time if c.time < begin else begin))
    columns = list(
        zip(*((c.time, c.op, c.k, c.i, c.j, c.value, c.flags, c.group, c.weight) for c in kept), strict=True)
    )
    if not columns:
        columns = [()] * 9
    time, op, k, i, j, value, flags, group, weight = columns
    floats, ints = np.float64, np.int64
    return Timeline(
        np.maximum(np.array(time, dtype=floats), begin),
        np.array(op, dtype=ints),
        np.array(k, dtype=ints),
        np.array(i, dtype=ints),
        np.array(j, dtype=ints),
        np.array(value, dtype=floats),
        np.array(flags, dtype=ints),
        np.array(group, dtype=ints),
        np.array(weight, dtype=floats),
    )


def record_timeline(record: Record, *, until: float) -> Timeline:
    """Return the whole record up to and including time `until` as one sequence of changes."""
    rows = given_changes(record)
    if record.ticks:
        rows += tick_changes(record.begin, record.end)
    for group, event in enumerate(record.chronicle()):
        rows += event_changes(record, event, group)
    return in_order(rows, to_time(record.begin), until)
