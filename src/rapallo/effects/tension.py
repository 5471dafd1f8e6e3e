"""Tension of the whole system."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import TENSION, State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return log(1 + decayed hostility of all pairs), as of the last tick."""
    return math.log(1.0 + s.system[TENSION])


EFFECT = Effect(
    name="tension",
    value=value,
    reach=Reach.GIVEN,
    fades=True,
    formula=r"\log(1 + \sum_{i,j} h(i, j))",
    meaning="recent hostility in the system as a whole, read on the first of each month",
    reference="Goldstein (1992), A conflict-cooperation scale for WEIS events data, Journal of Conflict Resolution 36",
)
