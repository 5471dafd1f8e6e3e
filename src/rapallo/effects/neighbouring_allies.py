"""Neighbouring allies: who borders on j and stands with it can help it on land."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect
from rapallo.state.arrays import State
from rapallo.state.fields import EXISTS, Reach, Reads
from rapallo.state.look import aligned
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int) -> float:
    """Return log(1 + 100 * sum of the capabilities of others that border on j and are openly aligned with it)."""
    total = 0.0
    for h in range(state.sovereign):
        borders = h != i and h != j and state.one[EXISTS, h] > 0 and state.pair[state.roles.contiguity, j, h] > 0
        if borders and aligned(state, j, h):
            total += state.one[state.roles.capability, h]
    return math.log(1.0 + 100.0 * total)


EFFECT = Effect(
    "neighbouring_allies",
    value,
    (
        Reads("tie:aligns", Reach.ACTORS),
        Reads("value:contiguity", Reach.ACTORS),
        Reads("covariate:capability", Reach.ALL),
        Reads("exists", Reach.ALL),
    ),
    r"\log(1 + 100 \sum_{h \ne i, j} C(j, h)\, A(j, h)\, c_h)",
    "capability of the neighbours of j that are openly aligned with it: the coalition that i meets around j",
    "Walt (1987), The Origins of Alliances",
    roles=("capability", "contiguity"),
)
