"""Balance of threat: power, nearness and hostility together."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.effects.forms import saturate
from rapallo.state.arrays import CAPABILITY, State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return y / (1 + y), y = 10 * capability(j) * near(i, j) * hostile(j, i)."""
    return saturate(10.0 * s.cov[CAPABILITY, j] * s.near[i, j] * s.hostile[j, i])


EFFECT = Effect(
    name="balance_of_threat",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"y / (1 + y),\; y = 10\, c_j\, n(i, j)\, h(j, i)",
    meaning="capability of j times nearness times hostility shown to i",
    reference="Walt (1987), The Origins of Alliances",
)
