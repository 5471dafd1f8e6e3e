"""Perceived threat: what i fears from j."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return the probability, in the mind of i, that j attacks within a year."""
    return 1.0 / (1.0 + math.exp(-s.threat[i, j]))


EFFECT = Effect(
    name="perceived_threat",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"1 / (1 + e^{-\tau(i, j)})",
    meaning="threat that i perceives from j, probability of attack within a year",
    reference="Jervis (1976), Perception and Misperception in International Politics",
)
