"""What happened, observed or simulated: one type, the same questions to both."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rapallo.errors import UsageError
from rapallo.events.kinds import KindTable, kind_table
from rapallo.events.timeline import EVENT, FIRST_INITIAL, OPEN_TIE, Timeline, in_order, record_changes
from rapallo.events.walk import walk
from rapallo.record.clock import as_day, to_date, to_time
from rapallo.record.tables import Event, Record
from rapallo.state.arrays import State, copy_state
from rapallo.state.beginning import blank_state, roles_of
from rapallo.state.bonds import BONDS, CAUSE, HIDDEN, HOLDER, OTHER, TIE, TREATY
from rapallo.state.fields import FIRST_TIE
from rapallo.state.settings import Settings
from rapallo.state.traces import Trace, standing
from rapallo.state.treaties import CAUSES, Bond, Treaty


@dataclass(frozen=True, repr=False)
class History:
    """A sequence of changes from an origin, and the record that tells it.

    Attributes
    ----------
    kinds : KindTable
    origin : State
        The state before the first row; never changed.
    timeline : Timeline
    first, last : date
        The days between which a state can be asked for.
    tell : function
        Returns the record of the history.
    made : mapping
        Events by number.
    """

    kinds: KindTable
    origin: State
    timeline: Timeline
    first: dt.date
    last: dt.date
    tell: Callable[[], Record]
    made: Mapping[int, Event]

    def __repr__(self) -> str:
        """Return one line: from when to when."""
        return f"<History, {self.first} to {self.last}, {len(self.timeline)} changes>"

    @cached_property
    def record(self) -> Record:
        """Return the history as a record: it can be checked, written, read and replayed."""
        return self.tell()

    def events(self) -> Iterator[Event]:
        """Yield its events in order of time."""
        return self.record.chronicle()

    def beginning(self) -> State:
        """Return a copy of the state before the first row."""
        return copy_state(self.origin)

    def state(self, at: dt.date | str) -> State:
        """Return the state at the end of day `at`.

        Raises
        ------
        UsageError
            If `at` is not a day or lies outside the history.
        """
        day = as_day(at, "date")
        if not self.first <= day <= self.last:
            raise UsageError(f"date: {day} lies outside the history, {self.first} to {self.last}.")
        return self._walked(self._row(to_time(day + dt.timedelta(days=1)), "left"))

    def state_before(self, event: str) -> State:
        """Return the state just before an event; UsageError if there is none of that id."""
        number = self.numbers[self.record.event(event).id]
        rows = self.timeline.rows
        return self._walked(int(np.flatnonzero((rows.event == number) & (rows.op == EVENT))[0]))

    def state_on(self, at: dt.date | str) -> State:
        """Return the state on the morning of day `at`: ticks and births of the day done, its events not yet."""
        time = to_time(as_day(at, "date"))
        rows = self.timeline.rows
        last = self._row(time, "left")
        while last < len(rows.time) and rows.time[last] == time and rows.op[last] < EVENT:
            last += 1
        return self._walked(last)

    def _row(self, time: float, side: str) -> int:
        return int(np.searchsorted(self.timeline.rows.time, time, side=side))  # type: ignore[call-overload]

    def _walked(self, last: int) -> State:
        state = self.beginning()
        walk(state, self.kinds, self.timeline, 0, last)
        return state

    def maker(self, number: int) -> Event:
        """Return the event of a number."""
        return self.made[number]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Return the number of each event by id."""
        return {event.id: number for number, event in self.made.items()}

    def treaties(self, at: dt.date | str, *, ended: bool = False) -> list[Treaty]:
        """Return what binds whom at the end of day `at`, in order of signature.

        `ended` asks for those that were in force once and are no more, as well.
        """
        state, actors = self.state(at), self.record.actors
        ties = self.record.vocabulary.ties
        found: dict[int, list[Bond]] = {}
        for n in range(int(state.counts[BONDS])):
            since, until, end = state.term[:, n]
            bond = Bond(
                tie=ties[state.bond[TIE, n] - FIRST_TIE].name,
                a=actors[state.bond[HOLDER, n]].id,
                b=actors[state.bond[OTHER, n]].id,
                since=to_date(since),
                until=None if math.isinf(until) else to_date(until),
                ended=None if math.isinf(end) else to_date(end),
                secret=bool(state.bond[HIDDEN, n]),
                cause=CAUSES[state.bond[CAUSE, n]],
            )
            found.setdefault(int(state.bond[TREATY, n]), []).append(bond)
        made = [self._treaty(number, tuple(parts)) for number, parts in found.items()]
        return [treaty for treaty in made if ended or treaty.in_force]

    def _treaty(self, number: int, bonds: tuple[Bond, ...]) -> Treaty:
        if number <= FIRST_INITIAL:
            tie = self.record.ties[FIRST_INITIAL - number]
            return Treaty("", "", tie.note, {}, bonds)
        event = self.maker(number)
        return Treaty(event.id, event.kind, event.title, event.attributes, bonds)


def observed(record: Record, settings: Settings | None = None, traces: tuple[Trace, ...] = ()) -> History:
    """Return the history that a record tells, with the traces that a model asks for besides the two of every state.

    Raises
    ------
    RecordError
        If a kind names a rule or consequence that does not exist, or whose role no word plays.
    """
    settings = settings or Settings()
    timed = (*standing(settings), *traces)
    changes = record_changes(
        record,
        roles_of(record, len(timed)).first_value,
        record.numbers,
        windows={trace.window for trace in timed if math.isfinite(trace.window)},
    )
    timeline = in_order(changes, to_time(record.begin), math.inf)
    bonds = int(np.isin(timeline.rows.op, (EVENT, OPEN_TIE)).sum())
    origin = blank_state(record, timed, settings, bonds=bonds)
    made = dict(enumerate(record.chronicle()))
    return History(kind_table(record), origin, timeline, record.begin, record.end, lambda: record, made)
