"""Trust: i believes that j keeps faith."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import State
from rapallo.theory.kernels import kernel


@kernel
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return the log-odds, in the mind of i, that j keeps faith."""
    return s.trust[i, j]


EFFECT = Effect(
    name="trust",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"\rho(i, j)",
    meaning="trust of i in j, log-odds",
    reference="Kydd (2005), Trust and Mistrust in International Relations",
)
