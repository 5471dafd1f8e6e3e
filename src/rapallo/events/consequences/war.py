"""War: what peace had built between the two falls, and force met with force is no longer impunity."""

from __future__ import annotations

from rapallo.events.act import Act
from rapallo.events.consequences.consequence import Consequence
from rapallo.state.arrays import State
from rapallo.state.bonds import close_at_war
from rapallo.state.fields import IMPUNITY
from rapallo.state.writer import set_one
from rapallo.theory.kernels import kernel

PUNISHED = 0.5


@kernel
def apply(state: State, act: Act) -> bool:
    """End every tie between i and j that war ends; halve the count of j's unpunished gains."""
    close_at_war(state, act.i, act.j)
    set_one(state, IMPUNITY, act.j, PUNISHED * state.one[IMPUNITY, act.j])
    return True


CONSEQUENCE = Consequence("war", apply, "ends every tie between the two that war ends; halves the target's impunity")
