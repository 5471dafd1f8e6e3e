"""Relative capability: the stronger against the weaker."""

from __future__ import annotations

from rapallo.effects.effect import Effect
from rapallo.state.arrays import State
from rapallo.state.fields import Reads
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int) -> float:
    """Return c_i / (c_i + c_j) - 1/2, in [-1/2, 1/2]; 0 where neither has a capability."""
    capability = state.roles.capability
    total = state.one[capability, i] + state.one[capability, j]
    if total <= 0:
        return 0.0
    return float(state.one[capability, i] / total - 0.5)


EFFECT = Effect(
    "relative_capability",
    value,
    (Reads("covariate:capability"),),
    r"c_i / (c_i + c_j) - 1/2",
    "share of i in the capability of the pair",
    "Bueno de Mesquita (1981), The War Trap",
    roles=("capability",),
)
