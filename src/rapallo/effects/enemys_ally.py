"""Enemy's ally: who stands with my enemy."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Reach
from rapallo.effects.relations import aligned, enmity
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return log(1 + sum over h aligned with j of enmity(i, h))."""
    total = 0.0
    for h in range(s.n_states):
        if h != i and h != j and aligned(s, j, h):
            total += enmity(s, i, h)
    return math.log(1.0 + total)


EFFECT = Effect(
    name="enemys_ally",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"\log(1 + \sum_h A(j, h)\, e(i, h))",
    meaning="enmity of i towards the states openly aligned with j",
    reference="Cartwright and Harary (1956), Structural balance: a generalization of Heider's theory",
)
