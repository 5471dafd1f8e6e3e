"""Tie: something already binds the two."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return 1 while tie a from i to j is in force."""
    return s.tie[a, i, j]


EFFECT = Effect(
    name="tie",
    value=value,
    reach=Reach.TIES,
    formula=r"T_a(i, j)",
    meaning="1 while the tie is in force",
    reference="Stadtfeld, Hollway and Block (2017), Dynamic network actor models, Sociological Methodology 47",
    arguments=("tie",),
)
