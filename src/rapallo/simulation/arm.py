"""One arm of an experiment: the state at the start, and what is given from then on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rapallo.errors import UsageError
from rapallo.events.kinds import CONSENT, KindTable
from rapallo.events.presuppose import fall_away
from rapallo.events.timeline import EVENT, LAPSE, REVEAL, Change, Timeline, awaits, in_order, record_changes
from rapallo.events.walk import walk
from rapallo.model.frailty import Levels
from rapallo.model.parameters import Parameters, parameters
from rapallo.model.system import System
from rapallo.record.clock import as_day, quarter_of, to_time
from rapallo.record.tables import Event, Record
from rapallo.state.arrays import State
from rapallo.state.bonds import BONDS, ENDED, UNTIL
from rapallo.state.fields import CLOCK

Coefficients = Mapping[str, Mapping[str, float]]
# years beyond the end of a record for which it can be simulated: what lies further is a slip of the pen
FURTHEST = 500


@dataclass(frozen=True)
class Later:
    """An event of the record after the start, which something given may presuppose.

    Attributes
    ----------
    given : bool
        Whether it is on the schedule; otherwise its like (the kind, one of its pairs) must happen in a run.
    """

    number: int
    given: bool
    kind: int
    pairs: frozenset[tuple[int, int]]


@dataclass(frozen=True, repr=False)
class Arm:
    """What is common to all runs of one arm.

    Attributes
    ----------
    record : Record
        The system's record without what the arm leaves out, and with what it puts in; it ends no sooner than the arm.
    state : State
        At the start; never changed.
    past, timeline : Timeline
        What went before the start, and what is given after it: ticks, schedule, covariates, interventions.
    begin, stop : float
        Years: the morning after the first day, and the end of the last.
    start, end : date
        Those days.
    later : mapping
        Events of the system's record after the start, by id.
    numbers : mapping
        Number of each event, those put in included, by id.
    fallen : mapping
        What fell away with what was left out: id -> the id for want of which it falls.
    parameters : Parameters
    levels : Levels
        What is known of the levels in the quarter of the start; None for a model without frailty.
    """

    system: System
    record: Record
    state: State
    past: Timeline
    timeline: Timeline
    begin: float
    stop: float
    start: dt.date
    end: dt.date
    later: Mapping[str, Later]
    numbers: Mapping[str, int]
    fallen: Mapping[str, str]
    parameters: Parameters
    levels: Levels | None

    def __repr__(self) -> str:
        """Return one line: of what, from when to when."""
        return f"<Arm of {self.system.record.name}, {self.start} to {self.end}>"

    @property
    def kinds(self) -> KindTable:
        """The kinds as arrays."""
        return self.system.kinds

    @property
    def beyond(self) -> str:
        """What is to be known of a stop beyond the record's end; empty if there is none."""
        known = self.system.record.end
        if self.end <= known:
            return ""
        return f"beyond {known}, the record's end, covariates stay as they were last known and nothing is scheduled"

    def with_coefficients(self, coefficients: Coefficients) -> Arm:
        """Return the arm with other coefficients."""
        return replace(self, parameters=parameters_of(self.system, coefficients))


def parameters_of(system: System, coefficients: Coefficients) -> Parameters:
    """Return coefficients by kind and term as arrays; ModelError if one is not in the design."""
    return parameters(system.design, system.record.kind_index, coefficients, system.model.ceiling)


def ended_by_events(record: Record) -> frozenset[str]:
    """Return the actors whose end in the record is the work of an annexation of the whole."""
    kinds = {kind.name for kind in record.kinds if "annexation" in kind.consequences}
    whole = (e for e in record.events if e.kind in kinds and e.attributes.get("all") == "true")
    return frozenset(name for event in whole for name in event.side_b)


def without(record: Record, dropped: Iterable[str]) -> Record:
    """Return the record without the events named, and without the values that presuppose them."""
    gone = frozenset(dropped)
    if not gone:
        return record
    pairs = []
    for row in record.pairs:
        if row.begun_by not in gone:
            pairs.append(replace(row, end=None, ended_by=None) if row.ended_by in gone else row)
    return replace(
        record,
        events=tuple(e for e in record.events if e.id not in gone),
        schedule=tuple(e for e in record.schedule if e.id not in gone),
        covariates=tuple(c for c in record.covariates if c.requires not in gone),
        pairs=tuple(pairs),
    )


