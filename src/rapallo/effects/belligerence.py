"""Belligerence: an actor that is at war already."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Reach
from rapallo.events.risk import wars_of
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return log(1 + number of wars of i) for a = 0 (sender), of j for a = 1 (receiver)."""
    who = j if a == 1 else i
    return math.log(1.0 + wars_of(s, who))


EFFECT = Effect(
    name="belligerence",
    value=value,
    reach=Reach.TIES,
    formula=r"\log(1 + \sum_h W(\cdot, h))",
    meaning="number of states with which the sender or the receiver is at war",
    reference="Siverson and Starr (1991), The Diffusion of War",
    arguments=("side",),
)
