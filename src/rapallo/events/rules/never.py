"""Never: the kind has no intensity; its events are noted or given."""

from __future__ import annotations

from rapallo.events.rules.rule import Pair, Rule
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def holds(state: State, pair: Pair) -> bool:
    """Return False."""
    return False


RULE = Rule("none", holds, (), "nobody is at risk: such events are noted or given")
