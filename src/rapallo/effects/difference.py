"""Difference: distance of the two in ideology or regime."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return |x_a(i) - x_a(j)|."""
    return abs(s.cov[a, i] - s.cov[a, j])


EFFECT = Effect(
    name="difference",
    value=value,
    reach=Reach.TOUCHED,
    formula=r"|x_a(i) - x_a(j)|",
    meaning="ideological distance (left_right), regime difference (regime)",
    reference="Haas (2005), The Ideological Origins of Great Power Politics, 1789-1989",
    arguments=("covariate",),
)
