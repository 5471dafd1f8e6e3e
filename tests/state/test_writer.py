"""Values by hand: what the writer does to belief, memory, lives and values, and what it notes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rapallo.state import writer
from rapallo.state.arrays import copy_state
from rapallo.state.fields import (
    ABSORBED,
    CLOCK,
    EXISTS,
    FEARED,
    FRESH,
    IMPUNITY,
    NEAR,
    PATRON,
    RUNNING_TENSION,
    TENSION,
    THREAT,
    TRUST,
)
from rapallo.state.notes import NOTES, forget, look_everywhere, note
from rapallo.state.settings import Settings
from rapallo.state.traces import Trace
from tests.worlds import born

# distinct half-lives, so that none can stand for another
APART = Settings(memory=1.0, trust=2.0, threat=4.0, fresh=0.5, impunity=8.0, prior_trust=1.0, prior_threat=-3.0)


def noted(state):
    return [tuple(state.notes[:, n].tolist()) for n in range(state.counts[NOTES])]


def test_fading():
    assert writer.fade(4.0, 4.0) == 0.5
    assert writer.fade(8.0, 4.0) == 0.25
    assert writer.fade(2.0, 4.0) == pytest.approx(math.sqrt(0.5))
    assert writer.fade(0.0, 4.0) == writer.fade(9.0, math.inf) == 1.0


def test_each_thing_ages_by_its_own_half_life(small):
    state = born(small, [Trace("raid", 2.0)], APART)
    i, j, first = 0, 1, state.roles.first_trace
    state.pair[TRUST, i, j], state.pair[THREAT, i, j], state.pair[FEARED, i, j] = 5.0, 1.0, 9.0
    state.one[[FRESH, IMPUNITY], i] = 1.0, 3.0
    state.pair[first : first + 3, i, j] = 8.0
    state.moment[:] = -280.0, 0.0, 16.0
    forget(state)
    writer.age(state, 2.0)
    # 1 + (5 - 1) * 2^(-2/2); -3 + (1 + 3) * 2^(-2/4), which is feared as well
    assert state.pair[TRUST, i, j] == pytest.approx(3.0)
    assert state.pair[THREAT, i, j] == state.pair[FEARED, i, j] == pytest.approx(-3 + 4 * math.sqrt(0.5))
    # 1 * 2^(-2/0.5); 3 * 2^(-2/8)
    assert state.one[FRESH, i] == pytest.approx(1 / 16)
    assert state.one[IMPUNITY, i] == pytest.approx(3 * 2**-0.25)
    # hostile and friendly 8 * 2^(-2/1), raids 8 * 2^(-2/2)
    assert state.pair[first : first + 3, i, j] == pytest.approx([2.0, 2.0, 4.0])
    # tension fades as the mark of a new leader does: 16 * 2^(-4), and is felt from now on
    assert state.moment.tolist() == pytest.approx([-280.0, 1.0, 1.0])
    # all the others are at their priors
    assert state.pair[TRUST, j, i] == 1.0
    assert state.pair[THREAT, j, i] == -3.0


def test_nothing_else_ages(state, x):
    state.pair[NEAR] = 0.5
    x.open("league", "AVA", "BOR")
    state.pair[x.value("regard")] = 0.25
    state.one[x.covariate("creed")] = 0.75
    before = copy_state(state)
    writer.age(state, 3.0)
    roles = state.roles
    kept = [NEAR, *range(4, roles.first_trace), *range(roles.first_value, roles.layers)]
    np.testing.assert_array_equal(state.pair[kept], before.pair[kept])
    np.testing.assert_array_equal(state.one[[EXISTS, *range(3, len(state.one))]], before.one[[EXISTS, 3, 4, 5]])


def test_ageing_is_noted_everywhere(state):
    forget(state)
    writer.age(state, 1.0)
    roles, first = state.roles, state.roles.first_trace
    one = [roles.layers + FRESH, roles.layers + IMPUNITY, roles.tension]
    assert sorted(noted(state)) == sorted(
        (f, -1, -1) for f in (TRUST, THREAT, FEARED, first, first + 1, first + 2, *one)
    )


def test_the_patron_is_who_controls_most(state, x):
    sway = x.value("sway")
    forget(state)
    writer.set_value(state, sway, x.AVA, x.WEA, 0.4)
    assert state.who[PATRON, x.WEA] == x.AVA
    writer.set_value(state, sway, x.BOR, x.WEA, 0.4)
    # of equals the first stays
    assert state.who[PATRON, x.WEA] == x.AVA
    writer.set_value(state, sway, x.BOR, x.WEA, 0.7)
    assert state.who[PATRON, x.WEA] == x.BOR
    writer.set_value(state, sway, x.BOR, x.WEA, 0.1)
    assert state.who[PATRON, x.WEA] == x.AVA
    writer.set_value(state, sway, x.AVA, x.WEA, 0.0)
    assert state.who[PATRON, x.WEA] == x.BOR
    writer.set_value(state, sway, x.BOR, x.WEA, 0.0)
    assert state.who[PATRON, x.WEA] == -1
    # noted only when it changes
    patron = state.roles.patron
    changes = [(f, i, j) for f, i, j in noted(state) if f == patron]
    assert changes == [(patron, x.WEA, -1)] * 5
    assert (state.who[PATRON, [x.DYE, x.AVA, x.BOR]] == -1).all()


def test_another_value_makes_no_patron(state, x):
    forget(state)
    writer.set_value(state, x.value("regard"), x.AVA, x.WEA, 0.4)
    assert state.pair[x.value("regard"), x.AVA, x.WEA] == 0.4
    assert state.who[PATRON, x.WEA] == -1
    assert noted(state) == [(x.value("regard"), x.AVA, x.WEA)]


def test_single_writes_and_their_notes(state, x):
    forget(state)
    writer.set_one(state, x.covariate("might"), x.BOR, 0.4)
    writer.set_threat(state, x.AVA, x.BOR, 2.0)
    writer.move_belief(state, TRUST, x.AVA, x.BOR, 0.5)
    writer.move_belief(state, TRUST, x.AVA, x.BOR, 0.25)
    writer.move_belief(state, TRUST, x.BOR, x.AVA, 0.0)
    writer.set_clock(state, -279.5)
    assert state.one[x.covariate("might"), x.BOR] == 0.4
    assert state.pair[[THREAT, FEARED], x.AVA, x.BOR].tolist() == [2.0, 2.0]
    assert state.pair[TRUST, x.AVA, x.BOR] == 0.75
    assert state.moment[CLOCK] == -279.5
    pair = (x.AVA, x.BOR)
    might = state.roles.layers + x.covariate("might")
    assert noted(state) == [(might, x.BOR, -1), (THREAT, *pair), (FEARED, *pair), (TRUST, *pair), (TRUST, *pair)]


def test_memory_of_an_act(state, x):
    kind, first = x.kind("raid"), state.roles.first_trace
    forget(state)
    writer.remember(state, kind, x.AVA, x.BOR, 0.5)
    writer.remember(state, kind, x.AVA, x.BOR, 1.0)
    # Goldstein -10: 1.5 * 10 / 10 hostile; 1.5 raids
    assert state.pair[first : first + 3, x.AVA, x.BOR].tolist() == [1.5, 0.0, 1.5]
    assert state.pair[first : first + 3, x.BOR, x.AVA].tolist() == [0.0, 0.0, 0.0]
    assert state.moment[[TENSION, RUNNING_TENSION]].tolist() == [0.0, 1.5]
    writer.remember(state, x.kind("amity"), x.AVA, x.BOR, 0.5)
    # Goldstein 8: 0.5 * 8 / 10 friendly, no tension
    assert state.pair[first : first + 3, x.AVA, x.BOR].tolist() == [1.5, 0.4, 1.5]
    assert state.moment[RUNNING_TENSION] == 1.5
    pair = (x.AVA, x.BOR)
    assert noted(state) == [(first, *pair), (first + 2, *pair), (first, *pair), (first + 2, *pair), (first + 1, *pair)]


def test_lives(state, x):
    x.open("league", "AVA", "BOR")
    x.open("league", "BOR", "CAL")
    state.pair[TRUST, x.CAL, x.AVA] = 2.0
    forget(state)
    writer.absorb(state, x.BOR, x.AVA)
    assert state.one[EXISTS, [x.AVA, x.BOR]].tolist() == [0.0, 1.0]
    assert state.who[ABSORBED, x.AVA] == x.BOR
    assert (x.tied("league", "AVA", "BOR"), x.tied("league", "BOR", "CAL")) == (0, 1)
    # what others believe stays
    assert state.pair[TRUST, x.CAL, x.AVA] == 2.0
    writer.absorb(state, x.CAL, x.DOR)
    writer.remove(state, x.BOR)
    # who had been taken in by Borland returns, who by another does not
    assert state.one[EXISTS, [x.AVA, x.BOR, x.DOR]].tolist() == [1.0, 0.0, 0.0]
    assert state.who[ABSORBED, [x.AVA, x.BOR, x.DOR]].tolist() == [-1, -1, x.CAL]
    born_again = (state.roles.layers + EXISTS, x.AVA, -1)
    assert noted(state).count(born_again) == 2
    writer.bear(state, x.DOR)
    assert (state.one[EXISTS, x.DOR], state.who[ABSORBED, x.DOR]) == (1.0, -1)


def test_notes_that_do_not_fit_are_lost_and_counted(state):
    forget(state)
    room = state.notes.shape[1]
    for n in range(room + 2):
        note(state, TRUST, n % 11, -1)
    assert state.counts[NOTES] == room + 2
    assert state.notes[1, room - 1] == (room - 1) % 11
    forget(state)
    assert state.counts[NOTES] == 0
    look_everywhere(state)
    assert state.counts[NOTES] > room
