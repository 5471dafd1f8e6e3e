"""Trust: i believes that j keeps faith."""

from __future__ import annotations

import math

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return 2 p - 1, p the probability in the mind of i that j keeps faith; in (-1, 1)."""
    return math.tanh(0.5 * s.trust[i, j])


EFFECT = Effect(
    name="trust",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"2 p - 1 = \tanh(\rho(i, j) / 2)",
    meaning="trust of i in j, from -1 (sure of bad faith) to 1",
    reference="Kydd (2005), Trust and Mistrust in International Relations",
)
