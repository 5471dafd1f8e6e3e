"""Third-party threat: what i fears from others drives it to j."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Parameter
from rapallo.state.arrays import State
from rapallo.state.fields import EXISTS, FEARED, Reach, Reads
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, power: float) -> float:
    """Return the highest probability of attack that i sees in a power h other than j, as of the last tick; 0 for none.

    A power holds the share `power` of all capability or more.
    """
    highest = -math.inf
    for h in range(state.sovereign):
        if h != i and h != j and state.one[EXISTS, h] > 0 and state.one[state.roles.capability, h] >= power:
            highest = max(highest, state.pair[FEARED, i, h])
    return 1.0 / (1.0 + math.exp(-highest))


EFFECT = Effect(
    "third_party_threat",
    value,
    (Reads("feared", Reach.ACTORS), Reads("covariate:capability", Reach.ALL), Reads("exists", Reach.ALL)),
    r"\max_{h \ne j,\, c_h \ge p} 1 / (1 + e^{-\tau(i, h)})",
    "greatest threat that i perceives from a power other than j, read on the first of each month",
    "Walt (1987), The Origins of Alliances",
    (Parameter("power", "number", default=0.02, meaning="least capability p of a power"),),
    roles=("capability",),
)
