"""Unpunished revision: gains that nobody resisted invite the next demand."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.effects.forms import saturate
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return g / (1 + g), g the decayed count of annexations by and concessions to i, halved by each war against it."""
    return saturate(s.impunity[i])


EFFECT = Effect(
    name="impunity",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"g_i / (1 + g_i)",
    meaning="recent gains of i that were not punished",
    reference="Jervis (1976), Perception and Misperception in International Politics, chapter 3",
)
