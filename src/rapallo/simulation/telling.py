"""A run told as a history, and a history as a record that can be checked, written, read and replayed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from rapallo.events.history import History
from rapallo.events.kinds import OPENS
from rapallo.events.timeline import EVENT, FORCE_BY, LAPSE, MASK, Change, in_order
from rapallo.record.clock import month_after, to_date, to_time
from rapallo.record.rows import Source
from rapallo.record.tables import Event, Record
from rapallo.simulation import log
from rapallo.simulation.arm import Arm, ended_by_events
from rapallo.simulation.run import Run
from rapallo.state.fields import EXISTS
from rapallo.state.look import waits

SIMULATED = Source("simulated", "A simulated history", "no document: made by a model")


def history_of(arm: Arm, run: Run) -> History:
    """Return a run as a history from the arm's start: states, treaties, events, and its record."""
    changes = [*_given(arm, run), *_logged(run), *_unanswered(arm, run)]
    timeline = in_order(changes, arm.begin, math.inf)
    made = _told(arm) | _events(arm, run)
    return History(arm.kinds, arm.state, timeline, arm.start, arm.end, lambda: _record(arm, run), made)


def _given(arm: Arm, run: Run) -> list[Change]:
    """Return the changes other than events that took place: what presupposes something only where that happened."""
    rows = arm.timeline.rows
    kept = []
    for row in range(len(rows.time)):
        if rows.op[row] in (EVENT, MASK, FORCE_BY):
            continue
        if all(_by_then(arm, run, name, float(rows.time[row])) for name in arm.timeline.requires[row]):
            kept.append(arm.timeline.change(row))
    return kept


def _by_then(arm: Arm, run: Run, name: str, time: float) -> bool:
    """Return whether an event of the record, or its like, had happened in a run by a time."""
    wanted = arm.later.get(name)
    if wanted is None:
        return True
    early = run.time <= time
    if wanted.given:
        return bool((early & (run.what[log.EVENT] == wanted.number)).any())
    same = early & (run.kind == wanted.kind)
    return any(bool((same & (run.sender == i) & (run.receiver == j)).any()) for i, j in wanted.pairs)


def _logged(run: Run) -> list[Change]:
    what = run.what
    return [
        Change(
            time=float(run.time[n]),
            op=EVENT,
            what=int(run.kind[n]),
            i=int(run.sender[n]),
            j=int(run.receiver[n]),
            value=1.0,
            event=_number(run, n),
            real=int(what[log.REAL, n]),
            secret=int(what[log.SECRET, n]),
            whole=int(what[log.WHOLE, n]),
            void=int(what[log.VOID, n]),
            stays=int(what[log.STAYS, n]),
            treaty=int(what[log.TREATY, n]),
            of=int(what[log.OF, n]),
            term=float(run.when[log.TERM, n]),
        )
        for n in range(len(run.time))
    ]


def _unanswered(arm: Arm, run: Run) -> list[Change]:
    """Return the ends of what awaited an answer: of that the log tells no more than when it began."""
    if arm.kinds.lapse < 0:
        return []
    opens = arm.kinds.code[OPENS, run.kind]
    rows = [int(n) for n in np.flatnonzero(opens >= 0) if waits(arm.state, int(opens[n]))]
    return [
        Change(
            time=month_after(float(run.time[n]) + float(run.when[log.TERM, n])),
            op=LAPSE,
            i=int(run.sender[n]),
            j=int(run.receiver[n]),
            event=_number(run, n),
            treaty=int(run.what[log.TREATY, n]),
        )
        for n in rows
    ]


def _number(run: Run, n: int) -> int:
    """Return the number of the event of which row n of a log is part."""
    number = int(run.what[log.EVENT, n])
    return number if number >= 0 else log.MADE + n


def _told(arm: Arm) -> dict[int, Event]:
    """Return the events of the record and those put in, by number."""
    known = {**arm.system.record.by_id, **arm.record.by_id}
    return {number: known[name] for name, number in arm.numbers.items()}


def _events(arm: Arm, run: Run) -> dict[int, Event]:
    """Return the events that the model made, that were forced, and lapses, by number."""
    record, made = arm.system.record, {}
    for n in np.flatnonzero(run.what[log.EVENT] < 0):
        kind = record.kinds[run.kind[n]]
        a, b = record.actors[run.sender[n]].id, record.actors[run.receiver[n]].id
        time = float(run.time[n])
        made[log.MADE + int(n)] = Event(
            id=f"{to_date(time)}-{kind.name}-{a}-{b}-{n}",
            time=time,
            date=to_date(time),
            date_precision="day",
            kind=kind.name,
            side_a=(a,),
            side_b=(b,),
            title=f"{kind.name}: {a}, {b}",
            attributes=_attributes(run, int(n)),
            source=SIMULATED.id,
        )
    named = {number: event.id for number, event in made.items()}
    named |= {number: event.id for number, event in _told(arm).items()}
    for number, event in made.items():
        ended = int(run.what[log.OF, number - log.MADE])
        if ended in named:
            made[number] = replace(event, attributes={**event.attributes, "of": named[ended]})
    return made


def _attributes(run: Run, n: int) -> Mapping[str, str]:
    """Return the attributes that tell an event of a run again; its term is that of its kind."""
    found = {}
    if run.what[log.SECRET, n]:
        found["secret"] = "true"
    if run.what[log.WHOLE, n]:
        found["all"] = "true"
    return found


def _record(arm: Arm, run: Run) -> Record:
    """Return the record of a run: the arm's record up to the start, then what was given and what happened.

    Beliefs that an intervention set are no part of a record.
    """
    record, numbers = arm.record, arm.numbers
    kept = set(run.what[log.EVENT].tolist())
    early = [e for e in record.events if e.time < arm.begin or numbers[e.id] in kept]
    given = [e for e in record.schedule if e.time < arm.begin or numbers[e.id] in kept]
    # whose end is the work of an annexation ends in this history only if it tells of one
    open_end = {name for name in ended_by_events(arm.system.record) if _lives_on(arm, name)}
    covariates = [c for c in record.covariates if c.date <= arm.end and _value_stands(arm, run, c.requires, c.date)]
    pairs = []
    for row in record.pairs:
        if row.begin > arm.end or not _value_stands(arm, run, row.begun_by, row.begin):
            continue
        ends = row.end is not None and _value_stands(arm, run, row.ended_by, row.end)
        pairs.append(row if ends else replace(row, end=None, ended_by=None))
    made = sorted(_events(arm, run).values(), key=lambda e: e.time)
    # a model tells all that happened
    coded = record.complete_until
    return replace(
        record,
        name=f"{record.name}, run {run.number}",
        end=arm.end,
        complete_until=coded if coded is not None and coded < arm.start else None,
        actors=tuple(replace(a, end=None) if a.id in open_end else a for a in record.actors),
        absences=tuple(a for a in record.absences if a.id not in open_end or a.begin <= arm.start),
        sources=(*record.sources, SIMULATED),
        events=tuple(sorted((*early, *made), key=lambda e: e.time)),
        schedule=tuple(given),
        covariates=tuple(covariates),
        pairs=tuple(pairs),
        digest="",
    )


def _lives_on(arm: Arm, name: str) -> bool:
    """Return whether an actor exists at the start of an arm."""
    return bool(arm.state.one[EXISTS, arm.record.index[name]] > 0)


def _value_stands(arm: Arm, run: Run, requires: str | None, date: dt.date) -> bool:
    return requires is None or _by_then(arm, run, requires, to_time(date))
