"""Rivalry: recent hostility between the two."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.effects.forms import saturate
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return h / (1 + h), h = hostile(i, j) + hostile(j, i), decayed Goldstein weights / 10."""
    return saturate(s.hostile[i, j] + s.hostile[j, i])


EFFECT = Effect(
    name="rivalry",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"h / (1 + h),\; h = h(i, j) + h(j, i)",
    meaning="decayed hostility between the two, either way",
    reference="Goertz and Diehl (1993), Enduring rivalries, International Studies Quarterly 37",
)
