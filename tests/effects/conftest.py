"""A state made by hand, and a way to ask an effect about a pair."""

from __future__ import annotations

import pytest

from rapallo.effects.catalogue import CATALOGUE
from rapallo.state.traces import Trace
from tests.worlds import Names, born


@pytest.fixture
def state(small):
    """Everybody exists, nothing else; besides the two traces of every state, raids are remembered."""
    return born(small, [Trace("raid", 2.0)])


@pytest.fixture
def x(small, state):
    return Names(small, state)


@pytest.fixture
def ask(small, state):
    """The effect of a name for two actors by id, and what its kernel is given besides."""

    def value(effect, i, j, *arguments):
        return CATALOGUE[effect].value(state, small.index[i], small.index[j], *arguments)

    return value
