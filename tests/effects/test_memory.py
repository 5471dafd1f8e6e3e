"""Values by hand: what is remembered of a pair, and of those around it."""

from __future__ import annotations

from math import log

import pytest

from rapallo.effects.catalogue import CATALOGUE
from rapallo.effects.forms import FORMS, log_one_plus, saturate, shape
from rapallo.state.fields import NEAR, PATRON
from rapallo.state.traces import Trace
from rapallo.state.writer import age, remember
from tests.worlds import Names, born


@pytest.fixture
def acts(state, x):
    """Set what is remembered: (sender, receiver, amount) in the trace of hostile acts, or another."""

    def remember(*rows, trace=state.roles.first_trace):
        for a, b, amount in rows:
            state.pair[trace, getattr(x, a), getattr(x, b)] = amount

    return remember


def test_forms():
    assert FORMS == ("saturating", "binary", "count", "log")
    # 12 / (1 + 12); 1; 3; log(1 + 3)
    assert [shape(3.0, form) for form in range(4)] == [pytest.approx(12 / 13), 1.0, 3.0, pytest.approx(log(4))]
    # one act, and a quarter of one
    assert [shape(1.0, 0), shape(0.25, 0)] == [0.8, 0.5]
    assert [shape(0.0, form) for form in range(4)] == [0.0, 0.0, 0.0, 0.0]
    assert shape(0.01, 1) == 1.0
    assert saturate(4.0) == 0.8
    assert log_one_plus(1.0) == pytest.approx(log(2))


@pytest.mark.parametrize("effect", ["hostile", "friendly", "inertia"])
def test_what_i_did_to_j(acts, state, ask, effect):
    acts(("AVA", "BOR", 1.5), ("BOR", "AVA", 0.25))
    trace = state.roles.first_trace
    # 6 / 7; 1 / 2
    assert ask(effect, "AVA", "BOR", trace, 0) == pytest.approx(6 / 7)
    assert ask(effect, "BOR", "AVA", trace, 0) == pytest.approx(0.5)
    assert ask(effect, "AVA", "BOR", trace, 2) == 1.5
    # the next trace is another one
    assert ask(effect, "AVA", "BOR", trace + 1, 2) == 0.0


def test_reciprocity_is_what_j_did_to_i(acts, state, ask):
    acts(("AVA", "BOR", 1.5), ("BOR", "AVA", 0.25))
    trace = state.roles.first_trace
    assert ask("reciprocity", "AVA", "BOR", trace, 2) == 0.25
    # 6 / 7
    assert ask("reciprocity", "BOR", "AVA", trace, 0) == pytest.approx(6 / 7)


@pytest.mark.parametrize("effect", ["cooperation", "hostility"])
def test_acts_of_two_either_way_or_one_way(acts, state, ask, effect):
    acts(("AVA", "BOR", 1.5), ("BOR", "AVA", 0.25))
    trace = state.roles.first_trace
    # either way, sent, received
    assert [ask(effect, "AVA", "BOR", trace, way, 2) for way in range(3)] == [1.75, 1.5, 0.25]
    assert [ask(effect, "BOR", "AVA", trace, way, 2) for way in range(3)] == [1.75, 0.25, 1.5]
    # 4 * 1.75 / (1 + 4 * 1.75)
    assert ask(effect, "AVA", "BOR", trace, 0, 0) == pytest.approx(0.875)


def test_rivalry_is_hostility_either_way(acts, state, ask):
    acts(("AVA", "BOR", 1.5), ("BOR", "AVA", 0.5))
    trace = state.roles.first_trace
    # (1.5 + 0.5) / (1 + 2)
    assert ask("rivalry", "AVA", "BOR", trace) == ask("rivalry", "BOR", "AVA", trace) == pytest.approx(2 / 3)


def test_transitivity_counts_two_paths(acts, state, ask):
    raids = state.roles.first_trace + 2
    acts(("AVA", "CAL", 0.1), ("CAL", "BOR", 0.2), ("AVA", "DOR", 2.0), ("DOR", "BOR", 3.0), trace=raids)
    # those who are no states count
    acts(("AVA", "WEA", 1.0), ("WEA", "BOR", 1.0), trace=raids)
    # half a path, and paths the other way round
    acts(("AVA", "ELM", 1.0), ("FEN", "BOR", 1.0), ("BOR", "GAR", 1.0), ("GAR", "AVA", 1.0), trace=raids)
    # by way of one of the two themselves
    acts(("AVA", "AVA", 1.0), ("BOR", "BOR", 1.0), ("AVA", "BOR", 1.0), trace=raids)
    assert ask("transitivity", "AVA", "BOR", raids) == 3.0
    assert ask("transitivity", "BOR", "AVA", raids) == 1.0


