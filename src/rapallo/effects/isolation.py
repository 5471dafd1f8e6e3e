"""Isolation: an actor without partners."""

from __future__ import annotations

from rapallo.effects.effect import SIDE, Effect, Parameter
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.state.look import aligned, holds
from rapallo.theory.kernels import inlined

READS = (
    Reads("tie:aligns", Reach.ACTORS),
    Reads("tie:recognition", Reach.ACTORS),
    Reads("tie:membership", Reach.ACTORS),
)
WEIGHTS = (
    Parameter("partner", "number", default=0.5, meaning="weight w_A of a partner"),
    Parameter("relation", "number", default=0.1, meaning="weight w_R of a relation"),
    Parameter("membership", "number", default=1.0, meaning="weight w_M of a membership"),
)


@inlined
def isolation(state: State, i: int, partner: float, relation: float, membership: float) -> float:
    """Return 1 / (1 + partner * open partners + relation * relations + membership * memberships), in (0, 1]."""
    bonds = 0.0
    for h in range(state.sovereign):
        if h != i:
            if aligned(state, i, h):
                bonds += partner
            if holds(state, state.roles.recognition, i, h):
                bonds += relation
    for h in range(state.sovereign, state.one.shape[1]):
        if holds(state, state.roles.membership, i, h):
            bonds += membership
    return 1.0 / (1.0 + bonds)


@inlined
def value(state: State, i: int, j: int, side: int, partner: float, relation: float, membership: float) -> float:
    """Return the isolation of i (side 0) or of j (side 1): 1 is an outcast."""
    return isolation(state, j if side == 1 else i, partner, relation, membership)


EFFECT = Effect(
    "isolation",
    value,
    READS,
    r"I(i) = 1 / (1 + w_A \sum_h A(i, h) + w_R \sum_h R(i, h) + w_M \sum_o M(i, o))",
    "how few open partners, relations and memberships an actor has; the weights are conventional",
    "Geldenhuys (1990), Isolated States: A Comparative Analysis",
    (SIDE, *WEIGHTS),
)
