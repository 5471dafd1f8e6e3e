"""Inertia: what i has done to j before it does again."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.effects.forms import shape
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return form(m[a, i, j]), m the decayed count of kind a; form b: saturating, binary, count or log."""
    return shape(s.memory[a, i, j], b)


EFFECT = Effect(
    name="inertia",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"f(m_{k}(i, j))",
    meaning="decayed count of earlier events of the kind from i to j",
    reference="Butts (2008), A relational event framework for social action, Sociological Methodology 38",
    arguments=("kind", "form"),
)
