"""Belligerence: an actor that is at war already."""

from __future__ import annotations

import math

from rapallo.effects.effect import SIDE, Effect
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.state.look import wars_of
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, side: int) -> float:
    """Return log(1 + number of wars of i) for side 0 (sender), of j for side 1 (receiver)."""
    return math.log(1.0 + wars_of(state, j if side == 1 else i))


EFFECT = Effect(
    "belligerence",
    value,
    (Reads("tie:war", Reach.ACTORS),),
    r"\log(1 + \sum_h W(\cdot, h))",
    "number of states with which the sender or the receiver is at war",
    "Siverson and Starr (1991), The Diffusion of War",
    (SIDE,),
    roles=("war",),
)
