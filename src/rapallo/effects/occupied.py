"""Occupied: foreign troops stand on the land of an actor."""

from __future__ import annotations

import math

from rapallo.effects.effect import SIDE, Effect
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.state.look import holds
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, side: int) -> float:
    """Return log(1 + number of states that occupy land of i) for side 0 (sender), of j for side 1 (receiver)."""
    a, count = j if side == 1 else i, 0.0
    for h in range(state.sovereign):
        if h != a and holds(state, state.roles.occupation, h, a):
            count += 1.0
    return math.log(1.0 + count)


EFFECT = Effect(
    "occupied",
    value,
    (Reads("tie:occupation", Reach.ACTORS),),
    r"\log(1 + \sum_{h \ne a} O(h, a)),\; a = i \text{ or } j",
    "number of states whose troops stand on the land of the sender or of the receiver",
    "Edelstein (2004), Occupational hazards: why military occupations succeed or fail, International Security 29",
    (SIDE,),
    roles=("occupation",),
)
