"""Activity: how much of a kind happens in the system as a whole."""

from __future__ import annotations

from rapallo.effects.effect import FORM, HALF_LIFE, KIND, WINDOW, Effect
from rapallo.effects.forms import shape
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, trace: int, form: int) -> float:
    """Return form(m), m the sum of the trace over all ordered pairs, the same for every (i, j)."""
    return shape(state.total[trace - state.roles.first_trace], form)


EFFECT = Effect(
    "activity",
    value,
    (Reads("own", Reach.ALL),),
    r"f(\sum_{h \ne l} m_k(h, l))",
    "decayed count of earlier events of the kind in the system as a whole",
    "Perry and Wolfe (2013), Point process modelling for directed interaction networks, JRSS B 75",
    (KIND, HALF_LIFE, FORM, WINDOW),
    trace="kind",
)
