"""Isolation: an actor without partners."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.effects.relations import aligned
from rapallo.state.arrays import MEMBERSHIP, RECOGNITION, State
from rapallo.theory.kernels import inlined


@inlined
def isolation(s: State, i: int) -> float:
    """Return 1 / (1 + partners / 2 + relations / 10 + memberships), in (0, 1]: 1 is an outcast."""
    bonds = 0.0
    for h in range(s.n_states):
        if h != i:
            if aligned(s, i, h):
                bonds += 0.5
            bonds += 0.1 * s.tie[RECOGNITION, i, h]
    for h in range(s.n_states, s.exists.shape[0]):
        bonds += s.tie[MEMBERSHIP, i, h]
    return 1.0 / (1.0 + bonds)


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return the isolation of i."""
    return isolation(s, i)


EFFECT = Effect(
    name="isolation",
    value=value,
    reach=Reach.TIES,
    formula=r"I(i) = 1 / (1 + \sum_h A(i, h) / 2 + \sum_h R(i, h) / 10 + \sum_o M(i, o))",
    meaning="how few open partners, relations and memberships i has",
    reference="Geldenhuys (1990), Isolated States: A Comparative Analysis",
)
