"""Outside option: with whom j could come to terms instead of with i."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Parameter
from rapallo.state.arrays import State
from rapallo.state.fields import EXISTS, TRUST, Reach, Reads
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, power: float) -> float:
    """Return the greatest probability, in the mind of j, that a power other than i keeps faith; 0 without a power."""
    best = 0.0
    for h in range(state.sovereign):
        if h != i and h != j and state.one[EXISTS, h] > 0 and state.one[state.roles.capability, h] >= power:
            best = max(best, 1.0 / (1.0 + math.exp(-state.pair[TRUST, j, h])))
    return best


EFFECT = Effect(
    "outside_option",
    value,
    (Reads("trust", Reach.ACTORS), Reads("covariate:capability", Reach.ALL), Reads("exists", Reach.ALL)),
    r"\max_{h \ne i, j,\, c_h \ge p} 1 / (1 + e^{-\rho(j, h)})",
    "greatest trust of j in a power other than i",
    "Voeten (2001), Outside options and the logic of Security Council action, American Political Science Review 95",
    (Parameter("power", "number", default=0.02),),
    roles=("capability",),
)
