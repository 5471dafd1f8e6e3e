"""Deterrence: the target's allies."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect
from rapallo.state.arrays import State
from rapallo.state.fields import EXISTS, Reach, Reads
from rapallo.state.look import defends_openly
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int) -> float:
    """Return log(1 + 100 * sum of the capabilities of others openly bound to defend j)."""
    total = 0.0
    for h in range(state.sovereign):
        if h != i and h != j and state.one[EXISTS, h] > 0 and defends_openly(state, h, j):
            total += state.one[state.roles.capability, h]
    return math.log(1.0 + 100.0 * total)


EFFECT = Effect(
    "deterrence",
    value,
    (
        Reads("tie:defends", Reach.ACTORS),
        Reads("covariate:capability", Reach.ALL),
        Reads("exists", Reach.ALL),
    ),
    r"\log(1 + 100 \sum_h D(h, j)\, c_h)",
    "capability openly bound to the defence of j",
    "Leeds (2003), Do alliances deter aggression?, American Journal of Political Science 47",
    roles=("capability",),
)
