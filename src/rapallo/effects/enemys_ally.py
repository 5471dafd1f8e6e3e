"""Enemy's ally: who stands with my enemy."""

from __future__ import annotations

import math

from rapallo.effects.effect import HALF_LIFE, Effect
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.state.look import aligned, enmity
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, trace: int) -> float:
    """Return log(1 + sum over h openly aligned with j of enmity(i, h))."""
    total = 0.0
    for h in range(state.sovereign):
        if h != i and h != j and aligned(state, j, h):
            total += enmity(state, trace, i, h)
    return math.log(1.0 + total)


EFFECT = Effect(
    "enemys_ally",
    value,
    (Reads("tie:aligns", Reach.ACTORS), Reads("own", Reach.ACTORS)),
    r"\log(1 + \sum_h A(j, h)\, e(i, h))",
    "enmity of i towards the states openly aligned with j",
    "Cartwright and Harary (1956), Structural balance: a generalization of Heider's theory",
    (HALF_LIFE,),
    trace="hostile",
)
