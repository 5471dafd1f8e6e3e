"""Power: great powers do more, and more is done with them."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import CAPABILITY, State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return log(1 + 100 * capability(i)) for a = 0 (sender), of j for a = 1 (receiver)."""
    who = j if a == 1 else i
    return math.log(1.0 + 100.0 * s.cov[CAPABILITY, who])


EFFECT = Effect(
    name="power",
    value=value,
    reach=Reach.TOUCHED,
    formula=r"\log(1 + 100\, c)",
    meaning="capability of the sender or the receiver, log of per cent",
    reference="Singer, Bremer and Stuckey (1972), Capability distribution, uncertainty, and major power war",
    arguments=("side",),
)
