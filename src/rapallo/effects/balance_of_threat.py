"""Balance of threat: power, nearness and hostility together."""

from __future__ import annotations

from rapallo.effects.effect import HALF_LIFE, Effect
from rapallo.effects.forms import saturate
from rapallo.state.arrays import State
from rapallo.state.fields import NEAR, Reads
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, trace: int) -> float:
    """Return y / (1 + y), y = 10 * capability(j) * near(i, j) * hostile(j, i)."""
    power = 10.0 * state.one[state.roles.capability, j]
    return saturate(power * state.pair[NEAR, i, j] * state.pair[trace, j, i])


EFFECT = Effect(
    "balance_of_threat",
    value,
    (Reads("covariate:capability"), Reads("own")),
    r"y / (1 + y),\; y = 10\, c_j\, n(i, j)\, h(j, i)",
    "capability of j times nearness times hostility shown to i",
    "Walt (1987), The Origins of Alliances",
    (HALF_LIFE,),
    trace="hostile",
    roles=("capability",),
)
