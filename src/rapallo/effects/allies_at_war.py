"""Allies at war: j fights those with whom i stands."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.state.look import aligned, holds
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int) -> float:
    """Return log(1 + number of states at war with j that are openly aligned with i)."""
    count = 0.0
    for h in range(state.sovereign):
        if h != i and h != j and holds(state, state.roles.war, j, h) and aligned(state, i, h):
            count += 1.0
    return math.log(1.0 + count)


EFFECT = Effect(
    "allies_at_war",
    value,
    (Reads("tie:aligns", Reach.ACTORS), Reads("tie:war", Reach.ACTORS)),
    r"\log(1 + \sum_{h \ne i, j} A(i, h)\, W(j, h))",
    "states openly aligned with i that are at war with j, whether or not i is bound to defend them",
    "Siverson and King (1980), Attributes of national alliance membership and war participation, 1815-1965, American"
    " Journal of Political Science 24",
    roles=("war",),
)
