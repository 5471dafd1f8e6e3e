"""Reciprocity: what j has done to i, i does to j."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.effects.forms import shape
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return form(m[a, j, i]), m the decayed count of kind a; form b: saturating, binary, count or log."""
    return shape(s.memory[a, j, i], b)


EFFECT = Effect(
    name="reciprocity",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"f(m_{k}(j, i))",
    meaning="decayed count of earlier events of the kind from j to i",
    reference="Butts (2008), A relational event framework for social action, Sociological Methodology 38",
    arguments=("kind", "form"),
)
