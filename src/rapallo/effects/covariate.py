"""Covariate: a value of the sender or of the receiver."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return covariate a of i for b = 0 (sender), of j for b = 1 (receiver)."""
    who = j if b == 1 else i
    return s.cov[a, who]


EFFECT = Effect(
    name="covariate",
    value=value,
    reach=Reach.TOUCHED,
    formula=r"x_a(i) \text{ or } x_a(j)",
    meaning="value of a covariate: doctrine, exhaustion, economic shock, revisionism, atomic weapons, exposed outpost",
    reference="Butts (2008), A relational event framework for social action, Sociological Methodology 38",
    arguments=("covariate", "side"),
)
