"""Relative capability: the stronger against the weaker."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import CAPABILITY, State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return c_i / (c_i + c_j) - 1/2, in [-1/2, 1/2]; 0 where neither has a capability."""
    total = s.cov[CAPABILITY, i] + s.cov[CAPABILITY, j]
    if total <= 0:
        return 0.0
    return s.cov[CAPABILITY, i] / total - 0.5


EFFECT = Effect(
    name="relative_capability",
    value=value,
    reach=Reach.TOUCHED,
    formula=r"c_i / (c_i + c_j) - 1/2",
    meaning="share of i in the capability of the pair",
    reference="Bueno de Mesquita (1981), The War Trap",
)
