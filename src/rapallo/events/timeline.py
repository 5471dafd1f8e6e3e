"""A record as one sequence of changes in time, ready to be walked through.

Everything that can change a state becomes a row: births and ends of actors, ties at the start, covariates, values of
pairs, ticks, secrets that come to light, and events pair by pair.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rapallo.record.clock import month_after, month_starts, to_time
from rapallo.record.rows import Kind
from rapallo.record.tables import Event, Record
from rapallo.state.arrays import NO_TREATY, Floats, Ints
from rapallo.state.fields import FIRST_COVARIATE as COVARIATES
from rapallo.state.fields import FIRST_TIE

# operations, in the order in which they happen at one instant: what an actor is born with goes before the events of
# the day, every other value after them, so that no event is explained by what it brought about
(
    TICK,
    LEAVE,
    LAPSE,
    BORN,
    GONE,
    FIRST_COVARIATE,
    FIRST_VALUE,
    OPEN_TIE,
    REVEAL,
    MASK,
    EVENT,
    FORCE_BY,
    SET_COVARIATE,
    SET_VALUE,
    SET_TRUST,
    SET_THREAT,
) = range(16)
# treaties that no event made are numbered downwards from here
FIRST_INITIAL = -2


class Change(NamedTuple):
    """One row before it is put in order; see `Rows`. `requires` holds the ids of the events that it presupposes."""

    time: float
    op: int
    what: int = -1
    i: int = -1
    j: int = -1
    value: float = 0.0
    event: int = -1
    weight: float = 0.0
    real: int = 1
    secret: int = 0
    whole: int = 0
    void: int = 0
    stays: int = 0
    treaty: int = NO_TREATY
    of: int = NO_TREATY
    term: float = math.inf
    requires: tuple[str, ...] = ()


class Rows(NamedTuple):
    """Rows of change in order of time; all of shape (R,).

    Attributes
    ----------
    time : float
        Years.
    op : int
        Operation code.
    what, i, j : int
        What and who, by operation: a kind, or the row or layer of a field; actors, or -1.
    value : float
        Value set, years elapsed (TICK), share in memory (EVENT), factor (MASK).
    event : int
        Number of the event; its rows meet the same state. -1 for other changes.
    weight : float
        Weight in the likelihood; 0 for what is given.
    real, secret, whole, void, stays, treaty, of, term
        As in `rapallo.events.act.Act`.
    """

    time: Floats
    op: Ints
    what: Ints
    i: Ints
    j: Ints
    value: Floats
    event: Ints
    weight: Floats
    real: Ints
    secret: Ints
    whole: Ints
    void: Ints
    stays: Ints
    treaty: Ints
    of: Ints
    term: Floats


@dataclass(frozen=True)
class Timeline:
    """Rows in order, what each presupposes, and where each step begins.

    Attributes
    ----------
    starts : (S,) int
        First rows of the steps: the rows of one event, or the rows of other changes at one instant.
    """

    rows: Rows
    requires: tuple[tuple[str, ...], ...]
    starts: Ints

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows.time)

    def change(self, row: int) -> Change:
        """Return one row as the change that it was made of."""
        values = {name: column[row].item() for name, column in self.rows._asdict().items()}
        return Change(**values, requires=self.requires[row])

    def steps(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield the steps among the rows first <= r < last as (first row, row after the last)."""
        bounds = [first, *(int(s) for s in self.starts[(self.starts > first) & (self.starts < last)]), last]
        for a, b in itertools.pairwise(bounds):
            if b > a:
                yield a, b


def treaty_number(record: Record, numbers: Mapping[str, int], event: Event) -> int:
    """Return the number of the treaty that an event makes, joins, or (opening none itself) ends or prolongs."""
    name = event.attributes.get("accession")
    if name is None and not record.kinds[record.kind_index[event.kind]].opens:
        name = event.attributes.get("of")
    if name is None or name not in record.by_id:
        return numbers[event.id]
    return treaty_number(record, numbers, record.by_id[name])


