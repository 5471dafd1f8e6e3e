"""Common enemy: the enemy of my enemy."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Reach
from rapallo.effects.relations import enmity
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return log(1 + sum over h of enmity(i, h) * enmity(j, h))."""
    total = 0.0
    for h in range(s.n_states):
        if h == i or h == j:
            continue
        first = enmity(s, i, h)
        if first > 0:
            total += first * enmity(s, j, h)
    return math.log(1.0 + total)


EFFECT = Effect(
    name="common_enemy",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"\log(1 + \sum_h e(i, h)\, e(j, h))",
    meaning="states with which both are at enmity, weighted by enmity e in [0, 1]",
    reference="Maoz, Terris, Kuperman and Talmud (2007), What is the enemy of my enemy?, Journal of Politics 69",
)
