"""Shared partners: who is openly tied to both."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Parameter
from rapallo.state.arrays import State
from rapallo.state.fields import EXISTS, Reach, Reads
from rapallo.state.look import open_tie
from rapallo.theory.kernels import inlined


@inlined
def joined(state: State, tie: int, i: int, j: int) -> bool:
    """Return whether a tie is in force and publicly known between i and j, either way."""
    return open_tie(state, tie, i, j) or open_tie(state, tie, j, i)


@inlined
def value(state: State, i: int, j: int, tie: int) -> float:
    """Return log(1 + number of existing actors h, neither i nor j, that the tie openly joins with both)."""
    count = 0.0
    for h in range(state.one.shape[1]):
        if h != i and h != j and state.one[EXISTS, h] > 0 and joined(state, tie, i, h) and joined(state, tie, j, h):
            count += 1.0
    return math.log(1.0 + count)


EFFECT = Effect(
    "shared_partners",
    value,
    (Reads("own", Reach.ACTORS), Reads("exists", Reach.ALL)),
    r"\log(1 + \sum_{h \ne i, j} 1[T_a(i, h) \lor T_a(h, i)]\, 1[T_a(j, h) \lor T_a(h, j)])",
    "existing third actors with which both have the tie, either way, in force and publicly known",
    "Snijders, Pattison, Robins and Handcock (2006), New specifications for exponential random graph models,"
    " Sociological Methodology 36",
    (Parameter("tie", "tie"),),
)
