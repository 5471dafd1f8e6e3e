"""Reputation: what third parties think of j."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect
from rapallo.state.arrays import State
from rapallo.state.fields import EXISTS, TRUST, Reach, Reads
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int) -> float:
    """Return the mean over existing states h, neither i nor j, of tanh(trust(h, j) / 2), in (-1, 1); 0 for none."""
    total, count = 0.0, 0.0
    for h in range(state.sovereign):
        if h != i and h != j and state.one[EXISTS, h] > 0:
            total += math.tanh(0.5 * state.pair[TRUST, h, j])
            count += 1.0
    return total / count if count > 0 else 0.0


EFFECT = Effect(
    "reputation",
    value,
    (Reads("trust", Reach.ACTORS), Reads("exists", Reach.ALL)),
    r"\frac{1}{n} \sum_h \tanh(\rho(h, j) / 2)",
    "mean trust of third states in j",
    "Crescenzi (2007), Reputation and interstate conflict, American Journal of Political Science 51",
)
