"""Mutual isolation: outcasts are thrown together."""

from __future__ import annotations

from rapallo.effects.effect import Effect
from rapallo.effects.isolation import READS, WEIGHTS, isolation
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, partner: float, relation: float, membership: float) -> float:
    """Return isolation(i) * isolation(j), in (0, 1]."""
    first = isolation(state, i, partner, relation, membership)
    return first * isolation(state, j, partner, relation, membership)


EFFECT = Effect(
    "mutual_isolation",
    value,
    READS,
    r"I(i)\, I(j)",
    "product of both sides' isolation",
    "Geldenhuys (1990), Isolated States: A Comparative Analysis",
    WEIGHTS,
)
