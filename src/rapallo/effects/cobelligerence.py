"""Co-belligerence: i and j fight the same enemies."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.state.look import holds
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int) -> float:
    """Return log(1 + number of states at war with both i and j)."""
    war, count = state.roles.war, 0.0
    for h in range(state.sovereign):
        if holds(state, war, i, h) and holds(state, war, j, h):
            count += 1.0
    return math.log(1.0 + count)


EFFECT = Effect(
    "cobelligerence",
    value,
    (Reads("tie:war", Reach.ACTORS),),
    r"\log(1 + \sum_h W(i, h) W(j, h))",
    "states at war with both",
    "Starr (1972), War Coalitions: The Distribution of Payoffs and Losses",
    roles=("war",),
)
