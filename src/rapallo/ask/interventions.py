"""Interventions: what is made different in one arm of a question. Data, checked before anything runs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from rapallo.errors import QuestionError
from rapallo.events.apply import REAL
from rapallo.events.timeline import EVENT, FORCE_BY, MASK, SET_COV, SET_PAIR, SET_THREAT, SET_TRUST, Change
from rapallo.record.clock import to_time
from rapallo.record.tables import PAIR_NAMES, Record, unknown
from rapallo.state.arrays import PAIR, covariate_names

ANYONE = "*"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Insert(_Data):
    """Let an event happen on a date, in the record if the date is not after the start."""

    do: Literal["insert"]
    kind: str
    side_a: tuple[str, ...]
    side_b: tuple[str, ...] = ()
    date: dt.date


class Forbid(_Data):
    """Leave a recorded or scheduled event out (`event`), or bar a kind between sides from a date to another."""

    do: Literal["forbid"]
    event: str | None = None
    kind: str | None = None
    side_a: tuple[str, ...] = (ANYONE,)
    side_b: tuple[str, ...] = (ANYONE,)
    since: dt.date | None = None
    until: dt.date | None = None


class Force(_Data):
    """Make an event happen on a date if it has not happened by then and is possible."""

    do: Literal["force"]
    kind: str
    side_a: tuple[str, ...]
    side_b: tuple[str, ...]
    by: dt.date


class Set(_Data):
    """Set a covariate of an actor, or a pair value or belief (`trust`, `threat`) of one actor about another."""

    do: Literal["set"]
    name: str
    actor: str
    other: str | None = None
    value: float
    date: dt.date


class SwitchOff(_Data):
    """Take an effect out of the intensities (factor 0), or scale it, in all kinds or those named."""

    do: Literal["switch_off"]
    effect: str
    kinds: tuple[str, ...] = ()
    factor: float = Field(default=0.0)


Intervention = Annotated[Insert | Forbid | Force | Set | SwitchOff, Field(discriminator="do")]


def pairs(record: Record, kind: str, side_a: tuple[str, ...], side_b: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return index pairs of an event, in the order that the kind's channels have; -1 stands for anyone.

    Raises
    ------
    QuestionError
        If the kind or an actor does not exist, or no pair is named.
    """
    if kind not in record.kind_index:
        raise QuestionError(unknown("kind", kind, list(record.kind_index)))
    for name in (*side_a, *side_b):
        if name != ANYONE and name not in record.index:
            raise QuestionError(unknown("actor", name, list(record.index)))
    index = {**record.index, ANYONE: -1}
    consent = record.kinds[record.kind_index[kind]].consent
    if side_b:
        found = [(index[a], index[b]) for a in side_a for b in side_b if a != b or a == ANYONE]
    else:
        found = [(index[a], index[b]) for n, a in enumerate(side_a) for b in side_a[n + 1 :]]
    if not found:
        raise QuestionError(f"{kind}: no pair of actors is named. Give side_a and side_b.")
    if consent:
        found = [(min(p), max(p)) if -1 not in p else p for p in found]
    return found


def insert_changes(record: Record, what: Insert) -> list[Change]:
    """Return the changes that make an inserted event."""
    k = record.kind_index.get(what.kind, -1)
    if ANYONE in (*what.side_a, *what.side_b):
        raise QuestionError(f"insert {what.kind}: name the actors; * is for forbid.")
    return [
        Change(to_time(what.date), EVENT, k, i, j, 1.0, REAL)
        for i, j in pairs(record, what.kind, what.side_a, what.side_b)
    ]


def force_changes(record: Record, what: Force) -> list[Change]:
    """Return the changes that make an event happen at the end of its last day."""
    if ANYONE in (*what.side_a, *what.side_b):
        raise QuestionError(f"force {what.kind}: name the actors; * is for forbid.")
    k = record.kind_index.get(what.kind, -1)
    return [Change(to_time(what.by), FORCE_BY, k, i, j) for i, j in pairs(record, what.kind, what.side_a, what.side_b)]


def forbid_changes(record: Record, what: Forbid, start: dt.date, stop: dt.date) -> list[Change]:
    """Return the changes that bar channels from `since` until the end of `until`."""
    if what.kind is None:
        raise QuestionError("forbid: name an event of the record (event = ...) or a kind (kind = ...).")
    if record.kinds[record.kind_index.get(what.kind, 0)].role != "modelled" and what.kind in record.kind_index:
        raise QuestionError(f"forbid: {what.kind} is not made by the model. Forbid the event by its id.")
    k = record.kind_index.get(what.kind, -1)
    since, until = max(what.since or start, start), what.until or stop
    day = dt.timedelta(days=1)
    made = []
    for i, j in pairs(record, what.kind, what.side_a, what.side_b):
        made.append(Change(to_time(since + day if since == start else since), MASK, k, i, j, 0.0))
        if until < stop:
            made.append(Change(to_time(until + day), MASK, k, i, j, 1.0))
    return made


def set_changes(record: Record, what: Set) -> list[Change]:
    """Return the change that sets a covariate, a pair value or a belief.

    Raises
    ------
    QuestionError
        If the name or an actor does not exist, or the other actor is missing or superfluous.
    """
    index, time = record.index, to_time(what.date)
    for name in (what.actor, what.other):
        if name is not None and name not in index:
            raise QuestionError(unknown("actor", name, list(index)))
    i, j = index[what.actor], index[what.other] if what.other else -1
    beliefs = {"trust": SET_TRUST, "threat": SET_THREAT}
    if what.name in beliefs or what.name in PAIR_NAMES:
        if j < 0:
            raise QuestionError(f"set {what.name}: it is of one actor towards another. Give other = ...")
        if what.name in beliefs:
            return [Change(time, beliefs[what.name], -1, i, j, what.value)]
        both = [(i, j), (j, i)] if what.name == "contiguity" else [(i, j)]
        return [Change(time, SET_PAIR, PAIR[what.name], a, b, what.value) for a, b in both]
    names = covariate_names(record)
    if what.name not in names:
        raise QuestionError(unknown("covariate or belief", what.name, [*names, *PAIR_NAMES, *beliefs]))
    if j >= 0:
        raise QuestionError(f"set {what.name}: it is of one actor. Leave out other.")
    return [Change(time, SET_COV, names.index(what.name), i, -1, what.value)]