def test_shared_partners_and_cycles_count_two_paths(acts, state, ask):
    raids = state.roles.first_trace + 2
    # both to Calland and the guild; Dorland to both
    acts(("AVA", "CAL", 0.1), ("BOR", "CAL", 2.0), ("AVA", "WEA", 1.0), ("BOR", "WEA", 1.0), trace=raids)
    acts(("DOR", "AVA", 0.5), ("DOR", "BOR", 0.1), trace=raids)
    # from Borland to Avaland by way of Elmland, Fenland and Garland, and by way of Calland
    acts(("BOR", "ELM", 1.0), ("ELM", "AVA", 1.0), ("BOR", "FEN", 1.0), ("FEN", "AVA", 0.1), trace=raids)
    acts(("BOR", "GAR", 1.0), ("GAR", "AVA", 1.0), ("CAL", "AVA", 1.0), trace=raids)
    # by way of one of the two themselves
    acts(("AVA", "AVA", 1.0), ("BOR", "BOR", 1.0), ("AVA", "BOR", 1.0), ("BOR", "AVA", 1.0), trace=raids)
    assert ask("outgoing_shared", "AVA", "BOR", raids) == ask("outgoing_shared", "BOR", "AVA", raids) == 2.0
    assert ask("incoming_shared", "AVA", "BOR", raids) == ask("incoming_shared", "BOR", "AVA", raids) == 1.0
    assert ask("cyclic_closure", "AVA", "BOR", raids) == ask("transitivity", "BOR", "AVA", raids) == 4.0
    assert ask("cyclic_closure", "BOR", "AVA", raids) == ask("transitivity", "AVA", "BOR", raids) == 0.0


def test_degrees_are_of_one_actor_with_all_others(acts, state, ask):
    raids = state.roles.first_trace + 2
    # the guild and the other of the two count, the actor itself does not
    acts(("AVA", "BOR", 1.0), ("AVA", "CAL", 0.5), ("AVA", "WEA", 0.25), ("AVA", "AVA", 8.0), trace=raids)
    acts(("CAL", "BOR", 2.0), ("BOR", "BOR", 8.0), ("BOR", "AVA", 0.125), trace=raids)
    # sender, receiver
    assert [ask("outdegree", "AVA", "BOR", raids, side, 2) for side in range(2)] == [1.75, 0.125]
    assert [ask("indegree", "AVA", "BOR", raids, side, 2) for side in range(2)] == [0.125, 3.0]
    # 4 * 1.75 / (1 + 4 * 1.75); log(1 + 3)
    assert ask("outdegree", "BOR", "AVA", raids, 1, 0) == pytest.approx(0.875)
    assert ask("indegree", "BOR", "AVA", raids, 0, 3) == pytest.approx(log(4))


def test_recency_is_of_the_last_act_alone(small):
    state = born(small, [Trace("raid", 2.0, latest=True), Trace("raid", 2.0)])
    x, latest = Names(small, state), state.roles.first_trace + 2

    def ask(effect, a, b, *arguments):
        return CATALOGUE[effect].value(state, small.index[a], small.index[b], *arguments)

    # a raid and half a one, two years between them, and a year since
    for share, years in ((1.0, 2.0), (0.5, 1.0)):
        remember(state, x.kind("raid"), x.AVA, x.BOR, share)
        age(state, years)
    assert ask("recency", "AVA", "BOR", latest) == pytest.approx(0.5**0.5)
    assert ask("recency", "BOR", "AVA", latest) == ask("recency", "AVA", "CAL", latest) == 0.0
    # beside it what adds up: (1/2 + 1/2) * 2^(-1/2); another kind changes neither
    remember(state, x.kind("amity"), x.AVA, x.BOR, 1.0)
    assert ask("inertia", "AVA", "BOR", latest + 1, 2) == pytest.approx(0.5**0.5)
    assert ask("recency", "AVA", "BOR", latest) == pytest.approx(0.5**0.5)
    # two more raids on one day are one
    for _ in range(2):
        remember(state, x.kind("raid"), x.AVA, x.BOR, 1.0)
    assert ask("recency", "AVA", "BOR", latest) == 1.0
    assert ask("inertia", "AVA", "BOR", latest + 1, 2) == pytest.approx(2.0 + 0.5**0.5)


def test_balance_of_threat(acts, state, x, ask):
    state.one[state.roles.capability, [x.AVA, x.BOR]] = 0.2, 0.3
    state.pair[NEAR, x.AVA, x.BOR], state.pair[NEAR, x.BOR, x.AVA] = 0.4, 0.9
    acts(("BOR", "AVA", 0.5), ("AVA", "BOR", 2.0))
    # y = 10 * 0.3 * 0.4 * 0.5 = 0.6; 0.6 / 1.6
    assert ask("balance_of_threat", "AVA", "BOR", state.roles.first_trace) == pytest.approx(0.375)


