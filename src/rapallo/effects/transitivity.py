"""Transitivity: i turns to those to whom its own partners turned."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return the number of actors h, neither i nor j, with m[a, i, h] > 0 and m[a, h, j] > 0."""
    count = 0.0
    for h in range(s.exists.shape[0]):
        if h != i and h != j and s.memory[a, i, h] > 0 and s.memory[a, h, j] > 0:
            count += 1.0
    return count


EFFECT = Effect(
    name="transitivity",
    value=value,
    reach=Reach.TOUCHED,
    formula=r"\sum_h 1[m_k(i, h) > 0]\, 1[m_k(h, j) > 0]",
    meaning="number of two-paths from i to j in earlier events of the kind",
    reference="Butts (2008), A relational event framework for social action, Sociological Methodology 38",
    arguments=("kind",),
)