def span(record: Record, start: dt.date | str, stop: dt.date | str) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a simulation that starts within a record; it may stop beyond its end.

    Raises
    ------
    UsageError
        If the start lies outside the record, or the stop is not after it or more than `FURTHEST` years beyond the end.
    """
    first, last = as_day(start, "start"), as_day(stop, "stop")
    if not record.begin <= first <= record.end:
        raise UsageError(
            f"dates: the start {first} does not lie within the record, {record.begin} to {record.end}. A history "
            "begins from a state that the record tells."
        )
    if last <= first:
        raise UsageError(f"dates: {first} to {last} do not lie in order. Name a later day to stop.")
    if last.year > min(record.end.year + FURTHEST, dt.MAXYEAR - 1):
        raise UsageError(f"dates: {last} lies more than {FURTHEST} years beyond the record's end, {record.end}.")
    return first, last


def prepare(
    system: System,
    coefficients: Coefficients,
    start: dt.date | str,
    stop: dt.date | str,
    *,
    levels: Levels | None = None,
    inserted: Sequence[Event] = (),
    changes: Sequence[Change] = (),
    dropped: Iterable[str] = (),
) -> Arm:
    """Replay the record to the end of day `start` and set up what is given from then to the end of day `stop`.

    Given are ticks, the schedule, births, covariates, secrets that come to light, and ends of actors that no
    annexation brought about. `inserted` holds events put in, before the start or after, `changes` other changes;
    `dropped` the ids of events left out, with which falls what presupposes them.

    `stop` may lie beyond the record's end. From there on values and covariates stay as they were last known, actors
    begin and end as the record declares, ticks go on, and nothing is scheduled.

    Of a model with frailty `levels` holds what a fit tells of them; without it nothing is known of them at the start.

    A treaty in force at the start whose term is over already has been prolonged in silence and runs on for good.

    Raises
    ------
    UsageError
        If the dates are not in order, the start lies outside the record or the stop too far beyond it, or an event does
        not exist; or if acts are to be remembered for a window in continuous time, where nothing simulated would leave
        it.
    """
    whole = system.record
    if not whole.ticks and np.isfinite(system.history.origin.traces.window).any():
        raise UsageError(
            f"model: {whole.name} is in continuous time, where memory over a window is fitted but not simulated; "
            "give the terms a half_life in place of their window."
        )
    first, last = span(whole, start, stop)
    gone = {whole.event(name).id for name in dropped}
    fallen = fall_away(whole, gone)
    kept = without(whole, gone | set(fallen))
    numbers = whole.numbers | {event.id: len(whole.numbers) + n for n, event in enumerate(inserted)}
    record = replace(
        kept, end=max(whole.end, last), events=tuple(sorted((*kept.events, *inserted), key=lambda e: e.time))
    )
    begin, end = to_time(first + dt.timedelta(days=1)), to_time(last + dt.timedelta(days=1))
    told = record_changes(record, system.history.origin.roles.first_value, numbers, ended_by_events(whole))
    past = in_order([*told, *changes], to_time(record.begin), np.nextafter(begin, -np.inf))
    state = system.history.beginning()
    walk(state, system.kinds, past, 0, len(past))
    n = int(state.counts[BONDS])
    silent = (state.term[UNTIL, :n] <= begin) & np.isinf(state.term[ENDED, :n])
    state.term[UNTIL, :n][silent] = np.inf
    state.moment[CLOCK] = begin
    modelled = {numbers[e.id] for e in kept.events}
    early = {numbers[e.id] for e in record.chronicle() if e.time < begin}
    waiting = {numbers[e.id] for e in record.chronicle() if e.time < begin and awaits(record, e.kind)}
    given = [c for c in told if c.time >= begin and _is_given(c, modelled, early, waiting)]
    timeline = in_order([*given, *(c for c in changes if c.time >= begin)], begin, np.nextafter(end, -np.inf))
    return Arm(
        system=system,
        record=record,
        state=state,
        past=past,
        timeline=timeline,
        begin=begin,
        stop=end,
        start=first,
        end=last,
        later={e.id: _later(system, e.id) for e in kept.chronicle() if e.time >= begin},
        numbers=numbers,
        fallen=fallen,
        parameters=parameters_of(system, coefficients),
        levels=_levels_at(system, levels, begin),
    )


def _levels_at(system: System, levels: Levels | None, begin: float) -> Levels | None:
    """Return what is known of the levels at the start."""
    process, quarter = system.levels, quarter_of(begin)
    if process is None:
        return None
    return process.start(quarter) if levels is None else process.later(levels, quarter)


def _is_given(change: Change, modelled: set[int], early: set[int], waiting: set[int]) -> bool:
    """Return whether a change after the start is given: no event of the model's kinds, and nothing that one brings.

    Treaties lapse as events of a run; what awaits an answer since before the start ends as it does in the record.
    """
    if change.op == LAPSE:
        return change.event in waiting
    if change.op == REVEAL:
        return change.event in early
    return change.event not in modelled if change.op == EVENT or change.event >= 0 else True


def _later(system: System, name: str) -> Later:
    record = system.record
    event = record.by_id[name]
    kind = record.kind_index[event.kind]
    consent = system.kinds.code[CONSENT, kind] == 1
    pairs = {(record.index[a], record.index[b]) for a, b in event.pairs(consent=consent)}
    if consent:
        pairs = {(min(p), max(p)) for p in pairs}
    return Later(record.numbers[name], event in record.schedule, kind, frozenset(pairs))
