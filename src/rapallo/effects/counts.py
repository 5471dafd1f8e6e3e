"""Memory of a pair: what the two have done to each other, hostile or friendly, fading by a half-life."""

from __future__ import annotations

from rapallo.effects.effect import FORM, HALF_LIFE, WAY, WINDOW, Effect
from rapallo.effects.forms import RECEIVED, SENT, saturate, shape
from rapallo.state.arrays import State
from rapallo.state.fields import Reads
from rapallo.theory.kernels import inlined


@inlined
def sent(state: State, i: int, j: int, trace: int, form: int) -> float:
    """Return form(m(i, j)), m the trace of what i has done to j."""
    return shape(state.pair[trace, i, j], form)


@inlined
def received(state: State, i: int, j: int, trace: int, form: int) -> float:
    """Return form(m(j, i)), m the trace of what j has done to i."""
    return shape(state.pair[trace, j, i], form)


@inlined
def acts(state: State, i: int, j: int, trace: int, way: int, form: int) -> float:
    """Return form(m), m what i has done to j (way 1), j to i (way 2), or both together (way 0)."""
    count = 0.0
    if way != RECEIVED:
        count += state.pair[trace, i, j]
    if way != SENT:
        count += state.pair[trace, j, i]
    return shape(count, form)


@inlined
def rivalry(state: State, i: int, j: int, trace: int) -> float:
    """Return h / (1 + h), h = hostile(i, j) + hostile(j, i), decayed Goldstein weights / 10."""
    return saturate(state.pair[trace, i, j] + state.pair[trace, j, i])


EFFECTS = (
    Effect(
        "cooperation",
        acts,
        (Reads("own"),),
        r"f(m_+(i, j) + m_+(j, i))",
        "decayed number of co-operative acts (Goldstein weight above 0) between the two, either way or one way",
        "Perry and Wolfe (2013), Point process modelling for directed interaction networks, JRSS B 75",
        (HALF_LIFE, WAY, FORM, WINDOW),
        trace="cooperation",
    ),
    Effect(
        "hostility",
        acts,
        (Reads("own"),),
        r"f(m_-(i, j) + m_-(j, i))",
        "decayed number of hostile acts (Goldstein weight below 0) between the two, either way or one way",
        "Perry and Wolfe (2013), Point process modelling for directed interaction networks, JRSS B 75",
        (HALF_LIFE, WAY, FORM, WINDOW),
        trace="hostility",
    ),
    Effect(
        "hostile",
        sent,
        (Reads("own"),),
        r"f(h(i, j))",
        "decayed Goldstein weights / 10 of the hostile acts of i towards j",
        "Goldstein (1992), A conflict-cooperation scale for WEIS events data, Journal of Conflict Resolution 36",
        (HALF_LIFE, FORM, WINDOW),
        trace="hostile",
    ),
    Effect(
        "friendly",
        sent,
        (Reads("own"),),
        r"f(g(i, j))",
        "decayed Goldstein weights / 10 of the friendly acts of i towards j",
        "Goldstein (1992), A conflict-cooperation scale for WEIS events data, Journal of Conflict Resolution 36",
        (HALF_LIFE, FORM, WINDOW),
        trace="friendly",
    ),
    Effect(
        "rivalry",
        rivalry,
        (Reads("own"),),
        r"h / (1 + h),\; h = h(i, j) + h(j, i)",
        "decayed hostility between the two, either way",
        "Goertz and Diehl (1993), Enduring rivalries, International Studies Quarterly 37",
        (HALF_LIFE,),
        trace="hostile",
    ),
)
