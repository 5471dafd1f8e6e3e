"""Perceived threat: what i fears from j."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import State
from rapallo.theory.kernels import kernel


@kernel
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return the threat that i perceives from j, log-odds per year above one per cent, halved."""
    return 0.5 * (s.threat[i, j] + 4.6)


EFFECT = Effect(
    name="perceived_threat",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"(\tau(i, j) + 4.6) / 2",
    meaning="threat that i perceives from j, log-odds per year",
    reference="Jervis (1976), Perception and Misperception in International Politics",
)
