"""A blank state in which everybody exists, and the places of its words."""

from __future__ import annotations

import pytest

from rapallo.state.traces import Trace
from tests.worlds import Names, born


@pytest.fixture
def state(small):
    return born(small, [Trace("raid", 2.0)])


@pytest.fixture
def x(small, state):
    return Names(small, state)
