"""Nearness of the capitals."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return exp(-distance / 2000 km) between the capitals of i and j."""
    return s.near[i, j]


EFFECT = Effect(
    name="nearness",
    value=value,
    reach=Reach.GIVEN,
    formula=r"\exp(-d(i, j) / 2000\,\mathrm{km})",
    meaning="nearness of the capitals, great-circle distance",
    reference="Boulding (1962), Conflict and Defense",
)
