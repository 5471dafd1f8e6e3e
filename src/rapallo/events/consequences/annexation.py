"""Annexation: a gain that nobody has yet punished; if it is of the whole, the other ceases."""

from __future__ import annotations

from rapallo.events.act import Act
from rapallo.events.consequences.consequence import Consequence
from rapallo.state.arrays import NO_TREATY, State
from rapallo.state.bonds import BY_ACT, close_tie
from rapallo.state.fields import IMPUNITY
from rapallo.state.writer import absorb, set_one
from rapallo.theory.kernels import kernel


@kernel
def apply(state: State, act: Act) -> bool:
    """Count a gain of i; of the whole, i takes over j's capability and j ceases; else i occupies j no longer."""
    i, j, capability = act.i, act.j, state.roles.capability
    set_one(state, IMPUNITY, i, state.one[IMPUNITY, i] + 1.0)
    if act.whole == 1:
        set_one(state, capability, i, state.one[capability, i] + state.one[capability, j])
        set_one(state, capability, j, 0.0)
        absorb(state, i, j)
    elif act.stays == 0:
        close_tie(state, state.roles.occupation, i, j, NO_TREATY, BY_ACT)
    return True


CONSEQUENCE = Consequence(
    "annexation",
    apply,
    "adds to the annexer's impunity; of the whole, its capability goes over and the other ceases",
    roles=("capability", "occupation"),
)
