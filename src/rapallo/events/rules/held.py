"""Held: the tie is in force."""

from __future__ import annotations

from rapallo.events.rules.rule import Pair, Rule
from rapallo.state.arrays import State
from rapallo.state.fields import Reads
from rapallo.state.look import holds as in_force
from rapallo.theory.kernels import inlined


@inlined
def holds(state: State, pair: Pair) -> bool:
    """Return whether the kind's tie from i to j is in force."""
    return in_force(state, pair.tie, pair.i, pair.j)


RULE = Rule("held", holds, (Reads("own"),), "the tie is in force")
