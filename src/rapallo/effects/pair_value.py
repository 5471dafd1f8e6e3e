"""Pair value: contiguity, territorial claim, orientation of the government in office."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return pair covariate a of (i, j)."""
    return s.pair[a, i, j]


EFFECT = Effect(
    name="pair_value",
    value=value,
    reach=Reach.GIVEN,
    formula=r"z_a(i, j)",
    meaning="contiguity, territorial claim of i on j, orientation of i's government towards j",
    reference="Huth (1996), Standing Your Ground: Territorial Disputes and International Conflict",
    arguments=("pair",),
)
