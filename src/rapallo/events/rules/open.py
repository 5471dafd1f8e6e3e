"""Open: the tie is not in force, and there is peace."""

from __future__ import annotations

from rapallo.events.rules.rule import Pair, Rule
from rapallo.state.arrays import State
from rapallo.state.fields import Reads
from rapallo.state.look import holds as in_force
from rapallo.theory.kernels import inlined


@inlined
def holds(state: State, pair: Pair) -> bool:
    """Return whether the kind's tie from i to j is not in force and no war is on between them."""
    return not in_force(state, pair.tie, pair.i, pair.j) and not in_force(state, state.roles.war, pair.i, pair.j)


RULE = Rule("open", holds, (Reads("own"), Reads("tie:war")), "the tie is not in force, and no war is on between them")
