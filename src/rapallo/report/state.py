"""The state of a history on a day as plain data: who exists, what binds them, what one of them is and believes."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from rapallo.state.fields import EXISTS, FIRST_COVARIATE, FIRST_TIE, TENSION, THREAT, TRUST

if TYPE_CHECKING:
    from rapallo.events.history import History
    from rapallo.record.tables import Record
    from rapallo.state.arrays import State
    from rapallo.state.treaties import Bond, Treaty

NOTABLE = 5


def replay_data(history: History, at: dt.date, actor: str | None = None, *, last: int = 10) -> dict[str, Any]:
    """Return a day of a history: who exists, the ties of all or of one actor, and the last events of all or of it.

    Raises UsageError if there is no such actor, or the day lies outside the history.
    """
    record, state = history.record, history.state(at)
    if actor is not None:
        record.actor(actor)
    events = [e for e in record.chronicle() if e.date <= at and (actor is None or actor in e.actors)]
    return {
        "record": record.name,
        "date": at.isoformat(),
        "actor": actor,
        "actors": [a.id for a in record.actors if _exists(record, state, a.id)],
        "tension": float(state.moment[TENSION]),
        "ties": ties_of_all(record, state) if actor is None else ties_of(history, actor, at),
        "events": [
            {"id": e.id, "date": e.date.isoformat(), "kind": e.kind, "title": e.title}
            for e in events[max(len(events) - last, 0) :]
        ],
    }


def actor_data(history: History, actor: str, at: dt.date, other: str | None = None) -> dict[str, Any]:
    """Return what an actor is on a day, what binds it, and what it believes of another, or of the most notable.

    A covariate is None where its value is unknown. Raises UsageError if there is no such actor.
    """
    record, state = history.record, history.state(at)
    i = record.index[record.actor(actor).id]
    whom = [record.actor(other).id] if other is not None else _notable(record, state, i)
    values = [float(state.one[FIRST_COVARIATE + n, i]) for n in range(len(record.vocabulary.covariates))]
    return {
        "date": at.isoformat(),
        "actor": actor,
        "name": record.actor(actor).name,
        "exists": _exists(record, state, actor),
        "covariates": {
            word.name: None if math.isnan(value) else value
            for word, value in zip(record.vocabulary.covariates, values, strict=True)
        },
        "ties": [tie for tie in ties_of(history, actor, at) if other is None or tie["other"] == other],
        "views": [_view(record, state, actor, name) for name in whom],
    }


def ties_of(history: History, actor: str, at: dt.date) -> list[dict[str, Any]]:
    """Return what binds an actor at the end of a day, by tie and then by time.

    Each tie has `side`: `of` where the actor holds a directed tie, `by` where it is the other end, empty where the
    tie is mutual; `until`: when its term runs out, None for good; `runs_on`: whether it is past its term; `treaty`:
    the event that made it, None for what was in force when the record began.
    """
    words = history.record.vocabulary
    found = [
        _tie_data(treaty, bond, actor, at, directed=words.ties[words.tie_index[bond.tie]].directed)
        for treaty in history.treaties(at)
        for bond in treaty.bonds
        if bond.ended is None and actor in (bond.a, bond.b)
    ]
    return sorted(found, key=lambda tie: (words.tie_index[tie["tie"]], tie["side"], tie["since"], tie["other"]))


def _tie_data(treaty: Treaty, bond: Bond, actor: str, at: dt.date, *, directed: bool) -> dict[str, Any]:
    side = "" if not directed else "of" if bond.a == actor else "by"
    return {
        "tie": bond.tie,
        "side": side,
        "other": bond.b if bond.a == actor else bond.a,
        "since": bond.since.isoformat(),
        "until": bond.until.isoformat() if bond.until else None,
        "runs_on": bond.until is not None and bond.until <= at,
        "secret": bond.secret,
        "treaty": treaty.id or None,
    }


def ties_of_all(record: Record, state: State) -> dict[str, list[str]]:
    """Return the pairs that each tie of the scenario joins: `A-B`, or `A>B` where it is directed."""
    names = np.array([a.id for a in record.actors])
    found = {}
    for place, tie in enumerate(record.vocabulary.ties):
        joined = state.pair[FIRST_TIE + place] > 0
        pairs = zip(*np.nonzero(joined if tie.directed else np.triu(joined)), strict=True)
        found[tie.name] = [f"{names[i]}{'>' if tie.directed else '-'}{names[j]}" for i, j in pairs]
    return found


def _exists(record: Record, state: State, name: str) -> bool:
    return bool(state.one[EXISTS, record.index[name]] > 0)


def _view(record: Record, state: State, actor: str, other: str) -> dict[str, Any]:
    """Return trust (log-odds of good faith), threat (chance of attack in a year) and hostile acts, both ways."""
    i, j = record.index[actor], record.index[other]
    hostile = state.pair[state.traces.hostile]

    def chance(log_odds: float) -> float:
        return 1.0 / (1.0 + math.exp(-log_odds))

    return {
        "other": other,
        "trust": float(state.pair[TRUST, i, j]),
        "threat": chance(float(state.pair[THREAT, i, j])),
        "trust_in_return": float(state.pair[TRUST, j, i]),
        "threat_in_return": chance(float(state.pair[THREAT, j, i])),
        "hostile": float(hostile[i, j]),
        "hostile_in_return": float(hostile[j, i]),
    }


def _notable(record: Record, state: State, i: int) -> list[str]:
    """Return the sovereign actors that it fears most, then those that it trusts most."""
    others = [j for j in range(state.sovereign) if j != i and state.one[EXISTS, j] > 0]
    feared = sorted(others, key=lambda j: -state.pair[THREAT, i, j])[:NOTABLE]
    trusted = sorted((j for j in others if j not in feared), key=lambda j: -state.pair[TRUST, i, j])[:NOTABLE]
    return [record.actors[j].id for j in (*feared, *trusted)]