def test_client_activity_is_charged_to_the_patron(acts, state, x, ask):
    control = state.roles.control
    for client, patron in (("WEA", "AVA"), ("MER", "AVA"), ("DYE", "BOR"), ("ELM", "AVA")):
        state.who[PATRON, getattr(x, client)] = getattr(x, patron)
    for client, share in (("WEA", 0.7), ("MER", 1.0), ("DYE", 0.3), ("ELM", 1.0)):
        state.pair[control, x.AVA, getattr(x, client)] = share
    state.pair[control, x.WEA, x.AVA] = 0.9
    # another's client, and a state, are not counted; nor what is done to the movement
    acts(("WEA", "DOR", 0.5), ("MER", "DOR", 0.25), ("DYE", "DOR", 5.0), ("ELM", "DOR", 9.0), ("DOR", "WEA", 3.0))
    # y = 0.7 * 0.5 + 1 * 0.25 = 0.6; 0.6 / 1.6
    assert ask("client_activity", "DOR", "AVA", state.roles.first_trace) == pytest.approx(0.375)
    assert ask("client_activity", "AVA", "DOR", state.roles.first_trace) == 0.0


def test_common_enemy(acts, state, ask):
    # enmity with Calland: (0.5 + 0.3) / 2 = 0.4 and (0.25 + 0.75) / 2 = 0.5
    acts(("AVA", "CAL", 0.5), ("CAL", "AVA", 0.3), ("BOR", "CAL", 0.25), ("CAL", "BOR", 0.75))
    # with Dorland: min(1, 3 / 2) = 1 and 0.2 / 2 = 0.1
    acts(("AVA", "DOR", 3.0), ("DOR", "BOR", 0.2))
    # an enemy of one only; a guild; the two themselves
    acts(("AVA", "ELM", 0.8), ("AVA", "WEA", 1.0), ("BOR", "WEA", 1.0))
    acts(("AVA", "BOR", 2.0), ("BOR", "AVA", 1.0), ("AVA", "AVA", 4.0), ("BOR", "BOR", 4.0))
    # 0.4 * 0.5 + 1 * 0.1 = 0.3
    trace = state.roles.first_trace
    assert ask("common_enemy", "AVA", "BOR", trace) == pytest.approx(log(1.3))
    assert ask("common_enemy", "BOR", "AVA", trace) == pytest.approx(log(1.3))
    # Elmland has no enemy but Avaland, to whom Borland is hostile: min(1, 0.8 / 2) * min(1, 3 / 2)
    assert ask("common_enemy", "BOR", "ELM", trace) == pytest.approx(log(1.4))


def test_enemys_ally(acts, state, x, ask):
    acts(("AVA", "CAL", 0.5), ("CAL", "AVA", 0.3), ("DOR", "AVA", 3.0), ("AVA", "FEN", 1.2), ("AVA", "ELM", 0.8))
    acts(("AVA", "GAR", 0.5), ("AVA", "AVA", 2.0), ("AVA", "BOR", 2.0), ("AVA", "WEA", 2.0))
    x.open("amity", "BOR", "CAL")
    x.open("warranty", "DOR", "BOR")
    # neither secret, nor without camp, nor of a guild
    x.open("amity", "BOR", "FEN", hidden=1)
    x.open("truce", "BOR", "ELM")
    x.open("amity", "BOR", "WEA")
    # nor the two themselves
    x.open("league", "AVA", "BOR")
    state.pair[x.tie("league"), x.BOR, x.BOR] = 1.0
    # 0.4 + min(1, 1.5) = 1.4
    assert ask("enemys_ally", "AVA", "BOR", state.roles.first_trace) == pytest.approx(log(2.4))
    # Borland's guarantee of Garland counts as well: + 0.25
    x.open("warranty", "BOR", "GAR")
    assert ask("enemys_ally", "AVA", "BOR", state.roles.first_trace) == pytest.approx(log(2.65))


def test_activity_is_what_all_have_done(state, x, ask):
    trace = state.roles.first_trace + 2
    for a, b in (("AVA", "BOR"), ("AVA", "BOR"), ("DOR", "CAL")):
        remember(state, x.kind("raid"), getattr(x, a), getattr(x, b), 0.5)
    # three halves, and after a half-life of two years three quarters, for every pair
    assert ask("activity", "AVA", "BOR", trace, 2) == ask("activity", "ELM", "FEN", trace, 2) == 1.5
    age(state, 2.0)
    assert ask("activity", "AVA", "BOR", trace, 2) == pytest.approx(0.75)
    # 3 / (1 + 3)
    assert ask("activity", "AVA", "BOR", trace, 0) == pytest.approx(0.75)
