"""Always: whoever exists."""

from __future__ import annotations

from rapallo.events.rules.rule import Pair, Rule
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def holds(state: State, pair: Pair) -> bool:
    """Return True."""
    return True


RULE = Rule("always", holds, (), "both exist")
