"""Values by hand: what each consequence does, and what it leaves."""

from __future__ import annotations

import math

import pytest

from rapallo.events.act import Act
from rapallo.events.consequences.catalogue import CONSEQUENCES, carry
from rapallo.events.kinds import CONSEQUENCE
from rapallo.state.arrays import copy_state
from rapallo.state.bonds import BY_ACT, BY_FALL, BY_PEACE, BY_WAR, CAUSE, IN_FORCE, UNTIL
from rapallo.state.fields import ABSORBED, EXISTS, FRESH, IMPUNITY
from rapallo.state.writer import remove, set_clock

PLAIN = Act(kind=0, i=0, j=1, share=1.0, real=1, secret=0, whole=0, void=0, stays=0, treaty=9, of=-1, term=math.inf)


@pytest.fixture
def act(small, state):
    def carry_out(consequence, i, j, **more):
        carry(CONSEQUENCE[consequence], state, PLAIN._replace(i=small.index[i], j=small.index.get(j, -1), **more))

    return carry_out


def causes(state):
    return state.bond[CAUSE, : state.counts[0]].tolist()


def test_catalogue():
    names = ["annexation", "gain", "installation", "lapse", "new_leader", "peace", "renewal", "satisfaction", "war"]
    assert [c.name for c in CONSEQUENCES] == names
    assert {c.name: c.roles for c in CONSEQUENCES if c.roles} == {
        "annexation": ("capability", "occupation"),
        "installation": ("ideology",),
        "peace": ("occupation",),
        "satisfaction": ("demand",),
    }
    assert all(c.meaning for c in CONSEQUENCES)


def test_gain_is_the_receivers(state, x, act):
    state.one[IMPUNITY, [x.AVA, x.BOR]] = 0.5, 0.25
    act("gain", "AVA", "BOR")
    assert state.one[IMPUNITY, [x.AVA, x.BOR]].tolist() == [0.5, 1.25]


def test_satisfaction_ends_the_demands_of_either_and_nothing_else(state, x, act):
    for tie, a, b in (("summons", "AVA", "BOR"), ("summons", "BOR", "AVA"), ("summons", "AVA", "CAL")):
        x.open(tie, a, b)
    x.open("parley", "AVA", "BOR")
    act("satisfaction", "AVA", "BOR")
    assert causes(state) == [BY_ACT, BY_ACT, IN_FORCE, IN_FORCE]


def test_new_leader_is_the_senders(state, x, act):
    state.one[FRESH] = 0.25
    act("new_leader", "AVA", "")
    assert state.one[FRESH, [x.AVA, x.BOR]].tolist() == [1.0, 0.25]


def test_installation_gives_the_senders_ideology(state, x, act):
    creed = x.covariate("creed")
    state.one[creed, [x.AVA, x.BOR]] = -0.5, 0.75
    act("installation", "AVA", "BOR")
    assert state.one[creed, [x.AVA, x.BOR]].tolist() == [-0.5, -0.5]
    assert (state.one[x.covariate("might")] == 0).all()


def test_war_ends_what_peace_built_and_halves_the_targets_impunity(state, x, act):
    state.one[IMPUNITY, [x.AVA, x.BOR]] = 3.0, 3.0
    for tie in ("embassy", "warranty", "garrison", "feud"):
        x.open(tie, "AVA", "BOR")
    x.open("embassy", "BOR", "CAL")
    act("war", "AVA", "BOR")
    assert causes(state) == [BY_WAR, BY_WAR, IN_FORCE, IN_FORCE, IN_FORCE]
    assert state.one[IMPUNITY, [x.AVA, x.BOR]].tolist() == [3.0, 1.5]


@pytest.mark.parametrize(("stays", "expected"), [(0, BY_PEACE), (1, IN_FORCE)])
def test_peace_sends_troops_home_unless_they_stay(state, x, act, stays, expected):
    x.open("garrison", "AVA", "BOR")
    x.open("garrison", "BOR", "AVA")
    x.open("garrison", "AVA", "CAL")
    x.open("feud", "AVA", "BOR")
    act("peace", "AVA", "BOR", stays=stays)
    assert causes(state) == [expected, expected, IN_FORCE, IN_FORCE]


@pytest.mark.parametrize(("of", "expected"), [(-1, [5.0, 5.0, 3.0]), (4, [3.0, 5.0, 3.0])])
def test_renewal_prolongs_from_now(state, x, act, of, expected):
    set_clock(state, 1.0)
    x.open("amity", "AVA", "BOR", treaty=3, until=3.0)
    x.open("truce", "AVA", "BOR", treaty=4, until=3.0)
    x.open("commerce", "AVA", "BOR", treaty=5, until=3.0)
    act("renewal", "BOR", "AVA", of=of, term=4.0)
    # 1 + 4
    assert state.term[UNTIL, :3].tolist() == expected


def test_annexation_of_a_part(state, x, act):
    state.one[IMPUNITY, [x.AVA, x.BOR]] = 0.5, 0.25
    state.one[x.covariate("might"), [x.AVA, x.BOR]] = 0.2, 0.1
    x.open("garrison", "AVA", "BOR")
    x.open("garrison", "BOR", "AVA")
    x.open("league", "AVA", "BOR")
    act("annexation", "AVA", "BOR")
    assert state.one[IMPUNITY, [x.AVA, x.BOR]].tolist() == [1.5, 0.25]
    assert causes(state) == [BY_ACT, IN_FORCE, IN_FORCE]
    assert state.one[x.covariate("might"), [x.AVA, x.BOR]].tolist() == [0.2, 0.1]
    assert state.one[EXISTS, x.BOR] == 1.0


def test_annexation_of_a_part_may_leave_the_occupation(state, x, act):
    x.open("garrison", "AVA", "BOR")
    act("annexation", "AVA", "BOR", stays=1)
    assert causes(state) == [IN_FORCE]


def test_annexation_of_the_whole_and_return(state, x, act):
    might = x.covariate("might")
    state.one[might, [x.AVA, x.BOR]] = 0.2, 0.1
    x.open("garrison", "AVA", "BOR")
    x.open("league", "CAL", "BOR")
    x.open("league", "CAL", "AVA")
    act("annexation", "AVA", "BOR", whole=1)
    assert state.one[IMPUNITY, x.AVA] == 1.0
    assert state.one[might, [x.AVA, x.BOR]].tolist() == pytest.approx([0.3, 0.0])
    assert state.one[EXISTS, [x.AVA, x.BOR]].tolist() == [1.0, 0.0]
    assert state.who[ABSORBED, x.BOR] == x.AVA
    assert causes(state) == [BY_FALL, BY_FALL, IN_FORCE]
    # when the annexer falls the annexed returns
    remove(state, x.AVA)
    assert state.one[EXISTS, [x.AVA, x.BOR]].tolist() == [0.0, 1.0]


def test_lapse_does_nothing_more(state, x, act):
    x.open("amity", "AVA", "BOR")
    before = copy_state(state)
    act("lapse", "AVA", "BOR")
    for name in ("pair", "one", "who", "bond", "term"):
        assert (getattr(state, name) == getattr(before, name)).all()


def test_no_other_code_does_anything(state):
    before = copy_state(state)
    assert carry(len(CONSEQUENCES), state, PLAIN) == 0
    assert (state.one == before.one).all()
