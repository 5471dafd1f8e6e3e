"""Degree: how much an actor has done to all others, and all others to it."""

from __future__ import annotations

from rapallo.effects.effect import FORM, HALF_LIFE, KIND, SIDE, WINDOW, Effect
from rapallo.effects.forms import shape
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.theory.kernels import inlined


@inlined
def outdegree(state: State, i: int, j: int, trace: int, side: int, form: int) -> float:
    """Return form(sum over h of m(a, h)), h not a; a is i (side 0) or j (side 1)."""
    a = j if side == 1 else i
    count = 0.0
    for h in range(state.one.shape[1]):
        if h != a:
            count += state.pair[trace, a, h]
    return shape(count, form)


@inlined
def indegree(state: State, i: int, j: int, trace: int, side: int, form: int) -> float:
    """Return form(sum over h of m(h, a)), h not a; a is i (side 0) or j (side 1)."""
    a = j if side == 1 else i
    count = 0.0
    for h in range(state.one.shape[1]):
        if h != a:
            count += state.pair[trace, h, a]
    return shape(count, form)


READS = (Reads("own", Reach.ACTORS),)
REFERENCE = "Vu, Pattison and Robins (2015), Relational event models for social learning in MOOCs, Social Networks 43"

EFFECTS = (
    Effect(
        "outdegree",
        outdegree,
        READS,
        r"f(\sum_{h \ne a} m_k(a, h)),\; a = i \text{ or } j",
        "decayed count of earlier events of the kind from the sender, or from the receiver, to all others",
        REFERENCE,
        (KIND, HALF_LIFE, SIDE, FORM, WINDOW),
        trace="kind",
    ),
    Effect(
        "indegree",
        indegree,
        READS,
        r"f(\sum_{h \ne a} m_k(h, a)),\; a = i \text{ or } j",
        "decayed count of earlier events of the kind from all others to the sender, or to the receiver",
        REFERENCE,
        (KIND, HALF_LIFE, SIDE, FORM, WINDOW),
        trace="kind",
    ),
)
