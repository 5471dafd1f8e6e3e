"""Events that their kind's risk rule did not allow in the state they met."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from rapallo.events.history import History
from rapallo.events.kinds import CLOSES, CONSENT, EVERY_PACT, NOTHING, OPENS, RISK, RULE
from rapallo.events.risk import of_types, rule_holds
from rapallo.events.timeline import EVENT
from rapallo.events.walk import Observer, walk
from rapallo.record.clock import to_date
from rapallo.state.arrays import NO_TREATY, State
from rapallo.state.bonds import BONDS, TREATY, joins

NEVER = RULE["none"]


@dataclass(frozen=True, slots=True)
class Breach:
    """An event that its kind's risk rule did not allow in the state it met."""

    event: str
    kind: str
    sender: str
    receiver: str
    date: dt.date
    rule: str


class _Check(Observer):
    """Asks before each event whether its pairs are at risk, and whether the treaty that it ends is in force."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.broken: list[int] = []
        self.agreed: set[int] = set()

    def before(self, state: State, first: int, last: int) -> None:
        rows, kinds = self.history.timeline.rows, self.history.kinds
        if rows.op[first] != EVENT:
            return
        for row in range(first, last):
            k, i, j = int(rows.what[row]), int(rows.i[row]), int(rows.j[row])
            if j < 0 or kinds.code[RISK, k] == NEVER or rows.real[row] == 0 or not of_types(state, kinds, k, i, j):
                continue
            ended = int(rows.of[row]) if kinds.code[CLOSES, k] == EVERY_PACT and self.binds(row) else NO_TREATY
            own = np.flatnonzero(state.bond[TREATY, : int(state.counts[BONDS])] == ended)
            in_force = ended == NO_TREATY or any(joins(state, int(n), i, j) for n in own)
            if in_force and rule_holds(state, kinds, k, i, j):
                self.agreed.add(int(rows.event[row]))
            else:
                self.broken.append(row)

    def binds(self, row: int) -> bool:
        """Return whether the treaty that a row names is of a kind that opens a tie."""
        named = int(self.history.timeline.rows.of[row])
        if named < 0:
            return False
        made = self.history.record.kind_index[self.history.maker(named).kind]
        return bool(self.history.kinds.code[OPENS, made] != NOTHING)


def breaches(history: History) -> list[Breach]:
    """Walk through all and return the real events that were not at risk when they happened.

    Asked of every kind that has a risk rule, modelled or given. An event that ends a named treaty must find it in
    force between the two. In a treaty of many some pairs may be bound already; it is a breach only if none is newly
    bound.

    Coverage and types of actor, which say what is modelled, are set aside: the risk rule alone is asked.
    """
    check = _Check(history)
    walk(history.beginning(), history.kinds, history.timeline, 0, len(history.timeline), check)
    rows, record = history.timeline.rows, history.record
    found: list[Breach] = []
    for row in check.broken:
        number, k = int(rows.event[row]), int(rows.what[row])
        if history.kinds.code[CONSENT, k] and number in check.agreed:
            continue
        event = history.maker(number)
        a, b = record.actors[int(rows.i[row])].id, record.actors[int(rows.j[row])].id
        found.append(Breach(event.id, event.kind, a, b, to_date(rows.time[row]), record.kinds[k].risk))
    return found
