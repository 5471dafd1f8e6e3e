"""Peace: no war is on between them."""

from __future__ import annotations

from rapallo.events.rules.rule import Pair, Rule
from rapallo.state.arrays import State
from rapallo.state.fields import Reads
from rapallo.state.look import holds as in_force
from rapallo.theory.kernels import inlined


@inlined
def holds(state: State, pair: Pair) -> bool:
    """Return whether i and j are at peace."""
    return not in_force(state, state.roles.war, pair.i, pair.j)


RULE = Rule("peace", holds, (Reads("tie:war"),), "no war is on between them")
