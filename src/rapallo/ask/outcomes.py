"""Outcomes: small questions put to one simulated history, each answered by yes or no (or which came first)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from rapallo.ask.interventions import ANYONE
from rapallo.effects.relations import aligned
from rapallo.errors import QuestionError
from rapallo.record.clock import to_time
from rapallo.record.tables import TIES, Record, unknown
from rapallo.simulate.ensemble import Arm, Run
from rapallo.simulate.states import state_at
from rapallo.state.arrays import TIE, WAR, Ints, State


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


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
    """At the end of a day the two are at peace and joined by a chain of open ententes, defence pacts or guarantees."""

    ask: Literal["same_bloc"]
    a: str
    b: str
    at: dt.date


class Survives(_Outcome):
    """The actor exists at the end of a day."""

    ask: Literal["survives"]
    actor: str
    at: dt.date


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
        for option in outcome.options:
            check_outcome(record, option, start, stop)
        if outcome.wanted not in [o.name for o in outcome.options]:
            raise QuestionError(f"{where}: {unknown('option', outcome.wanted, [o.name for o in outcome.options])}")
        return
    if isinstance(outcome, Happens):
        actors, date = (*outcome.side_a, *outcome.side_b), outcome.by
        for kind in outcome.kind:
            if kind not in record.kind_index:
                raise QuestionError(f"{where}: {unknown('kind', kind, list(record.kind_index))}")
    elif isinstance(outcome, Survives):
        actors, date = (outcome.actor,), outcome.at
    else:
        actors, date = (outcome.a, outcome.b), outcome.at
    if isinstance(outcome, Tie) and outcome.tie not in TIES:
        raise QuestionError(f"{where}: {unknown('tie', outcome.tie, list(TIES))}")
    for name in actors:
        if name != ANYONE and name not in record.index:
            raise QuestionError(f"{where}: {unknown('actor', name, list(record.index))}")
    if not start < date <= stop:
        raise QuestionError(f"{where}: {date} lies outside the simulation, after {start} and up to {stop}.")


def answer(record: Record, outcome: Outcome, arm: Arm, run: Run) -> bool:
    """Return whether the outcome holds in one simulated history."""
    if isinstance(outcome, Happens):
        return bool(np.isfinite(when(record, outcome, run)))
    if isinstance(outcome, FirstOf):
        times = {option.name: when(record, option, run) for option in outcome.options}
        wanted = times.pop(outcome.wanted)
        return bool(np.isfinite(wanted) and all(wanted < other for other in times.values()))
    state = state_at(arm, run, outcome.at)
    if isinstance(outcome, Tie):
        return bool(state.tie[TIE[outcome.tie], record.index[outcome.a], record.index[outcome.b]] > 0)
    if isinstance(outcome, SameBloc):
        return same_bloc(state, record.index[outcome.a], record.index[outcome.b])
    return bool(state.exists[record.index[outcome.actor]] > 0)


def when(record: Record, outcome: Happens, run: Run) -> float:
    """Return the time (years) of the first event that the outcome asks for; inf if there is none in time."""
    kinds = [record.kind_index[name] for name in outcome.kind]
    consent = any(record.kinds[k].consent for k in kinds)
    fits = np.isin(run.k, kinds) & (run.time < to_time(outcome.by + dt.timedelta(days=1)))
    straight = _among(record, outcome.side_a, run.i) & _among(record, outcome.side_b, run.j)
    if outcome.either_way or consent:
        straight |= _among(record, outcome.side_a, run.j) & _among(record, outcome.side_b, run.i)
    times = run.time[fits & straight]
    return float(times[0]) if len(times) else np.inf


def _among(record: Record, names: tuple[str, ...], column: Ints) -> NDArray[np.bool_]:
    if ANYONE in names:
        return np.ones(len(column), dtype=np.bool_)
    return np.isin(column, [record.index[n] for n in names])


def same_bloc(state: State, a: int, b: int) -> bool:
    """Return whether a chain of open alignments joins a and b, no link of it at war, and a and b are at peace."""
    if state.tie[WAR, a, b] > 0:
        return False
    reached, edge = {a}, [a]
    while edge:
        here = edge.pop()
        for there in range(state.n_states):
            if there not in reached and there != here and aligned(state, here, there):
                reached.add(there)
                edge.append(there)
    return b in reached
