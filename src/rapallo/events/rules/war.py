"""War: they are at war."""

from __future__ import annotations

from rapallo.events.rules.rule import Pair, Rule
from rapallo.state.arrays import State
from rapallo.state.fields import Reads
from rapallo.state.look import holds as in_force
from rapallo.theory.kernels import inlined


@inlined
def holds(state: State, pair: Pair) -> bool:
    """Return whether i and j are at war."""
    return in_force(state, state.roles.war, pair.i, pair.j)


RULE = Rule("war", holds, (Reads("tie:war"),), "they are at war")
