"""Common ally: pacts close triangles."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Reach
from rapallo.effects.relations import aligned
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return log(1 + number of states that are openly aligned with both i and j)."""
    count = 0.0
    for h in range(s.n_states):
        if h != i and h != j and aligned(s, i, h) and aligned(s, h, j):
            count += 1.0
    return math.log(1.0 + count)


EFFECT = Effect(
    name="common_ally",
    value=value,
    reach=Reach.TIES,
    formula=r"\log(1 + \sum_h A(i, h) A(h, j))",
    meaning="states with an open entente, defence pact or guarantee with both",
    reference="Heider (1946), Attitudes and cognitive organization; Cartwright and Harary (1956), Structural balance",
)
