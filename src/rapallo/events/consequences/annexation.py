"""Annexation: a gain that nobody has yet punished; if it is of the whole, the other ceases."""

from __future__ import annotations

from rapallo.events.act import Act
from rapallo.events.consequences.consequence import Consequence
from rapallo.state.arrays import State
from rapallo.state.treaties import ENDED
from rapallo.state.writer import absorb, close_tie, set_covariate, set_impunity
from rapallo.theory.kernels import kernel


@kernel
def apply(state: State, act: Act) -> int:
    """Count a gain of i; of the whole, i takes over j's capability and j ceases; else i occupies j no longer."""
    i, j, capability = act.i, act.j, state.roles.capability
    set_impunity(state, i, state.impunity[i] + 1.0)
    if act.whole == 1:
        set_covariate(state, capability, i, state.covariate[capability, i] + state.covariate[capability, j])
        set_covariate(state, capability, j, 0.0)
        absorb(state, i, j)
    elif act.stays == 0:
        close_tie(state, state.roles.occupation, i, j, ENDED)
    return 0


CONSEQUENCE = Consequence(
    "annexation",
    apply,
    "adds to the annexer's impunity; of the whole, its capability goes over and the other ceases",
    roles=("capability", "occupation"),
)
