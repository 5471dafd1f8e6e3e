"""What each operation of a row does to the state."""

import math

import numpy as np
import pytest

from rapallo.events.kinds import kind_table
from rapallo.events.risk import annexes_whole
from rapallo.events.timeline import (
    BORN,
    FIRST_COVARIATE,
    FORCE_BY,
    GONE,
    MASK,
    OPEN_TIE,
    SET_COVARIATE,
    SET_THREAT,
    SET_TRUST,
    SET_VALUE,
    TICK,
    Change,
    in_order,
)
from rapallo.events.walk import walk
from rapallo.state.fields import CLOCK, EXISTS, FEARED, THREAT, TRUST


@pytest.fixture
def carry(small, state):
    """Carry out one row; return the places of `pair` and `one` that it changed."""
    kinds = kind_table(small)

    def one(op, what=-1, i=-1, j=-1, value=0.0, **more):
        pair, single = state.pair.copy(), state.one.copy()
        timeline = in_order([Change(3.5, op, what, i, j, value, **more)], 0.0, math.inf)
        walk(state, kinds, timeline, 0, 1)
        assert state.moment[CLOCK] == 3.5
        moved = [tuple(map(int, place)) for place in np.argwhere(state.pair != pair)]
        return moved, [tuple(map(int, place)) for place in np.argwhere(state.one != single)]

    return one


def test_what_only_an_engine_understands_changes_nothing(carry, x):
    assert carry(MASK, x.kind("raid"), x.AVA, x.BOR, 0.0) == ([], [])
    assert carry(FORCE_BY, x.kind("raid"), x.AVA, x.BOR) == ([], [])


def test_beliefs_are_set(carry, state, x):
    assert carry(SET_TRUST, -1, x.AVA, x.BOR, 1.5) == ([(TRUST, x.AVA, x.BOR)], [])
    assert state.pair[TRUST, x.AVA, x.BOR] == 1.5
    assert carry(SET_THREAT, -1, x.CAL, x.BOR, -2.0) == ([(THREAT, x.CAL, x.BOR), (FEARED, x.CAL, x.BOR)], [])
    assert state.pair[FEARED, x.CAL, x.BOR] == -2.0


def test_values_and_covariates_are_set(carry, x):
    assert carry(SET_VALUE, x.value("regard"), x.AVA, x.BOR, 0.7) == ([(x.value("regard"), x.AVA, x.BOR)], [])
    for number, op in enumerate((SET_COVARIATE, FIRST_COVARIATE), start=1):
        assert carry(op, x.covariate("creed"), x.AVA, value=0.1 * number) == ([], [(x.covariate("creed"), x.AVA)])


def test_births_and_ends(carry, state, x):
    assert carry(GONE, i=x.BOR) == ([], [(EXISTS, x.BOR)])
    assert state.one[EXISTS, x.BOR] == 0
    # a tie at the start waits for both
    assert carry(OPEN_TIE, x.tie("embassy"), x.AVA, x.BOR, treaty=-2) == ([], [])
    assert carry(BORN, i=x.BOR) == ([], [(EXISTS, x.BOR)])
    tie = x.tie("embassy")
    assert carry(OPEN_TIE, tie, x.AVA, x.BOR, treaty=-2) == ([(tie, x.AVA, x.BOR), (tie, x.BOR, x.AVA)], [])


def test_a_tick_ages(carry, state, x):
    state.pair[TRUST, x.AVA, x.BOR] = 2.0
    carry(TICK, value=5.0)
    # half-life of trust: five years
    assert state.pair[TRUST, x.AVA, x.BOR] == 1.0


def test_the_whole_is_annexed_by_an_occupier_of_ten_times_the_capability(state, x):
    might = x.covariate("might")
    state.one[might, [x.AVA, x.BOR, x.CAL]] = 0.31, 0.03, 0.032
    assert not annexes_whole(state, x.AVA, x.BOR)
    x.open("garrison", "AVA", "BOR")
    x.open("garrison", "AVA", "CAL")
    assert annexes_whole(state, x.AVA, x.BOR)
    assert not annexes_whole(state, x.AVA, x.CAL)
    assert not annexes_whole(state, x.BOR, x.AVA)
