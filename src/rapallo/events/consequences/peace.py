"""Peace: occupying troops go home."""

from __future__ import annotations

from rapallo.events.act import Act
from rapallo.events.consequences.consequence import Consequence
from rapallo.state.arrays import NO_TREATY, State
from rapallo.state.bonds import BY_PEACE, close_tie
from rapallo.theory.kernels import kernel


@kernel
def apply(state: State, act: Act) -> bool:
    """End the occupation of either by the other, unless the peace leaves it (`occupation=stays`, an armistice)."""
    if act.stays == 0:
        close_tie(state, state.roles.occupation, act.i, act.j, NO_TREATY, BY_PEACE)
        close_tie(state, state.roles.occupation, act.j, act.i, NO_TREATY, BY_PEACE)
    return True


CONSEQUENCE = Consequence("peace", apply, "ends the occupation of either by the other", roles=("occupation",))
