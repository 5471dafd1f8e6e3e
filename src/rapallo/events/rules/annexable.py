"""Annexable: i has j in reach."""

from __future__ import annotations

from rapallo.events.rules.rule import Pair, Rule
from rapallo.state.arrays import State
from rapallo.state.fields import Reads
from rapallo.state.look import holds as in_force
from rapallo.theory.kernels import inlined


@inlined
def has(state: State, value: int, i: int, j: int) -> bool:
    """Return whether a value of (i, j) is above 0; False where the scenario has no such value."""
    return value >= 0 and state.pair[value, i, j] > 0


@inlined
def holds(state: State, pair: Pair) -> bool:
    """Return whether i occupies, fights, controls, claims part of or borders j."""
    roles, i, j = state.roles, pair.i, pair.j
    return (
        in_force(state, roles.occupation, i, j)
        or in_force(state, roles.war, i, j)
        or in_force(state, roles.client, i, j)
        or has(state, roles.claim, i, j)
        or has(state, roles.contiguity, i, j)
    )


RULE = Rule(
    "annexable",
    holds,
    (
        Reads("tie:occupation"),
        Reads("tie:war"),
        Reads("tie:client"),
        Reads("value:claim"),
        Reads("value:contiguity"),
    ),
    "the sender occupies, fights, controls, claims part of or borders the receiver",
)
