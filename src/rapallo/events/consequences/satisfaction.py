"""Satisfaction: what was demanded is given, or settled by agreement."""

from __future__ import annotations

from rapallo.events.act import Act
from rapallo.events.consequences.consequence import Consequence
from rapallo.state.arrays import NO_TREATY, State
from rapallo.state.bonds import BY_ACT, close_tie
from rapallo.theory.kernels import kernel


@kernel
def apply(state: State, act: Act) -> bool:
    """End the demands of either on the other."""
    close_tie(state, state.roles.demand, act.i, act.j, NO_TREATY, BY_ACT)
    close_tie(state, state.roles.demand, act.j, act.i, NO_TREATY, BY_ACT)
    return True


CONSEQUENCE = Consequence("satisfaction", apply, "ends the demands of either on the other", roles=("demand",))
