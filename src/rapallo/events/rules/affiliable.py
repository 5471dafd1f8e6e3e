"""Affiliable: a party and an International that it has not joined."""

from __future__ import annotations

from rapallo.events.rules.rule import Geography, Pair, Rule
from rapallo.state.arrays import Bools, State
from rapallo.state.fields import HOME, Reads
from rapallo.state.look import holds as in_force
from rapallo.theory.kernels import inlined


@inlined
def holds(state: State, pair: Pair) -> bool:
    """Return whether only one of the two has a home, and the kind's tie is not in force."""
    apart = (state.who[HOME, pair.i] >= 0) != (state.who[HOME, pair.j] >= 0)
    return apart and not in_force(state, pair.tie, pair.i, pair.j)


def possible(where: Geography) -> Bools:
    """Return (A, A): only one of the two has a home."""
    found: Bools = (where.home[:, None] >= 0) != (where.home[None, :] >= 0)
    return found


RULE = Rule("affiliable", holds, (Reads("own"),), "a party and an International that it has not joined", possible)
