"""Obligation: j is at war with somebody whom i is bound to defend."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import DEFENCE, GUARANTEE, WAR, State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return 1 if some h at war with j is one that i is bound to defend, else 0."""
    for h in range(s.n_states):
        bound = s.tie[DEFENCE, i, h] > 0 or s.tie[GUARANTEE, i, h] > 0
        if h != i and h != j and bound and s.tie[WAR, j, h] > 0:
            return 1.0
    return 0.0


EFFECT = Effect(
    name="obligation",
    value=value,
    reach=Reach.TIES,
    formula=r"\max_h D(i, h)\, W(j, h)",
    meaning="j is at war with a state that i is bound to defend",
    reference="Leeds, Long and Mitchell (2000), Reevaluating alliance reliability, Journal of Conflict Resolution 44",
)
