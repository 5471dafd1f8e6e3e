"""Home: a movement acts where it is at home, across a border of its home, or anywhere if it has none."""

from __future__ import annotations

import numpy as np

from rapallo.events.rules.rule import Geography, Pair, Rule
from rapallo.state.arrays import Bools, State
from rapallo.state.fields import HOME, Reach, Reads
from rapallo.theory.kernels import inlined


@inlined
def acts_in(state: State, movement: int, actor: int) -> bool:
    """Return whether a movement can act in a state: at home, across a border of its home, or without a home."""
    home = state.who[HOME, movement]
    if home < 0 or home == actor:
        return True
    contiguity = state.roles.contiguity
    return contiguity >= 0 and state.pair[contiguity, home, actor] > 0


@inlined
def holds(state: State, pair: Pair) -> bool:
    """Return whether the one of i and j that is not sovereign can act in the other."""
    if pair.i >= state.sovereign:
        return acts_in(state, pair.i, pair.j)
    return acts_in(state, pair.j, pair.i)


def possible(where: Geography) -> Bools:
    """Return (A, A): one of the two is not sovereign, and can ever act in the other."""
    home = where.home
    reach = np.where(home[:, None] >= 0, where.borders[home] | (np.arange(len(home)) == home[:, None]), True)
    movement = ~where.sovereign
    found: Bools = (movement[:, None] & reach) | (movement[None, :] & reach.T)
    return found


RULE = Rule(
    "home",
    holds,
    (Reads("value:contiguity", Reach.ALL),),
    "the movement's home is that state or borders it, or it has no home",
    possible,
)
