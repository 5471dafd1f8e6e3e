"""Interventions: what is made different in one arm of a question. Data, checked before anything runs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rapallo.errors import QuestionError
from rapallo.events.timeline import FORCE_BY, MASK, SET_COVARIATE, SET_THREAT, SET_TRUST, SET_VALUE, Change
from rapallo.model.system import System
from rapallo.record.clock import to_time
from rapallo.record.tables import Event, Record, unknown
from rapallo.state.fields import FIRST_COVARIATE

ANYONE = "*"
DAY = dt.timedelta(days=1)
Finite = Annotated[float, Field(allow_inf_nan=False)]
Names = Annotated[tuple[str, ...], Field(min_length=1)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Insert(_Data):
    """Let an event happen on a date, in the record if the date is not after the start."""

    do: Literal["insert"]
    kind: str
    side_a: Names
    side_b: tuple[str, ...] = ()
    date: dt.date
    secret: bool = False
    term: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None


class Forbid(_Data):
    """Leave a recorded or scheduled event out (`event`), or bar a kind between sides from a date to another."""

    do: Literal["forbid"]
    event: str | None = None
    kind: str | None = None
    side_a: Names = (ANYONE,)
    side_b: Names = (ANYONE,)
    since: dt.date | None = None
    until: dt.date | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Forbid:
        if (self.event is None) == (self.kind is None):
            raise ValueError("name an event of the record (event = ...) or a kind (kind = ...), one of the two")
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError(f"until {self.until} lies before since {self.since}")
        return self


class Force(_Data):
    """Make an event happen on a date if it has not happened by then and is possible."""

    do: Literal["force"]
    kind: str
    side_a: Names
    side_b: Names
    by: dt.date


class Set(_Data):
    """Set a covariate of an actor, or a pair value or belief (`trust`, `threat`) of one actor about another."""

    do: Literal["set"]
    name: str
    actor: str
    other: str | None = None
    value: Finite
    date: dt.date


class SwitchOff(_Data):
    """Take an effect out of the intensities (factor 0), or scale it, in all kinds or those named."""

    do: Literal["switch_off"]
    effect: str
    kinds: tuple[str, ...] = ()
    factor: Finite = 0.0


Intervention = Annotated[Insert | Forbid | Force | Set | SwitchOff, Field(discriminator="do")]


def known_kind(record: Record, name: str) -> str:
    """Return the name of a kind; QuestionError if there is none such."""
    if name not in record.kind_index:
        raise QuestionError(unknown("kind", name, list(record.kind_index)))
    return name


def known_actor(record: Record, name: str, on: dt.date | None = None) -> int:
    """Return the place of an actor.

    Raises
    ------
    QuestionError
        If there is no such actor, or, asked for a day, it does not exist on it.
    """
    if name not in record.index:
        raise QuestionError(unknown("actor", name, list(record.index)))
    actor = record.actors[record.index[name]]
    if on is not None:
        if on < actor.begin:
            raise QuestionError(f"{name} begins only on {actor.begin}, after {on}.")
        if actor.end is not None and on > actor.end:
            raise QuestionError(f"{name} ended on {actor.end}, before {on}.")
        gap = next((a for a in record.absences if a.id == name and a.begin < on < a.end), None)
        if gap is not None:
            raise QuestionError(f"{name} is absent on {on}, from {gap.begin} to {gap.end}.")
    return record.index[name]


def pairs(record: Record, kind: str, side_a: tuple[str, ...], side_b: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return index pairs of an event, in the order that the kind's channels have; -1 stands for anyone.

    Raises
    ------
    QuestionError
        If the kind or an actor does not exist, or no pair is named.
    """
    consent = record.kinds[record.kind_index[known_kind(record, kind)]].consent
    index = {name: -1 if name == ANYONE else known_actor(record, name) for name in (*side_a, *side_b)}
    found = [(index[a], index[b]) for a in side_a for b in side_b if a != b or a == ANYONE]
    if not found:
        raise QuestionError(f"{kind}: no pair of actors is named. Give side_a and side_b.")
    return [(min(p), max(p)) if consent and -1 not in p else p for p in found]


