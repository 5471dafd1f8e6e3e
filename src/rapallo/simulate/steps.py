"""The steps that both engines share: carrying out a row, letting an event happen."""

from __future__ import annotations

from rapallo.events.apply import REAL, WHOLE, apply_event
from rapallo.events.changes import apply_change
from rapallo.events.kind_table import ANNEXATION
from rapallo.events.risk import annexes_whole, at_risk
from rapallo.events.timeline import EVENT, FORCE_BY, MASK
from rapallo.simulate.clocks import Clocks
from rapallo.simulate.world import Log, World
from rapallo.state.arrays import Ints, State
from rapallo.theory.kernels import kernel


@kernel
def write(log: Log, n: int, time: float, k: int, i: int, j: int, given: int, flags: int) -> int:
    """Write an event into the log and return its new length."""
    log.time[n] = time
    log.k[n] = k
    log.i[n] = i
    log.j[n] = j
    log.given[n] = given
    log.flags[n] = flags
    return n + 1


@kernel
def happen(w: World, s: State, k: int, i: int, j: int) -> int:
    """Let an event of the model happen; return its flags."""
    flags = REAL
    if w.kinds.consequence[k] == ANNEXATION and annexes_whole(s, i, j):
        flags = REAL | WHOLE
    apply_event(s, w.kinds, w.settings, k, i, j, 1.0, flags)
    return flags


@kernel
def set_allowed(w: World, clocks: Clocks, row: int) -> None:
    """Set the factor on the rates of the channels that a MASK row names; -1 stands for any."""
    tl = w.timeline
    for c in range(w.channels.k.shape[0]):
        if tl.k[row] != w.channels.k[c]:
            continue
        a, b = w.channels.i[c], w.channels.j[c]
        straight = tl.i[row] in (-1, a) and tl.j[row] in (-1, b)
        turned = w.kinds.consent[tl.k[row]] and tl.i[row] in (-1, b) and tl.j[row] in (-1, a)
        if straight or turned:
            clocks.allowed[c] = tl.value[row]


@kernel
def logged(log: Log, n: int, k: int, i: int, j: int) -> bool:
    """Return whether an event of kind k from i to j is in the first n entries of the log."""
    for m in range(n):
        if log.k[m] == k and log.i[m] == i and log.j[m] == j:
            return True
    return False


@kernel
def carry_out(w: World, s: State, clocks: Clocks, log: Log, n: int, row: int) -> int:
    """Carry out a row of what is given; return the new length of the log.

    An event of an actor that no longer exists does not take place. A FORCE_BY row makes its event happen unless
    it has happened in this run or is not possible.
    """
    tl = w.timeline
    op, k, i, j = tl.op[row], tl.k[row], tl.i[row], tl.j[row]
    if op == MASK:
        set_allowed(w, clocks, row)
    elif op == FORCE_BY:
        if at_risk(s, w.kinds, k, i, j) and not logged(log, n, k, i, j):
            flags = happen(w, s, k, i, j)
            return write(log, n, tl.time[row], k, i, j, 1, flags)
    elif op == EVENT:
        if s.exists[i] == 0 or (j >= 0 and s.exists[j] == 0):
            return n
        apply_change(s, w.kinds, w.settings, tl, row)
        return write(log, n, tl.time[row], k, i, j, 1, tl.flags[row])
    else:
        apply_change(s, w.kinds, w.settings, tl, row)
    return n


@kernel
def touch(s: State, i: int, j: int, touched: Ints) -> None:
    """Note the actors that an event from i to j touches: both, and the patron of i."""
    touched[0] = i
    touched[1] = j
    touched[2] = s.patron[i]