def event_changes(record: Record, event: Event, numbers: Mapping[str, int]) -> list[Change]:
    """Return the changes of one event: a row per pair; returns of actors, ends of terms, secrets that come to light.

    `numbers` gives each event's number.
    """
    kind = record.kinds[record.kind_index[event.kind]]
    index, given = record.index, event.attributes
    number, treaty = numbers[event.id], treaty_number(record, numbers, event)
    ended = record.by_id.get(given.get("of", ""))
    act = Change(
        event.time,
        EVENT,
        record.kind_index[event.kind],
        value=1.0,
        event=number,
        real=int(event.truth == "real"),
        secret=int(given.get("secret") == "true"),
        whole=int(given.get("all") == "true"),
        void=int(given.get("ratified") == "false" or _failed(record, kind, given)),
        stays=int(given.get("occupation") == "stays" or given.get("stage", "peace") != "peace"),
        treaty=treaty,
        of=NO_TREATY if ended is None else treaty_number(record, numbers, ended),
        term=_years(given.get("term"), kind),
        requires=event.presupposes,
    )
    rows = [Change(event.time, BORN, i=index[a], event=number, requires=act.requires) for a in restored(event)]
    pairs = [(index[a], index[b]) for a, b in event.pairs(consent=kind.consent)]
    if not pairs:
        return rows + [act._replace(i=index[a]) for a in event.side_a]
    fitted = kind.role == "modelled" and event.truth == "real"
    weight = event.weight(consent=kind.consent) if fitted else 0.0
    for i, j in pairs:
        a, b = (min(i, j), max(i, j)) if kind.consent else (i, j)
        rows.append(act._replace(i=a, j=b, weight=weight))
    if _runs_out(record, kind, act.term):
        over = month_after(event.time + act.term)
        answered = () if awaits(record, event.kind) else record.endings.get(event.id, ())
        ends = [{index[name] for name in end.actors} for end in answered]
        left = [(i, j) for i, j in pairs if not any({i, j} <= named for named in ends)]
        rows += [Change(over, LAPSE, i=i, j=j, event=number, treaty=treaty) for i, j in left]
    if act.secret and kind.opens and "revealed" in given:
        shown = to_time(dt.date.fromisoformat(given["revealed"]))
        rows += [Change(shown, REVEAL, i=i, j=j, event=number, treaty=treaty) for i, j in pairs]
    return rows


def _failed(record: Record, kind: Kind, given: Mapping[str, str]) -> bool:
    """Return whether an installation ended in failure: it makes no client."""
    client = record.vocabulary.with_role("client")
    opens = record.vocabulary.tie_index.get(kind.opens, -1)
    return given.get("outcome") == "failure" and opens >= 0 and opens == client


def _years(term: str | None, kind: Kind) -> float:
    """Return the years for which a treaty is made: its own term, or its kind's; inf for good."""
    if term is not None:
        return math.inf if term == "none" else float(term)
    return math.inf if kind.term is None else kind.term


def _runs_out(record: Record, kind: Kind, term: float) -> bool:
    """Return whether the record lets what a kind makes end with its term, where no event ends it: it is no pact.

    A pact runs on in the record until an event ends it, since most are prolonged in silence.
    """
    if not kind.opens or not record.lets_lapse or math.isinf(term):
        return False
    return not record.vocabulary.ties[record.vocabulary.tie_index[kind.opens]].pact


def awaits(record: Record, name: str) -> bool:
    """Return whether what a kind opens awaits an answer or compliance: it ends with its term, whatever answers it."""
    kind = record.kinds[record.kind_index[name]]
    if not kind.opens:
        return False
    tie = record.vocabulary.ties[record.vocabulary.tie_index[kind.opens]]
    return tie.pending or tie.role == "demand"


def restored(event: Event) -> tuple[str, ...]:
    """Return the actors that exist again from the event on."""
    return tuple(name for name in event.attributes.get("restores", "").split("+") if name)


def _lives(record: Record, ended: frozenset[str]) -> Iterator[Change]:
    """Yield births, ends and returns that no event brings about; `ended` names actors whose end is left to events."""
    returns = {(name, e.date) for e in record.chronicle() for name in restored(e)}
    for actor in record.actors:
        i = record.index[actor.id]
        yield Change(to_time(actor.begin), BORN, i=i)
        if actor.end is not None and actor.id not in ended:
            # the last day is still lived
            yield Change(to_time(actor.end + dt.timedelta(days=1)), GONE, i=i)
    for gap in record.absences:
        if gap.id not in ended:
            yield Change(to_time(gap.begin + dt.timedelta(days=1)), GONE, i=record.index[gap.id])
        if (gap.id, gap.end) not in returns:
            yield Change(to_time(gap.end), BORN, i=record.index[gap.id])


