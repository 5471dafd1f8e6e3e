"""Same home: two movements of one state, or one of them and an International."""

from __future__ import annotations

from rapallo.events.rules.rule import Geography, Pair, Rule
from rapallo.state.arrays import Bools, State
from rapallo.state.fields import HOME, Reads
from rapallo.state.look import holds as in_force
from rapallo.theory.kernels import inlined


@inlined
def holds(state: State, pair: Pair) -> bool:
    """Return whether both have one home, or only one has any; and the kind's tie is not in force."""
    a, b = state.who[HOME, pair.i], state.who[HOME, pair.j]
    fellows = (a == b and a >= 0) or ((a < 0) != (b < 0))
    return fellows and not in_force(state, pair.tie, pair.i, pair.j)


def possible(where: Geography) -> Bools:
    """Return (A, A): both have one home, or only one has any."""
    own, others = where.home[:, None], where.home[None, :]
    found: Bools = ((own == others) & (own >= 0)) | ((own < 0) != (others < 0))
    return found


RULE = Rule(
    "same_home",
    holds,
    (Reads("own"),),
    "two movements of one state, or a party and an International; the kind's tie is not in force",
    possible,
)
