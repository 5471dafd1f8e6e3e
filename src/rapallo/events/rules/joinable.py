"""Joinable: j has a war in which i can enter."""

from __future__ import annotations

from rapallo.events.rules.rule import Pair, Rule
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.state.look import holds as in_force
from rapallo.state.look import wars_of
from rapallo.theory.kernels import inlined


@inlined
def holds(state: State, pair: Pair) -> bool:
    """Return whether i and j are at peace and j is at war with somebody."""
    return not in_force(state, state.roles.war, pair.i, pair.j) and wars_of(state, pair.j) > 0


RULE = Rule("joinable", holds, (Reads("tie:war", Reach.ACTORS),), "they are at peace, and the receiver is at war")
