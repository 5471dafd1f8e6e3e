"""A tie is what the bonds in force amount to."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapallo.state import bonds
from rapallo.state.arrays import NO_TREATY
from rapallo.state.bonds import BY_ACT, BY_FALL, BY_LAPSE, BY_PEACE, BY_WAR, CAUSE, ENDED, HIDDEN, IN_FORCE, UNTIL
from rapallo.state.fields import FIRST_TIE
from rapallo.state.notes import forget
from rapallo.state.traces import standing
from rapallo.state.writer import set_clock
from tests.naive.view import view
from tests.worlds import Names, born


def causes(state):
    return state.bond[CAUSE, : state.counts[0]].tolist()


def ends(state):
    return state.term[ENDED, : state.counts[0]].tolist()


def test_a_mutual_tie_holds_both_ways_a_directed_one_does_not(state, x):
    x.open("league", "CAL", "AVA", treaty=5)
    x.open("warranty", "CAL", "AVA", hidden=1, until=3.5)
    assert (x.tied("league", "CAL", "AVA"), x.tied("league", "AVA", "CAL")) == (1, 1)
    assert (x.tied("warranty", "CAL", "AVA"), x.tied("warranty", "AVA", "CAL")) == (1, 0)
    assert (x.hidden("warranty", "CAL", "AVA"), x.hidden("warranty", "AVA", "CAL")) == (1, 0)
    assert state.pair[FIRST_TIE : state.roles.first_trace].sum() == 4
    # tie, holder, other, treaty, hidden, cause: the lower first unless directed
    assert state.bond[:, 0].tolist() == [x.tie("league"), x.AVA, x.CAL, 5, 0, IN_FORCE]
    assert state.bond[:, 1].tolist() == [x.tie("warranty"), x.CAL, x.AVA, 0, 1, IN_FORCE]
    assert state.term[:, 1].tolist() == [0.0, 3.5, math.inf]


def test_closing_a_tie_ends_all_its_bonds_and_no_other(state, x):
    x.open("league", "AVA", "BOR")
    x.open("league", "BOR", "AVA", hidden=1)
    x.open("league", "AVA", "CAL")
    x.open("amity", "AVA", "BOR")
    set_clock(state, 2.0)
    bonds.close_tie(state, x.tie("league"), x.BOR, x.AVA, NO_TREATY, BY_ACT)
    assert causes(state) == [BY_ACT, BY_ACT, IN_FORCE, IN_FORCE]
    assert ends(state) == [2.0, 2.0, math.inf, math.inf]
    assert [x.tied("league", "AVA", b) for b in ("BOR", "CAL")] == [0, 1]
    assert x.hidden("league", "AVA", "BOR") == 0
    # what has ended does not end again
    set_clock(state, 3.0)
    bonds.close_tie(state, x.tie("league"), x.AVA, x.BOR, NO_TREATY, BY_WAR)
    assert ends(state)[:2] == [2.0, 2.0]


def test_closing_a_directed_tie_leaves_the_other_way(state, x):
    x.open("garrison", "AVA", "BOR")
    x.open("garrison", "BOR", "AVA")
    bonds.close_tie(state, x.tie("garrison"), x.BOR, x.AVA, NO_TREATY, BY_PEACE)
    assert (x.tied("garrison", "AVA", "BOR"), x.tied("garrison", "BOR", "AVA")) == (1, 0)
    assert causes(state) == [IN_FORCE, BY_PEACE]


def test_a_treaty_ends_alone(state, x):
    x.open("amity", "AVA", "BOR", treaty=3)
    x.open("amity", "AVA", "BOR", treaty=4)
    x.open("warranty", "BOR", "AVA", treaty=3)
    x.open("amity", "AVA", "CAL", treaty=3)
    bonds.close_treaty(state, 3, x.AVA, x.BOR, BY_LAPSE)
    assert causes(state) == [BY_LAPSE, IN_FORCE, BY_LAPSE, IN_FORCE]
    assert x.tied("amity", "AVA", "BOR") == 1


def test_pacts_and_what_war_ends_end_by_property(state, x):
    for tie in ("embassy", "amity", "garrison", "feud", "vassal"):
        x.open(tie, "AVA", "BOR")
    x.open("warranty", "BOR", "AVA")
    x.open("amity", "AVA", "CAL")
    bonds.close_pacts(state, x.AVA, x.BOR, BY_ACT)
    assert causes(state) == [IN_FORCE, BY_ACT, IN_FORCE, IN_FORCE, IN_FORCE, BY_ACT, IN_FORCE]
    x.open("truce", "AVA", "BOR")
    bonds.close_at_war(state, x.BOR, x.AVA)
    assert causes(state) == [BY_WAR, BY_ACT, IN_FORCE, IN_FORCE, IN_FORCE, BY_ACT, IN_FORCE, BY_WAR]


def test_all_bonds_of_who_falls_end(state, x):
    x.open("warranty", "AVA", "BOR")
    x.open("warranty", "CAL", "AVA")
    x.open("league", "BOR", "CAL")
    bonds.close_all(state, x.AVA)
    assert causes(state) == [BY_FALL, BY_FALL, IN_FORCE]


@pytest.mark.parametrize(("treaty", "expected"), [(7, [4.0, 9.0, 4.0, 4.0]), (-1, [9.0, 9.0, 4.0, 4.0])])
def test_prolonging_the_treaty_named_or_every_pact(state, x, treaty, expected):
    x.open("amity", "AVA", "BOR", treaty=6, until=4.0)
    x.open("warranty", "BOR", "AVA", treaty=7, until=4.0)
    x.open("commerce", "AVA", "BOR", treaty=8, until=4.0)
    x.open("amity", "AVA", "CAL", treaty=7, until=4.0)
    bonds.prolong(state, treaty, x.AVA, x.BOR, 9.0)
    assert state.term[UNTIL, :4].tolist() == expected
    # an earlier end changes nothing
    bonds.prolong(state, treaty, x.AVA, x.BOR, 1.0)
    assert state.term[UNTIL, :4].tolist() == expected


def test_what_has_ended_is_not_prolonged(state, x):
    x.open("amity", "AVA", "BOR", until=4.0)
    bonds.close_pacts(state, x.AVA, x.BOR, BY_ACT)
    bonds.prolong(state, -1, x.AVA, x.BOR, 9.0)
    assert state.term[UNTIL, 0] == 4.0


def test_revealing_a_treaty(state, x):
    x.open("amity", "AVA", "BOR", treaty=3, hidden=1)
    x.open("amity", "AVA", "BOR", treaty=4, hidden=1)
    x.open("warranty", "BOR", "AVA", treaty=3, hidden=1)
    x.open("amity", "AVA", "CAL", treaty=3, hidden=1)
    bonds.reveal(state, 3, x.BOR, x.AVA)
    assert state.bond[HIDDEN, :4].tolist() == [0, 1, 0, 1]
    assert (x.tied("amity", "BOR", "AVA"), x.hidden("amity", "BOR", "AVA")) == (2, 1)
    assert (x.tied("warranty", "BOR", "AVA"), x.hidden("warranty", "BOR", "AVA")) == (1, 0)
    # a second time, or after its end, there is nothing to reveal
    bonds.reveal(state, 3, x.BOR, x.AVA)
    bonds.close_treaty(state, 4, x.AVA, x.BOR, BY_ACT)
    bonds.reveal(state, 4, x.BOR, x.AVA)
    assert x.hidden("amity", "BOR", "AVA") == 0
    assert state.bond[HIDDEN, 1] == 1


def test_a_term_ends_what_it_binds_unless_prolonged(state, x):
    x.open("commerce", "AVA", "BOR", treaty=3, until=2.0)
    x.open("commerce", "AVA", "CAL", treaty=3, until=2.5)
    x.open("commerce", "AVA", "DOR", treaty=4, until=1.0)
    set_clock(state, 2.0)
    for other in (x.BOR, x.CAL, x.DOR):
        bonds.end_term(state, 3, x.AVA, other)
    assert causes(state) == [BY_LAPSE, IN_FORCE, IN_FORCE]
    assert ends(state)[0] == 2.0
    set_clock(state, 3.0)
    bonds.end_term(state, 3, x.BOR, x.AVA)
    assert causes(state) == [BY_LAPSE, IN_FORCE, IN_FORCE]
    bonds.end_term(state, 3, x.CAL, x.AVA)
    assert ends(state)[:2] == [2.0, 3.0]


def test_of_the_treaty_named_only_its_own_bonds_of_the_tie_end(state, x):
    """A treaty that made such a tie between the two ends that one; once it has ended nothing more; another, all."""
    tie = x.tie("commerce")
    for treaty in (3, 4, 5):
        x.open("commerce", "AVA", "BOR", treaty=treaty, until=math.inf)
    bonds.close_tie(state, tie, x.BOR, x.AVA, 4, BY_ACT)
    assert causes(state) == [IN_FORCE, BY_ACT, IN_FORCE]
    bonds.close_tie(state, tie, x.BOR, x.AVA, 4, BY_ACT)
    assert causes(state) == [IN_FORCE, BY_ACT, IN_FORCE]
    bonds.close_tie(state, tie, x.BOR, x.AVA, 9, BY_ACT)
    assert causes(state) == [BY_ACT, BY_ACT, BY_ACT]


actor = st.integers(0, 10)
step = st.tuples(st.integers(0, 8), st.integers(0, 10), actor, actor, st.integers(0, 3), st.booleans())


@given(steps=st.lists(step, min_size=5, max_size=40))
@settings(max_examples=40, deadline=None)
def test_ties_equal_a_recount_of_the_bonds_in_force(small, steps):
    state = born(small)
    x = Names(small, state)
    for n, (what, word, i, j, treaty, hidden) in enumerate(steps):
        if i == j:
            continue
        set_clock(state, float(n))
        tie = FIRST_TIE + word
        if what in (0, 1, 2, 3):
            bonds.open_bond(state, tie, i, j, treaty, n + 3.0, int(hidden))
        elif what == 4:
            bonds.close_tie(state, tie, i, j, NO_TREATY, BY_ACT)
        elif what == 5:
            bonds.close_treaty(state, treaty, i, j, BY_ACT)
        elif what == 6:
            bonds.reveal(state, treaty, i, j)
        elif what == 7:
            bonds.close_at_war(state, i, j)
        else:
            bonds.close_all(state, i)
    kept, counted = (view(small, state, standing(state.settings)) for _ in range(2))
    counted.recount()
    for tie in small.vocabulary.ties:
        np.testing.assert_array_equal(kept.tie[tie.name], counted.tie[tie.name])
        np.testing.assert_array_equal(kept.secret[tie.name], counted.secret[tie.name])
        if not tie.directed:
            np.testing.assert_array_equal(kept.tie[tie.name], kept.tie[tie.name].T)
    assert (state.pair[x.tie("embassy") : state.roles.first_trace] >= 0).all()


def test_every_change_of_a_tie_is_noted(state, x):
    forget(state)
    x.open("warranty", "CAL", "AVA")
    assert state.counts[1] == 1
    assert state.notes[:, 0].tolist() == [x.tie("warranty"), x.CAL, x.AVA]
