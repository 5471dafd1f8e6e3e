"""Same: the two share a value."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return 1 if x_a(i) equals x_a(j), else 0."""
    return 1.0 if s.cov[a, i] == s.cov[a, j] else 0.0


EFFECT = Effect(
    name="same",
    value=value,
    reach=Reach.TOUCHED,
    formula=r"1[x_a(i) = x_a(j)]",
    meaning="homophily: both have the same value",
    reference="McPherson, Smith-Lovin and Cook (2001), Birds of a feather, Annual Review of Sociology 27",
    arguments=("covariate",),
)
