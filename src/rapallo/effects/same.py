"""Same: the two share a value."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Parameter
from rapallo.state.arrays import State
from rapallo.state.fields import Reads
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, name: int) -> float:
    """Return 1 if x_a(i) equals x_a(j), else 0; nan where one is unknown."""
    first, second = state.one[name, i], state.one[name, j]
    if first != first or second != second:  # noqa: PLR0124  (nan is what differs from itself)
        return float(first + second)
    return 1.0 if first == second else 0.0


EFFECT = Effect(
    "same",
    value,
    (Reads("own"),),
    r"1[x_a(i) = x_a(j)]",
    "homophily: both have the same value",
    "McPherson, Smith-Lovin and Cook (2001), Birds of a feather, Annual Review of Sociology 27",
    (Parameter("covariate", "covariate"),),
)
