"""Bonds: every tie that a treaty or an act has made between two actors; a tie is what the bonds in force amount to.

A bond is a column of `State.bond` and `State.term`. The rows of `bond` are the tie (its layer), the two actors (i < j
unless the tie is directed), the number of the treaty or act that made it, whether third parties do not know of it,
and why it ended. The rows of `term` are years: when it began, when its term runs out (inf: for good), and when it
ended (inf while in force).
"""

from __future__ import annotations

import math

from rapallo.state.arrays import NO_TREATY, State
from rapallo.state.fields import CLOCK, DIRECTED, ENDS_AT_WAR, PACT
from rapallo.state.notes import note
from rapallo.theory.kernels import inlined, kernel

TIE, HOLDER, OTHER, TREATY, HIDDEN, CAUSE = range(6)
SINCE, UNTIL, ENDED = range(3)
BONDS = 0
# why a bond ended
IN_FORCE, BY_ACT, BY_WAR, BY_PEACE, BY_FALL, BY_LAPSE = range(6)


@inlined
def count(state: State, tie: int, i: int, j: int, change: float, hidden: float) -> None:
    """Add to the number of bonds, and of hidden bonds, of a tie from i to j; both ways unless it is directed."""
    secret = tie + state.roles.ties
    state.pair[tie, i, j] += change
    state.pair[secret, i, j] += hidden
    note(state, tie, i, j)
    if not state.roles.properties[DIRECTED, tie]:
        state.pair[tie, j, i] += change
        state.pair[secret, j, i] += hidden


@kernel
def open_bond(state: State, tie: int, i: int, j: int, treaty: int, until: float, hidden: int) -> None:
    """Put a tie from i to j in force, made by `treaty`, until a time or for good (inf); both ways unless directed."""
    n = state.counts[BONDS]
    turned = not state.roles.properties[DIRECTED, tie] and j < i
    state.bond[TIE, n] = tie
    state.bond[HOLDER, n] = j if turned else i
    state.bond[OTHER, n] = i if turned else j
    state.bond[TREATY, n] = treaty
    state.bond[HIDDEN, n] = hidden
    state.bond[CAUSE, n] = IN_FORCE
    state.term[SINCE, n] = state.moment[CLOCK]
    state.term[UNTIL, n] = until
    state.term[ENDED, n] = math.inf
    state.counts[BONDS] = n + 1
    count(state, tie, i, j, 1.0, float(hidden))


@kernel
def end_bond(state: State, n: int, cause: int) -> None:
    """End bond n, which is in force."""
    state.term[ENDED, n] = state.moment[CLOCK]
    state.bond[CAUSE, n] = cause
    count(state, state.bond[TIE, n], state.bond[HOLDER, n], state.bond[OTHER, n], -1.0, -float(state.bond[HIDDEN, n]))


@inlined
def between(state: State, n: int, i: int, j: int) -> bool:
    """Return whether bond n is or was between i and j, either way."""
    a, b = state.bond[HOLDER, n], state.bond[OTHER, n]
    return bool((a == i and b == j) or (a == j and b == i))


@inlined
def joins(state: State, n: int, i: int, j: int) -> bool:
    """Return whether bond n is in force and joins i and j, either way."""
    return state.term[ENDED, n] == math.inf and between(state, n, i, j)


@kernel
def close_tie(state: State, tie: int, i: int, j: int, treaty: int, cause: int) -> None:
    """End the bonds of a tie from i to j, either way unless the tie is directed.

    Of the treaty named those that it made, if it ever made such a tie between them; else all.
    """
    if state.pair[tie, i, j] == 0.0:
        return
    named = False
    for n in range(state.counts[BONDS]):
        if state.bond[TIE, n] == tie and state.bond[TREATY, n] == treaty and between(state, n, i, j):
            named = True
    for n in range(state.counts[BONDS]):
        held = not state.roles.properties[DIRECTED, tie] or state.bond[HOLDER, n] == i
        meant = state.bond[TIE, n] == tie and (not named or state.bond[TREATY, n] == treaty)
        if held and meant and joins(state, n, i, j):
            end_bond(state, n, cause)


@kernel
def close_treaty(state: State, treaty: int, i: int, j: int, cause: int) -> None:
    """End what `treaty` binds between i and j."""
    for n in range(state.counts[BONDS]):
        if state.bond[TREATY, n] == treaty and joins(state, n, i, j):
            end_bond(state, n, cause)


@kernel
def close_property(state: State, what: int, i: int, j: int, cause: int) -> None:
    """End every tie between i and j, either way, that has a property: every pact, or all that war ends."""
    for n in range(state.counts[BONDS]):
        if state.roles.properties[what, state.bond[TIE, n]] and joins(state, n, i, j):
            end_bond(state, n, cause)


@kernel
def close_pacts(state: State, i: int, j: int, cause: int) -> None:
    """End every pact between i and j, either way."""
    close_property(state, PACT, i, j, cause)


@kernel
def close_at_war(state: State, i: int, j: int) -> None:
    """End every tie between i and j that war ends."""
    close_property(state, ENDS_AT_WAR, i, j, BY_WAR)


@kernel
def close_all(state: State, i: int) -> None:
    """End every bond of an actor that falls."""
    for n in range(state.counts[BONDS]):
        if state.term[ENDED, n] == math.inf and (state.bond[HOLDER, n] == i or state.bond[OTHER, n] == i):
            end_bond(state, n, BY_FALL)


@kernel
def prolong(state: State, treaty: int, i: int, j: int, until: float) -> None:
    """Give the pacts between i and j, or the treaty named, a new end; an earlier one than they have changes nothing."""
    for n in range(state.counts[BONDS]):
        named = state.bond[TREATY, n] == treaty
        if treaty == NO_TREATY:
            named = state.roles.properties[PACT, state.bond[TIE, n]]
        if named and joins(state, n, i, j):
            state.term[UNTIL, n] = max(state.term[UNTIL, n], until)


@kernel
def reveal(state: State, treaty: int, i: int, j: int) -> None:
    """Let third parties learn of what `treaty` binds between i and j."""
    for n in range(state.counts[BONDS]):
        if state.bond[TREATY, n] == treaty and state.bond[HIDDEN, n] == 1 and joins(state, n, i, j):
            state.bond[HIDDEN, n] = 0
            count(state, state.bond[TIE, n], state.bond[HOLDER, n], state.bond[OTHER, n], 0.0, -1.0)


@kernel
def end_term(state: State, treaty: int, i: int, j: int) -> None:
    """End what a treaty binds between i and j if its term is over by now; if it was prolonged it runs on."""
    for n in range(state.counts[BONDS]):
        if state.bond[TREATY, n] == treaty and joins(state, n, i, j) and state.term[UNTIL, n] <= state.moment[CLOCK]:
            end_bond(state, n, BY_LAPSE)
