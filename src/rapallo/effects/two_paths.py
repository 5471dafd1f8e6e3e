"""Two-paths: what i and j have done to third actors, and third actors to them."""

from __future__ import annotations

from rapallo.effects.effect import HALF_LIFE, KIND, WINDOW, Effect
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.theory.kernels import inlined


@inlined
def thirds(state: State, i: int, j: int, trace: int, i_sends: bool, j_sends: bool) -> float:
    """Return the number of actors h, neither i nor j, with m > 0 between i and h and between j and h.

    It is m(i, h) if i sends, else m(h, i); m(j, h) if j sends, else m(h, j).
    """
    count = 0.0
    for h in range(state.one.shape[1]):
        if h != i and h != j:
            of_i = state.pair[trace, i, h] if i_sends else state.pair[trace, h, i]
            of_j = state.pair[trace, j, h] if j_sends else state.pair[trace, h, j]
            if of_i > 0 and of_j > 0:
                count += 1.0
    return count


@inlined
def transitivity(state: State, i: int, j: int, trace: int) -> float:
    """Return the number of actors h, neither i nor j, with m(i, h) > 0 and m(h, j) > 0."""
    return thirds(state, i, j, trace, True, False)


@inlined
def cyclic_closure(state: State, i: int, j: int, trace: int) -> float:
    """Return the number of actors h, neither i nor j, with m(j, h) > 0 and m(h, i) > 0."""
    return thirds(state, i, j, trace, False, True)


@inlined
def outgoing_shared(state: State, i: int, j: int, trace: int) -> float:
    """Return the number of actors h, neither i nor j, with m(i, h) > 0 and m(j, h) > 0."""
    return thirds(state, i, j, trace, True, True)


@inlined
def incoming_shared(state: State, i: int, j: int, trace: int) -> float:
    """Return the number of actors h, neither i nor j, with m(h, i) > 0 and m(h, j) > 0."""
    return thirds(state, i, j, trace, False, False)


READS = (Reads("own", Reach.ACTORS),)
BUTTS = "Butts (2008), A relational event framework for social action, Sociological Methodology 38"

EFFECTS = (
    Effect(
        "transitivity",
        transitivity,
        READS,
        r"\sum_{h \ne i, j} 1[m_k(i, h) > 0]\, 1[m_k(h, j) > 0]",
        "number of two-paths from i to j in earlier events of the kind",
        BUTTS,
        (KIND, HALF_LIFE, WINDOW),
        trace="kind",
    ),
    Effect(
        "cyclic_closure",
        cyclic_closure,
        READS,
        r"\sum_{h \ne i, j} 1[m_k(j, h) > 0]\, 1[m_k(h, i) > 0]",
        "number of two-paths from j to i in earlier events of the kind: an event from i to j closes a cycle",
        BUTTS,
        (KIND, HALF_LIFE, WINDOW),
        trace="kind",
    ),
    Effect(
        "outgoing_shared",
        outgoing_shared,
        READS,
        r"\sum_{h \ne i, j} 1[m_k(i, h) > 0]\, 1[m_k(j, h) > 0]",
        "number of third actors to whom both i and j have directed events of the kind (outgoing shared partners)",
        BUTTS,
        (KIND, HALF_LIFE, WINDOW),
        trace="kind",
    ),
    Effect(
        "incoming_shared",
        incoming_shared,
        READS,
        r"\sum_{h \ne i, j} 1[m_k(h, i) > 0]\, 1[m_k(h, j) > 0]",
        "number of third actors who have directed events of the kind to both i and j (incoming shared partners)",
        BUTTS,
        (KIND, HALF_LIFE, WINDOW),
        trace="kind",
    ),
)
