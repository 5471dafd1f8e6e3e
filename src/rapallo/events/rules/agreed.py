"""Agreed: something is between them that can be renewed or denounced."""

from __future__ import annotations

from rapallo.events.rules.rule import Pair, Rule
from rapallo.state.arrays import State
from rapallo.state.fields import Reads
from rapallo.state.look import bound_by_pact
from rapallo.state.look import holds as in_force
from rapallo.theory.kernels import inlined


@inlined
def holds(state: State, pair: Pair) -> bool:
    """Return whether a pact or the kind's tie binds i and j, or friendly(i, j) exceeds `settings.remembered`."""
    if bound_by_pact(state, pair.i, pair.j) or in_force(state, pair.tie, pair.i, pair.j):
        return True
    return bool(state.pair[state.traces.friendly, pair.i, pair.j] > state.settings.remembered)


RULE = Rule(
    "agreed",
    holds,
    (Reads("tie:pact"), Reads("own"), Reads("trace:friendly")),
    "a pact or the kind's tie is in force, or co-operation is remembered",
)
