"""Carry out one row of a timeline, whatever its operation."""

from __future__ import annotations

from rapallo.events.apply import apply_event, remove_actor, set_tie, tick
from rapallo.events.kind_table import KindTable
from rapallo.events.settings import Settings
from rapallo.events.timeline import (
    BORN,
    EVENT,
    GONE,
    OPEN_TIE,
    REVEAL,
    SET_COV,
    SET_PAIR,
    SET_THREAT,
    SET_TRUST,
    TICK,
    Timeline,
)
from rapallo.state.arrays import State
from rapallo.theory.kernels import compiled, kernel


@kernel
def apply_change(s: State, kt: KindTable, st: Settings, tl: Timeline, row: int) -> None:
    """Change the state by row `row` of the timeline; masks of channels do not concern the state."""
    op, k, i, j = tl.op[row], tl.k[row], tl.i[row], tl.j[row]
    if op == EVENT:
        apply_event(s, kt, st, k, i, j, tl.value[row], tl.flags[row])
    elif op == TICK:
        tick(s, st, tl.value[row])
    elif op == BORN:
        s.exists[i] = 1.0
    elif op == GONE:
        remove_actor(s, i)
    elif op == SET_COV:
        s.cov[k, i] = tl.value[row]
    elif op == SET_PAIR:
        s.pair[k, i, j] = tl.value[row]
    elif op == OPEN_TIE:
        if s.exists[i] > 0 and s.exists[j] > 0:
            set_tie(s, kt, k, i, j, 1.0, 0.0)
    elif op == REVEAL:
        s.secret[k, i, j] = 0.0
        s.secret[k, j, i] = 0.0
    elif op == SET_TRUST:
        s.trust[i, j] = tl.value[row]
    elif op == SET_THREAT:
        s.threat[i, j] = tl.value[row]
        s.feared[i, j] = tl.value[row]


def _apply_rows(s: State, kt: KindTable, st: Settings, tl: Timeline, first: int, last: int) -> None:
    for row in range(first, last):
        apply_change(s, kt, st, tl, row)


# carries out rows first <= r < last in order
apply_rows = compiled(_apply_rows)
