"""Difference: distance of the two in a covariate, such as ideology or regime."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Parameter
from rapallo.state.arrays import State
from rapallo.state.fields import Reads
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, name: int) -> float:
    """Return |x_a(i) - x_a(j)|."""
    return float(abs(state.one[name, i] - state.one[name, j]))


EFFECT = Effect(
    "difference",
    value,
    (Reads("own"),),
    r"|x_a(i) - x_a(j)|",
    "distance of the two in a covariate: ideology, regime",
    "Haas (2005), The Ideological Origins of Great Power Politics, 1789-1989",
    (Parameter("covariate", "covariate"),),
)
