"""Mutual isolation: outcasts are thrown together."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.effects.isolation import isolation
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return isolation(i) * isolation(j), in (0, 1]."""
    return isolation(s, i) * isolation(s, j)


EFFECT = Effect(
    name="mutual_isolation",
    value=value,
    reach=Reach.TIES,
    formula=r"I(i)\, I(j)",
    meaning="product of both sides' isolation",
    reference="Geldenhuys (1990), Isolated States: A Comparative Analysis",
)