def inserted_event(record: Record, what: Insert, number: int, start: dt.date) -> Event:
    """Return the event that an intervention puts in; `number` tells it from others.

    Raises
    ------
    QuestionError
        If the kind or an actor does not exist on its day, or no pair is named where the kind needs one.
    """
    kind = record.kinds[record.kind_index[known_kind(record, what.kind)]]
    if ANYONE in (*what.side_a, *what.side_b):
        raise QuestionError("name the actors; * is for forbid")
    if not record.begin <= what.date <= record.end:
        raise QuestionError(f"{what.date} lies outside the record, {record.begin} to {record.end}")
    for name in (*what.side_a, *what.side_b):
        # after the start it is the arm's own history that says who lives
        known_actor(record, name, min(what.date, start))
        known_actor(record, name, what.date if what.date <= start else None)
    attributes = {"secret": "true"} if what.secret else {}
    if what.term is not None:
        attributes["term"] = str(what.term)
    event = Event(
        id=f"inserted-{number}-{what.kind}",
        time=to_time(what.date),
        date=what.date,
        date_precision="day",
        kind=what.kind,
        side_a=what.side_a,
        side_b=what.side_b,
        title=f"{what.kind}, inserted",
        attributes=attributes,
    )
    if kind.risk != "none" and not event.pairs(consent=kind.consent):
        raise QuestionError(f"{what.kind}: no pair of actors is named. Give side_a and side_b.")
    return event


def force_changes(system: System, what: Force, start: dt.date) -> list[Change]:
    """Return the changes that make an event happen at the end of its last day.

    Raises
    ------
    QuestionError
        If it lies before the start, or the model never makes the kind between these actors.
    """
    record = system.record
    if ANYONE in (*what.side_a, *what.side_b):
        raise QuestionError("name the actors; * is for forbid")
    if what.by <= start:
        raise QuestionError(f"{what.by} is not after the start, {start}; use insert for the past")
    found = pairs(record, what.kind, what.side_a, what.side_b)
    k = record.kind_index[what.kind]
    for i, j in found:
        if system.channels.place[k, i, j] < 0:
            a, b = record.actors[i].id, record.actors[j].id
            raise QuestionError(f"{what.kind} between {a} and {b} is not modelled: coverage or types leave it out")
    return [Change(to_time(what.by), FORCE_BY, k, i, j) for i, j in found]


def forbid_changes(record: Record, what: Forbid, start: dt.date, stop: dt.date) -> list[Change]:
    """Return the changes that bar channels from `since` until the end of `until`.

    Raises
    ------
    QuestionError
        If the kind is not modelled or the time lies outside the simulation.
    """
    kind = known_kind(record, what.kind or "")
    if record.kinds[record.kind_index[kind]].role != "modelled":
        raise QuestionError(f"{kind} is not made by the model. Forbid the event by its id")
    k = record.kind_index[kind]
    since, until = max(what.since or start, start), what.until or stop
    if until <= start or since > stop:
        raise QuestionError(f"from {since} to {until} nothing is simulated; that is {start} to {stop}")
    made = []
    for i, j in pairs(record, kind, what.side_a, what.side_b):
        made.append(Change(to_time(since + DAY if since == start else since), MASK, k, i, j, 0.0))
        if until < stop:
            made.append(Change(to_time(until + DAY), MASK, k, i, j, 1.0))
    return made


def set_changes(system: System, what: Set) -> list[Change]:
    """Return the change that sets a covariate, a pair value or a belief.

    Raises
    ------
    QuestionError
        If the name or an actor does not exist, the other actor is missing or superfluous, or the value lies outside
        the range that the vocabulary declares.
    """
    record, words, roles = system.record, system.record.vocabulary, system.history.origin.roles
    time, i = to_time(what.date), known_actor(record, what.actor)
    j = known_actor(record, what.other) if what.other else -1
    beliefs = {"trust": SET_TRUST, "threat": SET_THREAT}
    of_pair = what.name in beliefs or what.name in words.value_index
    if not of_pair and what.name not in words.covariate_index:
        known = [*words.covariate_index, *words.value_index, *beliefs]
        raise QuestionError(unknown("covariate, value or belief", what.name, known))
    if of_pair and j < 0:
        raise QuestionError(f"{what.name} is of one actor towards another. Give other = ...")
    if not of_pair and j >= 0:
        raise QuestionError(f"{what.name} is of one actor. Leave out other")
    if i == j:
        raise QuestionError(f"{what.name} of {what.actor} towards itself means nothing. Name another actor")
    if what.name in beliefs:
        return [Change(time, beliefs[what.name], -1, i, j, what.value)]
    if of_pair:
        value = words.values[words.value_index[what.name]]
        _within(what, value.low, value.high)
        layer = roles.first_value + words.value_index[what.name]
        both = [(i, j), (j, i)] if value.symmetric else [(i, j)]
        return [Change(time, SET_VALUE, layer, a, b, what.value) for a, b in both]
    covariate = words.covariates[words.covariate_index[what.name]]
    _within(what, covariate.low, covariate.high)
    return [Change(time, SET_COVARIATE, FIRST_COVARIATE + words.covariate_index[what.name], i, -1, what.value)]


def _within(what: Set, low: float, high: float) -> None:
    if not low <= what.value <= high:
        raise QuestionError(f"{what.name} = {what.value:g} lies outside its range, {low:g} to {high:g}")
