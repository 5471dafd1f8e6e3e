"""A blank state in which everybody exists, the places of its words, and one act at a time."""

from __future__ import annotations

import math

import pytest

from rapallo.events.act import Act
from rapallo.events.acts import perform
from rapallo.events.kinds import kind_table
from rapallo.state.traces import Trace
from tests.worlds import Names, born

PLAIN = Act(kind=0, i=0, j=1, share=1.0, real=1, secret=0, whole=0, void=0, stays=0, treaty=9, of=-1, term=math.inf)


@pytest.fixture
def state(small):
    return born(small, [Trace("raid", 2.0)])


@pytest.fixture
def x(small, state):
    return Names(small, state)


@pytest.fixture
def act(small, state):
    """Perform an act of a kind between two actors by id."""
    kinds = kind_table(small)

    def carry_out(kind, i, j="", **more):
        places = {"kind": small.kind_index[kind], "i": small.index[i], "j": small.index.get(j, -1)}
        perform(state, kinds, PLAIN._replace(**places, **more))

    return carry_out
