"""Outcomes: small questions put to one simulated history, each answered by yes or no (or which came first)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from rapallo.ask.interventions import ANYONE, known_actor, known_kind
from rapallo.errors import QuestionError
from rapallo.record.clock import to_time
from rapallo.record.tables import Record, unknown
from rapallo.simulation.run import Run
from rapallo.state.arrays import Bools, Ints, State
from rapallo.state.fields import EXISTS, FIRST_TIE
from rapallo.state.look import aligned, holds

DAY = dt.timedelta(days=1)


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple), Field(min_length=1)]


class _Outcome(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str


class Happens(_Outcome):
    """An event of one of the kinds from side_a to side_b takes place after the start and by the end of a day."""

    ask: Literal["happens"]
    kind: Names
    side_a: Names = (ANYONE,)
    side_b: Names = (ANYONE,)
    either_way: bool = False
    by: dt.date


class Tie(_Outcome):
    """A tie between two actors is in force at the end of a day."""

    ask: Literal["tie"]
    tie: str
    a: str
    b: str
    at: dt.date


class FirstOf(_Outcome):
    """The outcome named `wanted` happens before every other option does (options are `happens` questions)."""

    ask: Literal["first_of"]
    wanted: str
    options: tuple[Happens, ...] = Field(min_length=2)


class SameBloc(_Outcome):
    """At the end of a day the two are at peace and joined by a chain of ties that align and are publicly known."""

    ask: Literal["same_bloc"]
    a: str
    b: str
    at: dt.date


class Survives(_Outcome):
    """The actor exists at the end of a day."""

    ask: Literal["survives"]
    actor: str
    at: dt.date


StateOutcome = Tie | SameBloc | Survives
Outcome = Annotated[Happens | Tie | FirstOf | SameBloc | Survives, Field(discriminator="ask")]


def check_outcome(record: Record, outcome: Outcome, start: dt.date, stop: dt.date) -> None:
    """Refuse an outcome that names what does not exist or a date outside the simulation.

    Raises
    ------
    QuestionError
        With what is wrong and what would be right.
    """
    where = f"outcome {outcome.name!r}"
    if isinstance(outcome, FirstOf):
        names = [o.name for o in outcome.options]
        for option in outcome.options:
            check_outcome(record, option, start, stop)
        if len(set(names)) < len(names):
            raise QuestionError(f"{where}: two options have the same name.")
        if outcome.wanted not in names:
            raise QuestionError(f"{where}: {unknown('option', outcome.wanted, names)}")
        return
    try:
        _check_names(record, outcome)
    except QuestionError as error:
        raise QuestionError(f"{where}: {error}") from None
    date = outcome.by if isinstance(outcome, Happens) else outcome.at
    if not start < date <= stop:
        raise QuestionError(f"{where}: {date} lies outside the simulation, after {start} and up to {stop}.")


def _check_names(record: Record, outcome: Happens | StateOutcome) -> None:
    """Refuse an outcome that names what does not exist."""
    if isinstance(outcome, Happens):
        for kind in outcome.kind:
            known_kind(record, kind)
        actors = tuple(name for name in (*outcome.side_a, *outcome.side_b) if name != ANYONE)
    elif isinstance(outcome, Survives):
        actors = (outcome.actor,)
    else:
        actors = (outcome.a, outcome.b)
        if outcome.a == outcome.b:
            raise QuestionError("a and b are the same actor. Name two.")
    if isinstance(outcome, Tie) and outcome.tie not in record.vocabulary.tie_index:
        raise QuestionError(unknown("tie", outcome.tie, list(record.vocabulary.tie_index)))
    for name in actors:
        known_actor(record, name)


def when(record: Record, outcome: Happens, run: Run) -> float:
    """Return the time (years) of the first event that the outcome asks for; inf if there is none in time."""
    kinds = [record.kind_index[name] for name in outcome.kind]
    consent = any(record.kinds[k].consent for k in kinds)
    fits = np.isin(run.kind, kinds) & (run.time < to_time(outcome.by + DAY))
    straight = _among(record, outcome.side_a, run.sender) & _among(record, outcome.side_b, run.receiver)
    if outcome.either_way or consent:
        straight |= _among(record, outcome.side_a, run.receiver) & _among(record, outcome.side_b, run.sender)
    times = run.time[fits & straight]
    return float(times[0]) if len(times) else np.inf


def _among(record: Record, names: tuple[str, ...], column: Ints) -> Bools:
    if ANYONE in names:
        return np.ones(len(column), dtype=np.bool_)
    return np.isin(column, [record.index[n] for n in names])


def first_holds(record: Record, outcome: FirstOf, run: Run) -> bool:
    """Return whether the wanted option happens, and before every other."""
    times = {option.name: when(record, option, run) for option in outcome.options}
    wanted = times.pop(outcome.wanted)
    return bool(np.isfinite(wanted) and all(wanted < other for other in times.values()))


def holds_in(record: Record, outcome: StateOutcome, state: State) -> bool:
    """Return whether an outcome that asks for a state holds in it."""
    if isinstance(outcome, Survives):
        return bool(state.one[EXISTS, record.index[outcome.actor]] > 0)
    a, b = record.index[outcome.a], record.index[outcome.b]
    if isinstance(outcome, Tie):
        return bool(state.pair[FIRST_TIE + record.vocabulary.tie_index[outcome.tie], a, b] > 0)
    return same_bloc(state, a, b)


def same_bloc(state: State, a: int, b: int) -> bool:
    """Return whether a chain of open alignments joins a and b, and a and b are at peace."""
    if holds(state, state.roles.war, a, b):
        return False
    reached, edge = {a}, [a]
    while edge:
        here = edge.pop()
        for there in range(state.sovereign):
            if there not in reached and there != here and aligned(state, here, there):
                reached.add(there)
                edge.append(there)
    return b in reached
