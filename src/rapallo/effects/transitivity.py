"""Transitivity: i turns to those to whom its own partners turned."""

from __future__ import annotations

from rapallo.effects.effect import HALF_LIFE, Effect, Parameter
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, trace: int) -> float:
    """Return the number of actors h, neither i nor j, with m(i, h) > 0 and m(h, j) > 0."""
    count = 0.0
    for h in range(state.one.shape[1]):
        if h != i and h != j and state.pair[trace, i, h] > 0 and state.pair[trace, h, j] > 0:
            count += 1.0
    return count


EFFECT = Effect(
    "transitivity",
    value,
    (Reads("own", Reach.ACTORS),),
    r"\sum_h 1[m_k(i, h) > 0]\, 1[m_k(h, j) > 0]",
    "number of two-paths from i to j in earlier events of the kind",
    "Butts (2008), A relational event framework for social action, Sociological Methodology 38",
    (Parameter("kind", "kind"), HALF_LIFE),
    trace="kind",
)
