"""Client activity: a movement's doings charged to its patron."""

from __future__ import annotations

from rapallo.effects.effect import HALF_LIFE, Effect
from rapallo.effects.forms import saturate
from rapallo.state.arrays import State
from rapallo.state.fields import PATRON, Reach, Reads
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, trace: int) -> float:
    """Return y / (1 + y), y = sum of control(j, m) * hostile(m, i) over the movements m whose patron is j."""
    total = 0.0
    for m in range(state.sovereign, state.one.shape[1]):
        if state.who[PATRON, m] == j:
            total += state.pair[state.roles.control, j, m] * state.pair[trace, m, i]
    return saturate(total)


EFFECT = Effect(
    "client_activity",
    value,
    (Reads("patron", Reach.ALL), Reads("value:control", Reach.ACTORS), Reads("own", Reach.ACTORS)),
    r"y / (1 + y),\; y = \sum_m u(j, m)\, h(m, i)",
    "decayed hostility to i of the movements that j controls",
    "Salehyan (2010), The delegation of war to rebel organizations, Journal of Conflict Resolution 54",
    (HALF_LIFE,),
    trace="hostile",
    roles=("control",),
)
