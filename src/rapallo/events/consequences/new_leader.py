"""New leader: a mark that fades."""

from __future__ import annotations

from rapallo.events.act import Act
from rapallo.events.consequences.consequence import Consequence
from rapallo.state.arrays import State
from rapallo.state.fields import FRESH
from rapallo.state.writer import set_one
from rapallo.theory.kernels import kernel


@kernel
def apply(state: State, act: Act) -> bool:
    """Mark i as newly led."""
    set_one(state, FRESH, act.i, 1.0)
    return True


CONSEQUENCE = Consequence("new_leader", apply, "marks the actor as newly led")
