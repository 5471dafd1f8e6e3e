"""Third-party threat: what i fears from others drives it to j."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import CAPABILITY, State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return the highest probability of attack that i sees in a power h other than j, as of the last tick.

    A power holds 2 % of all capability or more.
    """
    highest = -math.inf
    for h in range(s.n_states):
        if h != i and h != j and s.exists[h] > 0 and s.cov[CAPABILITY, h] >= 0.02:
            highest = max(highest, s.feared[i, h])
    return 1.0 / (1.0 + math.exp(-highest))


EFFECT = Effect(
    name="third_party_threat",
    value=value,
    reach=Reach.GIVEN,
    fades=True,
    formula=r"\max_{h \ne j} 1 / (1 + e^{-\tau(i, h)})",
    meaning="greatest threat that i perceives from a power other than j, read on the first of each month",
    reference="Walt (1987), The Origins of Alliances",
)
