"""Co-belligerence: i and j fight the same enemies."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import WAR, State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return log(1 + number of states at war with both i and j)."""
    count = 0.0
    for h in range(s.n_states):
        count += s.tie[WAR, i, h] * s.tie[WAR, j, h]
    return math.log(1.0 + count)


EFFECT = Effect(
    name="cobelligerence",
    value=value,
    reach=Reach.TIES,
    formula=r"\log(1 + \sum_h W(i, h) W(j, h))",
    meaning="states at war with both",
    reference="Starr (1972), War Coalitions: The Distribution of Payoffs and Losses",
)
