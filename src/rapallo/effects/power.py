"""Power: great powers do more, and more is done with them."""

from __future__ import annotations

import math

from rapallo.effects.effect import SIDE, Effect
from rapallo.state.arrays import State
from rapallo.state.fields import Reads
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, side: int) -> float:
    """Return log(1 + 100 * capability(i)) for side 0 (sender), of j for side 1 (receiver)."""
    return math.log(1.0 + 100.0 * state.one[state.roles.capability, j if side == 1 else i])


EFFECT = Effect(
    "power",
    value,
    (Reads("covariate:capability"),),
    r"\log(1 + 100\, c)",
    "capability of the sender or the receiver, log of per cent",
    "Singer, Bremer and Stuckey (1972), Capability distribution, uncertainty, and major power war",
    (SIDE,),
    roles=("capability",),
)
