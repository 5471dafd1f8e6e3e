"""Front line: what the International allows its parties."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import FRONT_LINE, State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return the covariate front_line of i: -1 fronts with socialists barred, 0 free, 1 enjoined."""
    return s.cov[FRONT_LINE, i]


EFFECT = Effect(
    name="front_line",
    value=value,
    reach=Reach.TOUCHED,
    formula=r"\ell(i)",
    meaning="line set for a party: fronts with socialists barred, free or enjoined",
    reference="McDermott and Agnew (1996), The Comintern: A History of International Communism",
)
