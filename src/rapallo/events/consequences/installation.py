"""Installation: a dependent government thinks as its maker."""

from __future__ import annotations

from rapallo.events.act import Act
from rapallo.events.consequences.consequence import Consequence
from rapallo.state.arrays import State
from rapallo.state.writer import set_one
from rapallo.theory.kernels import kernel


@kernel
def apply(state: State, act: Act) -> bool:
    """Give j the ideology of i."""
    ideology = state.roles.ideology
    set_one(state, ideology, act.j, state.one[ideology, act.i])
    return True


CONSEQUENCE = Consequence("installation", apply, "gives the other the installer's ideology", roles=("ideology",))
