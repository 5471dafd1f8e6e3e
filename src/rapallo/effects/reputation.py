"""Reputation: what third parties think of j."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return the mean over existing states h, neither i nor j, of tanh(trust(h, j) / 2), in (-1, 1)."""
    total, count = 0.0, 0.0
    for h in range(s.n_states):
        if h != i and h != j and s.exists[h] > 0:
            total += math.tanh(0.5 * s.trust[h, j])
            count += 1.0
    return total / count if count > 0 else 0.0


EFFECT = Effect(
    name="reputation",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"\frac{1}{n} \sum_h \tanh(\rho(h, j) / 2)",
    meaning="mean trust of third states in j",
    reference="Crescenzi (2007), Reputation and interstate conflict, American Journal of Political Science 51",
)
