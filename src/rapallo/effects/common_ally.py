"""Common ally: pacts close triangles."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.state.look import aligned
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int) -> float:
    """Return log(1 + number of states that are openly aligned with both i and j)."""
    count = 0.0
    for h in range(state.sovereign):
        if h != i and h != j and aligned(state, i, h) and aligned(state, h, j):
            count += 1.0
    return math.log(1.0 + count)


EFFECT = Effect(
    "common_ally",
    value,
    (Reads("tie:aligns", Reach.ACTORS),),
    r"\log(1 + \sum_h A(i, h) A(h, j))",
    "states with an open tie that aligns with both",
    "Heider (1946), Attitudes and cognitive organization; Cartwright and Harary (1956), Structural balance",
)
