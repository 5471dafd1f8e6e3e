"""Common enemy: the enemy of my enemy."""

from __future__ import annotations

import math

from rapallo.effects.effect import HALF_LIFE, Effect
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.state.look import enmity
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, trace: int) -> float:
    """Return log(1 + sum over h of enmity(i, h) * enmity(j, h))."""
    total = 0.0
    for h in range(state.sovereign):
        if h == i or h == j:
            continue
        first = enmity(state, trace, i, h)
        if first > 0:
            total += first * enmity(state, trace, j, h)
    return math.log(1.0 + total)


EFFECT = Effect(
    "common_enemy",
    value,
    (Reads("own", Reach.ACTORS),),
    r"\log(1 + \sum_h e(i, h)\, e(j, h)),\; e = \min(1, (h(i, j) + h(j, i)) / 2)",
    "states with which both are at enmity, weighted by enmity e in [0, 1]",
    "Maoz, Terris, Kuperman and Talmud (2007), What is the enemy of my enemy?, Journal of Politics 69",
    (HALF_LIFE,),
    trace="hostile",
)