def given_changes(record: Record, first_value: int, *, ended_by_events: frozenset[str] = frozenset()) -> list[Change]:
    """Return the changes that no event makes: lives, initial ties, covariates, values of pairs.

    `first_value` is the layer of the first value of pairs; `ended_by_events` names actors whose end is left to
    annexations.
    """
    index, words = record.index, record.vocabulary
    births = {a.id: {max(a.begin, record.begin)} for a in record.actors}
    for gap in record.absences:
        births[gap.id].add(gap.end)
    rows = list(_lives(record, ended_by_events))
    for row in record.covariates:
        first = row.date <= record.begin or row.date in births[row.actor]
        op = FIRST_COVARIATE if first else SET_COVARIATE
        needs = (row.requires,) if row.requires else ()
        what = COVARIATES + words.covariate_index[row.name]
        rows.append(Change(to_time(row.date), op, what, index[row.actor], value=row.value, requires=needs))
    begins: list[Change] = []
    for pair in record.pairs:
        i, j = index[pair.actor_a], index[pair.actor_b]
        name = words.values[words.value_index[pair.name]]
        p = first_value + words.value_index[pair.name]
        first = pair.begin <= record.begin or pair.begin in births[pair.actor_a] | births[pair.actor_b]
        op = FIRST_VALUE if first else SET_VALUE
        begun = (pair.begun_by,) if pair.begun_by else ()
        ended = (*begun, pair.ended_by) if pair.ended_by else begun
        for a, b in [(i, j), (j, i)] if name.symmetric else [(i, j)]:
            begins.append(Change(to_time(pair.begin), op, p, a, b, pair.value, requires=begun))
            if pair.end is not None:
                rows.append(Change(to_time(pair.end), SET_VALUE, p, a, b, name.default, requires=ended))
    # where one value ends on the day on which the next begins, the beginning is last
    rows += begins
    for number, tie in enumerate(record.ties):
        for one, other in tie.pairs():
            t, treaty = FIRST_TIE + words.tie_index[tie.kind], FIRST_INITIAL - number
            rows.append(Change(to_time(tie.date), OPEN_TIE, t, index[one], index[other], treaty=treaty))
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

    # without changes there are no columns
    columns = dict(zip(Change._fields, zip(*kept, strict=True), strict=False))

    def floats(name: str) -> Floats:
        return np.array(columns.get(name, ()), dtype=np.float64)

    def ints(name: str) -> Ints:
        return np.array(columns.get(name, ()), dtype=np.int64)

    rows = Rows(
        time=np.maximum(floats("time"), begin),
        op=ints("op"),
        what=ints("what"),
        i=ints("i"),
        j=ints("j"),
        value=floats("value"),
        event=ints("event"),
        weight=floats("weight"),
        real=ints("real"),
        secret=ints("secret"),
        whole=ints("whole"),
        void=ints("void"),
        stays=ints("stays"),
        treaty=ints("treaty"),
        of=ints("of"),
        term=floats("term"),
    )
    return Timeline(rows, columns.get("requires", ()), _starts(rows))


def _starts(rows: Rows) -> Ints:
    """Return the rows with which a step begins: another instant, another event, or the turn from one to the other."""
    is_event = rows.op == EVENT
    number = np.where(is_event, rows.event, -1)
    # events without a number are steps of their own
    alone = is_event & (rows.event < 0)
    new = np.ones(len(rows.time), dtype=np.bool_)
    new[1:] = (np.diff(rows.time) != 0) | (np.diff(is_event) != 0) | (np.diff(number) != 0) | alone[1:]
    return np.flatnonzero(new)


def window_changes(record: Record, windows: Iterable[float]) -> list[Change]:
    """Return the ends of memory over windows (years), in continuous time: one for each event and window.

    On the monthly grid there are none: there acts leave memory with the tick.
    """
    if record.ticks:
        return []
    return [Change(event.time + window, LEAVE) for event in record.chronicle() for window in windows]


def record_changes(
    record: Record,
    first_value: int,
    numbers: Mapping[str, int],
    ended_by_events: frozenset[str] = frozenset(),
    windows: Iterable[float] = (),
) -> list[Change]:
    """Return every change that the record tells of, in no order.

    `first_value` is the layer of the first value of pairs, `numbers` gives each event's number,
    `ended_by_events` names actors whose end is left to annexations, and `windows` are the spans, in years, for which
    acts are remembered in full.
    """
    rows = given_changes(record, first_value, ended_by_events=ended_by_events)
    rows += window_changes(record, windows)
    if record.ticks:
        rows += tick_changes(record.begin, record.end)
    for event in record.chronicle():
        rows += event_changes(record, event, numbers)
    return rows
