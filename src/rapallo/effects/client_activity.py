"""Client activity: a movement's doings charged to its patron."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.effects.forms import saturate
from rapallo.state.arrays import CONTROL, State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return y / (1 + y), y = sum over movements m of control(j, m) * hostile(m, i)."""
    total = 0.0
    for m in range(s.n_states, s.exists.shape[0]):
        if s.patron[m] == j:
            total += s.pair[CONTROL, j, m] * s.hostile[m, i]
    return saturate(total)


EFFECT = Effect(
    name="client_activity",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"y / (1 + y),\; y = \sum_m u(j, m)\, h(m, i)",
    meaning="decayed hostility to i of the movements that j controls",
    reference="Salehyan (2010), The delegation of war to rebel organizations, Journal of Conflict Resolution 54",
)
