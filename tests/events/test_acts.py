"""Values by hand: what an act does to belief, memory and ties."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rapallo.state.arrays import copy_state
from rapallo.state.bonds import BY_ACT, BY_LAPSE, CAUSE, ENDED, HIDDEN, IN_FORCE, TREATY, UNTIL
from rapallo.state.fields import EXISTS, FRESH, IMPUNITY, NEAR, RUNNING_TENSION, THREAT, TRUST
from rapallo.state.writer import set_clock, set_value

PRIOR = -4.6


def moved(state, layer, x, rows):
    """A table of beliefs in which nothing but `rows` (row, column, change) differs from the prior."""
    prior = 0.0 if layer == TRUST else PRIOR
    table = np.full((11, 11), prior)
    for a, b, change in rows:
        table[getattr(x, a), getattr(x, b)] += change
    np.testing.assert_allclose(state.pair[layer], table, atol=1e-12)


@pytest.fixture
def places(state, x):
    """Nearness to Avaland, then to Borland: Calland 0.5 and 0.25; all others are far."""
    state.pair[NEAR] = 0.0
    state.pair[NEAR, x.CAL, x.AVA], state.pair[NEAR, x.CAL, x.BOR] = 0.5, 0.25
    # read the wrong way round it would be these
    state.pair[NEAR, x.AVA, x.CAL], state.pair[NEAR, x.BOR, x.CAL] = 0.9, 0.8


@pytest.mark.usefixtures("places")
def test_a_hostile_act(state, x, act):
    # a seizure: trust -1.5, threat 1.5, alarm 0.4, Goldstein -9.5, opens a garrison
    act("seizure", "AVA", "BOR", share=0.5)
    # who is near the target loses trust: 0.3 * -1.5 * 0.25; who is near the sender is alarmed: 0.4 * 0.5
    moved(state, TRUST, x, [("BOR", "AVA", -1.5), ("CAL", "AVA", -0.1125)])
    moved(state, THREAT, x, [("BOR", "AVA", 1.5), ("CAL", "AVA", 0.2)])
    # 0.5 * 9.5 / 10
    assert state.pair[state.traces.hostile, x.AVA, x.BOR] == pytest.approx(0.475)
    assert state.pair[state.traces.hostile].sum() == pytest.approx(0.475)
    assert state.pair[state.traces.friendly].sum() == 0
    assert state.moment[RUNNING_TENSION] == pytest.approx(0.475)
    assert (x.tied("garrison", "AVA", "BOR"), x.tied("garrison", "BOR", "AVA")) == (1, 0)


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(("holder", "other"), [("AVA", "BOR"), ("BOR", "AVA")])
def test_a_breach_costs_twice_the_trust_of_third_parties(state, x, act, holder, other):
    x.open("warranty", holder, other)
    act("seizure", "AVA", "BOR")
    moved(state, TRUST, x, [("BOR", "AVA", -1.5), ("CAL", "AVA", -0.225)])
    moved(state, THREAT, x, [("BOR", "AVA", 1.5), ("CAL", "AVA", 0.2)])


@pytest.mark.usefixtures("places")
def test_a_pact_with_another_or_no_pact_is_not_broken(state, x, act):
    x.open("warranty", "AVA", "CAL")
    x.open("embassy", "AVA", "BOR")
    act("seizure", "AVA", "BOR")
    moved(state, TRUST, x, [("BOR", "AVA", -1.5), ("CAL", "AVA", -0.1125)])


@pytest.mark.usefixtures("places")
def test_the_dead_and_those_without_a_state_witness_nothing(state, x, act):
    state.pair[NEAR, x.WEA] = 1.0
    state.one[EXISTS, x.CAL] = 0.0
    act("seizure", "AVA", "BOR")
    moved(state, TRUST, x, [("BOR", "AVA", -1.5)])
    moved(state, THREAT, x, [("BOR", "AVA", 1.5)])


@pytest.mark.usefixtures("places")
def test_what_is_secret_is_not_witnessed(state, x, act):
    act("seizure", "AVA", "BOR", secret=1)
    moved(state, TRUST, x, [("BOR", "AVA", -1.5)])
    moved(state, THREAT, x, [("BOR", "AVA", 1.5)])
    assert x.hidden("garrison", "AVA", "BOR") == 1


@pytest.mark.usefixtures("places")
def test_a_pact_signals_both_ways_and_alarms_rivals(state, x, act):
    hostile = state.traces.hostile
    # rivals of Borland: Calland min(1, 0.3 + 0.2), Dorland min(1, 0.7 + 0.8); of Avaland: Elmland 0.25
    state.pair[hostile, x.CAL, x.BOR], state.pair[hostile, x.BOR, x.CAL] = 0.3, 0.2
    state.pair[hostile, x.DOR, x.BOR], state.pair[hostile, x.BOR, x.DOR] = 0.7, 0.8
    state.pair[hostile, x.ELM, x.AVA] = 0.25
    set_clock(state, 2.0)
    # amity: trust 0.7, threat -0.5, alarm 0.6, Goldstein 8
    act("amity", "AVA", "BOR", term=10.0, share=0.5)
    moved(state, TRUST, x, [("BOR", "AVA", 0.7), ("AVA", "BOR", 0.7)])
    alarmed = [("CAL", "AVA", 0.3), ("DOR", "AVA", 0.6), ("ELM", "BOR", 0.15)]
    moved(state, THREAT, x, [("BOR", "AVA", -0.5), ("AVA", "BOR", -0.5), *alarmed])
    friendly = state.pair[state.traces.friendly]
    assert (friendly[x.AVA, x.BOR], friendly[x.BOR, x.AVA]) == pytest.approx((0.4, 0.4))
    assert friendly.sum() == pytest.approx(0.8)
    assert x.tied("amity", "BOR", "AVA") == 1
    # 2 + 10
    assert (state.bond[TREATY, 0], state.term[UNTIL, 0]) == (9, 12.0)


@pytest.mark.usefixtures("places")
def test_a_friendly_act_without_alarm_bears_on_the_two_alone(state, x, act):
    state.pair[state.traces.hostile, x.CAL, x.BOR] = 5.0
    # yielding: trust 0.2, threat 0, alarm 0; the receiver gains
    act("yielding", "AVA", "BOR")
    moved(state, TRUST, x, [("BOR", "AVA", 0.2)])
    moved(state, THREAT, x, [])
    assert state.one[IMPUNITY, [x.AVA, x.BOR]].tolist() == [0.0, 1.0]


@pytest.mark.usefixtures("places")
def test_a_movements_act_is_charged_to_its_patron(state, x, act):
    set_value(state, x.value("sway"), x.DOR, x.WEA, 0.4)
    # unrest: trust -0.5, threat 0.4, Goldstein -6.5
    act("unrest", "WEA", "BOR", share=0.5)
    moved(state, TRUST, x, [("BOR", "WEA", -0.5), ("BOR", "DOR", -0.2)])
    moved(state, THREAT, x, [("BOR", "WEA", 0.4), ("BOR", "DOR", 0.16)])
    hostile = state.pair[state.traces.hostile]
    # 0.5 * 0.65, and 0.4 of it
    assert (hostile[x.WEA, x.BOR], hostile[x.DOR, x.BOR]) == pytest.approx((0.325, 0.13))
    assert hostile.sum() == pytest.approx(0.455)


def test_a_patron_is_not_charged_with_what_is_done_to_itself_or_to_no_state(state, x, act):
    set_value(state, x.value("sway"), x.BOR, x.WEA, 0.4)
    act("unrest", "WEA", "BOR")
    moved(state, TRUST, x, [("BOR", "WEA", -0.5)])
    act("schism", "WEA", "DYE")
    moved(state, TRUST, x, [("BOR", "WEA", -0.5), ("DYE", "WEA", -0.8)])


@pytest.mark.usefixtures("places")
def test_what_is_not_real_moves_belief_and_nothing_else(state, x, act):
    set_value(state, x.value("sway"), x.DOR, x.WEA, 0.4)
    x.open("warranty", "AVA", "BOR")
    before = copy_state(state)
    act("seizure", "AVA", "BOR", real=0)
    act("unrest", "WEA", "BOR", real=0)
    # a breach that did not happen is no breach
    moved(state, TRUST, x, [("BOR", "AVA", -1.5), ("CAL", "AVA", -0.1125), ("BOR", "WEA", -0.5), ("BOR", "DOR", -0.2)])
    np.testing.assert_array_equal(state.pair[2:], before.pair[2:])
    np.testing.assert_array_equal(state.one, before.one)
    np.testing.assert_array_equal(state.moment, before.moment)
    assert state.counts[0] == 1


def test_a_change_of_leader_that_was_invented_changes_nobody(state, x, act):
    act("coronation", "AVA", real=0)
    assert state.one[FRESH].sum() == 0
    act("coronation", "AVA")
    assert state.one[FRESH, x.AVA] == state.one[FRESH].sum() == 1
    moved(state, TRUST, x, [])


def test_what_is_void_opens_nothing_and_has_no_consequence(state, x, act):
    act("amity", "AVA", "BOR", void=1)
    moved(state, TRUST, x, [("BOR", "AVA", 0.7), ("AVA", "BOR", 0.7)])
    assert state.pair[state.traces.friendly, x.AVA, x.BOR] == pytest.approx(0.8)
    assert x.tied("amity", "AVA", "BOR") == 0
    act("yielding", "AVA", "BOR", void=1)
    assert state.one[IMPUNITY].sum() == 0


def test_what_is_void_still_closes(state, x, act):
    x.open("amity", "AVA", "BOR")
    act("renunciation", "AVA", "BOR", void=1)
    assert x.tied("amity", "AVA", "BOR") == 0


def test_closing_a_tie_or_every_pact(state, x, act):
    for tie in ("amity", "truce", "embassy", "feud"):
        x.open(tie, "AVA", "BOR")
    x.open("garrison", "AVA", "BOR")
    x.open("garrison", "BOR", "AVA")
    set_clock(state, 5.0)
    act("renunciation", "BOR", "AVA")
    assert state.bond[CAUSE, :6].tolist() == [BY_ACT, BY_ACT, *[IN_FORCE] * 4]
    act("departure", "AVA", "BOR")
    assert state.bond[CAUSE, :6].tolist() == [BY_ACT, BY_ACT, IN_FORCE, IN_FORCE, BY_ACT, IN_FORCE]
    assert state.term[ENDED, [0, 1, 4]].tolist() == [5.0] * 3
    # peace takes the other garrison home
    act("accord", "AVA", "BOR")
    assert x.tied("feud", "AVA", "BOR") == x.tied("garrison", "BOR", "AVA") == 0
    assert x.tied("embassy", "AVA", "BOR") == 1


def test_closing_the_treaty_named(state, x, act):
    x.open("amity", "AVA", "BOR", treaty=0)
    x.open("truce", "AVA", "BOR", treaty=4)
    x.open("warranty", "BOR", "AVA", treaty=0)
    act("renunciation", "AVA", "BOR", of=0)
    assert state.bond[CAUSE, :3].tolist() == [BY_ACT, IN_FORCE, BY_ACT]
    # what names one and closes none ends nothing
    act("summons", "AVA", "BOR", of=4)
    assert x.tied("truce", "AVA", "BOR") == 1


def test_a_lapse_has_its_own_cause_and_moves_no_belief(state, x, act):
    x.open("amity", "AVA", "BOR")
    act("expiry", "AVA", "BOR")
    assert state.bond[CAUSE, 0] == BY_LAPSE
    moved(state, TRUST, x, [])


def test_an_act_opens_after_it_closes_and_war_follows(state, x, act):
    x.open("league", "AVA", "BOR")
    act("invasion", "AVA", "BOR", treaty=7)
    assert x.tied("feud", "BOR", "AVA") == 1
    assert x.tied("league", "AVA", "BOR") == 0
    assert (state.bond[HIDDEN, 1], state.bond[TREATY, 1], state.term[UNTIL, 1]) == (0, 7, math.inf)


def test_prolongation(state, x, act):
    x.open("amity", "AVA", "BOR", until=3.0)
    set_clock(state, 1.0)
    act("prolongation", "AVA", "BOR", term=5.0)
    assert state.term[UNTIL, 0] == 6.0
