"""What effects, rules and consequences ask of a pair: who is bound, aligned, hostile, at war."""

from __future__ import annotations

from rapallo.state.arrays import State
from rapallo.state.fields import ALIGNS, DEFENDS, FIRST_TIE, PACT, PENDING
from rapallo.theory.kernels import inlined


@inlined
def open_tie(state: State, tie: int, i: int, j: int) -> bool:
    """Return whether a tie from i to j is in force and third parties know of it."""
    return bool(state.pair[tie, i, j] > state.pair[tie + state.roles.ties, i, j])


@inlined
def aligned(state: State, i: int, j: int) -> bool:
    """Return whether a tie that aligns and is publicly known joins i and j, either way."""
    for tie in range(FIRST_TIE, FIRST_TIE + state.roles.ties):
        if state.roles.properties[ALIGNS, tie] and (open_tie(state, tie, i, j) or open_tie(state, tie, j, i)):
            return True
    return False


@inlined
def defends(state: State, i: int, j: int) -> bool:
    """Return whether i is bound to fight for j, openly or in secret."""
    for tie in range(FIRST_TIE, FIRST_TIE + state.roles.ties):
        if state.roles.properties[DEFENDS, tie] and state.pair[tie, i, j] > 0:
            return True
    return False


@inlined
def defends_openly(state: State, i: int, j: int) -> bool:
    """Return whether i is bound to fight for j and third parties know of it."""
    for tie in range(FIRST_TIE, FIRST_TIE + state.roles.ties):
        if state.roles.properties[DEFENDS, tie] and open_tie(state, tie, i, j):
            return True
    return False


@inlined
def waits(state: State, tie: int) -> bool:
    """Return whether a tie awaits an answer or compliance: it ends with its term, without an event."""
    return bool(state.roles.properties[PENDING, tie] or tie == state.roles.demand)


@inlined
def bound_by_pact(state: State, i: int, j: int) -> bool:
    """Return whether a pact binds i and j, either way."""
    for tie in range(FIRST_TIE, FIRST_TIE + state.roles.ties):
        if state.roles.properties[PACT, tie] and (state.pair[tie, i, j] > 0 or state.pair[tie, j, i] > 0):
            return True
    return False


@inlined
def holds(state: State, tie: int, i: int, j: int) -> bool:
    """Return whether a tie from i to j is in force; False where the scenario has no such tie (tie < 0)."""
    return tie >= 0 and state.pair[tie, i, j] > 0


@inlined
def wars_of(state: State, i: int) -> int:
    """Return the number of sovereign actors with which i is at war."""
    count = 0
    for h in range(state.sovereign):
        if holds(state, state.roles.war, i, h):
            count += 1
    return count


@inlined
def enmity(state: State, hostile: int, i: int, j: int) -> float:
    """Return min(1, (hostile(i, j) + hostile(j, i)) / 2): hostility between i and j, either way, in [0, 1]."""
    total = 0.5 * (state.pair[hostile, i, j] + state.pair[hostile, j, i])
    return float(min(total, 1.0))
