"""Deterrence: the target's allies."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import CAPABILITY, DEFENCE, GUARANTEE, State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return log(1 + 100 * sum of the capabilities of others openly bound to defend j)."""
    total = 0.0
    for h in range(s.n_states):
        if h == i or h == j or s.exists[h] == 0:
            continue
        if s.tie[DEFENCE, j, h] > s.secret[DEFENCE, j, h] or s.tie[GUARANTEE, h, j] > 0:
            total += s.cov[CAPABILITY, h]
    return math.log(1.0 + 100.0 * total)


EFFECT = Effect(
    name="deterrence",
    value=value,
    reach=Reach.TIES,
    formula=r"\log(1 + 100 \sum_h D(h, j)\, c_h)",
    meaning="capability openly bound to the defence of j",
    reference="Leeds (2003), Do alliances deter aggression?, American Journal of Political Science 47",
)
