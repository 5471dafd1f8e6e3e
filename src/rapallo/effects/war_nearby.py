"""War near by: war spreads to those who live next to it."""

from __future__ import annotations

import math

from rapallo.effects.effect import SIDE, Effect
from rapallo.state.arrays import State
from rapallo.state.fields import NEAR, Reach, Reads
from rapallo.state.look import wars_of
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, side: int) -> float:
    """Return log(1 + sum of near(a, h) over the states h at war, neither i nor j); a is i (side 0) or j (side 1)."""
    a, total = j if side == 1 else i, 0.0
    for h in range(state.sovereign):
        if h != i and h != j and state.pair[NEAR, a, h] > 0 and wars_of(state, h) > 0:
            total += state.pair[NEAR, a, h]
    return math.log(1.0 + total)


EFFECT = Effect(
    "war_nearby",
    value,
    (Reads("tie:war", Reach.ALL),),
    r"\log(1 + \sum_{h \ne i, j} n(a, h)\, \max_k W(h, k)),\; a = i \text{ or } j",
    "third states at war, weighted by their nearness to the sender or to the receiver",
    "Most and Starr (1980), Diffusion, reinforcement, geopolitics, and the spread of war, American Political Science"
    " Review 74",
    (SIDE,),
    roles=("war",),
)
