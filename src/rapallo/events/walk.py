"""The one walk through the rows of a timeline, for replay, the spells of the likelihood, the checks and the engines."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rapallo.events.act import Act
from rapallo.events.acts import perform
from rapallo.events.kinds import KindTable
from rapallo.events.timeline import (
    BORN,
    EVENT,
    FIRST_COVARIATE,
    FIRST_VALUE,
    GONE,
    LAPSE,
    LEAVE,
    OPEN_TIE,
    REVEAL,
    SET_COVARIATE,
    SET_THREAT,
    SET_TRUST,
    SET_VALUE,
    TICK,
    Rows,
    Timeline,
)
from rapallo.state.arrays import State
from rapallo.state.bonds import end_term, open_bond, reveal
from rapallo.state.fields import EXISTS, TRUST
from rapallo.state.notes import forget
from rapallo.state.windows import leave
from rapallo.state.writer import age, bear, remove, set_clock, set_one, set_pair, set_threat, set_value
from rapallo.theory.kernels import compiled, kernel


class Observer:
    """Whoever looks on as a walk goes from step to step; one that overrides nothing sees nothing."""

    def before(self, state: State, first: int, last: int) -> None:
        """See the state just before the rows first <= r < last."""

    def admitted(self, state: State, first: int, last: int) -> Iterable[tuple[int, int]]:
        """Return which of the rows take place, as stretches of rows."""
        return ((first, last),)

    def after(self, state: State, first: int, last: int) -> None:
        """See the state just after them; its notes say what was written since somebody last emptied them."""


@kernel
def act_of(rows: Rows, row: int) -> Act:
    """Return the act of an EVENT row."""
    return Act(
        rows.what[row],
        rows.i[row],
        rows.j[row],
        rows.value[row],
        rows.real[row],
        rows.secret[row],
        rows.whole[row],
        rows.void[row],
        rows.stays[row],
        rows.treaty[row],
        rows.of[row],
        rows.term[row],
    )


@kernel
def carry_out(state: State, kinds: KindTable, rows: Rows, row: int) -> None:
    """Change the state by one row; what an engine alone understands (masks, forced events) changes nothing."""
    op, what, i, j = rows.op[row], rows.what[row], rows.i[row], rows.j[row]
    set_clock(state, rows.time[row])
    if op == EVENT:
        perform(state, kinds, act_of(rows, row))
    elif op == TICK:
        age(state, rows.value[row])
    elif op == LEAVE:
        leave(state)
    elif op == LAPSE:
        end_term(state, rows.treaty[row], i, j)
    elif op == BORN:
        bear(state, i)
    elif op == GONE:
        remove(state, i)
    elif op in (FIRST_COVARIATE, SET_COVARIATE):
        set_one(state, what, i, rows.value[row])
    elif op in (FIRST_VALUE, SET_VALUE):
        set_value(state, what, i, j, rows.value[row])
    elif op == OPEN_TIE and state.one[EXISTS, i] > 0 and state.one[EXISTS, j] > 0:
        open_bond(state, what, i, j, rows.treaty[row], np.inf, 0)
    elif op == REVEAL:
        reveal(state, rows.treaty[row], i, j)
    elif op == SET_TRUST:
        set_pair(state, TRUST, i, j, rows.value[row])
    elif op == SET_THREAT:
        set_threat(state, i, j, rows.value[row])


def _advance(state: State, kinds: KindTable, rows: Rows, first: int, last: int) -> None:
    for row in range(first, last):
        carry_out(state, kinds, rows, row)


# carries out rows first <= r < last in order
advance = compiled(_advance)


def walk(
    state: State,
    kinds: KindTable,
    timeline: Timeline,
    first: int,
    last: int,
    observer: Observer | None = None,
) -> None:
    """Change the state by the rows first <= r < last of a timeline, step by step before the eyes of an observer."""
    if observer is None:
        advance(state, kinds, timeline.rows, first, last)
        forget(state)
        return
    for a, b in timeline.steps(first, last):
        observer.before(state, a, b)
        for c, d in observer.admitted(state, a, b):
            advance(state, kinds, timeline.rows, c, d)
        observer.after(state, a, b)
