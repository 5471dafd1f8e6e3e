"""Values by hand: effects of ties, of the two and of third states."""

from __future__ import annotations

from math import log

import pytest

from rapallo.effects.forms import EITHER, RECEIVED, SENT
from rapallo.state.fields import EXISTS, NEAR

HALF, TENTH, WHOLE = 0.5, 0.1, 1.0


def test_a_tie_counts_once_and_by_direction(x, ask):
    x.open("warranty", "AVA", "BOR")
    x.open("warranty", "AVA", "BOR", hidden=1)
    assert ask("tie", "AVA", "BOR", x.tie("warranty"), SENT) == 1.0
    assert ask("tie", "BOR", "AVA", x.tie("warranty"), SENT) == 0.0
    # the parties know what is secret
    x.open("amity", "AVA", "CAL", hidden=1)
    assert ask("tie", "CAL", "AVA", x.tie("amity"), SENT) == 1.0


def test_belligerence(x, ask):
    for enemy in ("CAL", "DOR", "WEA"):
        x.open("feud", "AVA", enemy)
    x.open("feud", "BOR", "ELM")
    # two states; one; the guild does not count
    assert ask("belligerence", "AVA", "BOR", 0) == pytest.approx(log(3))
    assert ask("belligerence", "AVA", "BOR", 1) == pytest.approx(log(2))


def test_cobelligerence(x, ask):
    for one, other in (("AVA", "CAL"), ("AVA", "DOR"), ("AVA", "WEA"), ("BOR", "CAL"), ("BOR", "ELM"), ("BOR", "WEA")):
        x.open("feud", one, other)
    # Calland alone fights both
    assert ask("cobelligerence", "AVA", "BOR") == pytest.approx(log(2))
    assert ask("cobelligerence", "AVA", "FEN") == 0.0


def test_common_ally(state, x, ask):
    x.open("amity", "AVA", "CAL")
    x.open("warranty", "CAL", "BOR")
    # an open treaty beside a secret one is open; a guarantee aligns either way
    x.open("league", "AVA", "FEN", hidden=1)
    x.open("league", "AVA", "FEN")
    x.open("warranty", "BOR", "FEN")
    # a truce does not align, a secret tie is not known, a guild is no ally, nor are the two themselves
    x.open("league", "AVA", "DOR")
    x.open("truce", "DOR", "BOR")
    x.open("amity", "AVA", "ELM", hidden=1)
    x.open("league", "ELM", "BOR")
    x.open("amity", "AVA", "WEA")
    x.open("amity", "WEA", "BOR")
    x.open("league", "AVA", "BOR")
    state.pair[x.tie("league"), [x.AVA, x.BOR], [x.AVA, x.BOR]] = 1.0
    # Calland and Fenland
    assert ask("common_ally", "AVA", "BOR") == pytest.approx(log(3))
    assert ask("common_ally", "BOR", "AVA") == pytest.approx(log(3))


def test_shared_partners(state, x, ask):
    # either way; those who are no states count; an open treaty beside a secret one is open
    x.open("warranty", "AVA", "CAL")
    x.open("warranty", "CAL", "BOR")
    x.open("warranty", "WEA", "AVA")
    x.open("warranty", "BOR", "WEA")
    x.open("warranty", "AVA", "FEN", hidden=1)
    x.open("warranty", "AVA", "FEN")
    x.open("warranty", "BOR", "FEN")
    # with one only, by another tie, in secret, with the dead, with the two themselves
    x.open("warranty", "AVA", "DOR")
    x.open("league", "DOR", "BOR")
    x.open("warranty", "AVA", "ELM", hidden=1)
    x.open("warranty", "ELM", "BOR")
    x.open("warranty", "GAR", "AVA")
    x.open("warranty", "GAR", "BOR")
    state.one[EXISTS, x.GAR] = 0.0
    x.open("warranty", "AVA", "BOR")
    state.pair[x.tie("warranty"), [x.AVA, x.BOR], [x.AVA, x.BOR]] = 1.0
    # Calland, the guild and Fenland
    assert ask("shared_partners", "AVA", "BOR", x.tie("warranty")) == pytest.approx(log(4))
    assert ask("shared_partners", "BOR", "AVA", x.tie("warranty")) == pytest.approx(log(4))
    assert ask("shared_partners", "AVA", "BOR", x.tie("league")) == 0.0


def test_deterrence(state, x, ask):
    might = {"AVA": 0.2, "BOR": 0.35, "CAL": 0.05, "DOR": 0.02, "ELM": 0.3, "FEN": 0.4, "GAR": 0.1, "WEA": 0.7}
    for name, share in might.items():
        state.one[state.roles.capability, getattr(x, name)] = share
    x.open("warranty", "CAL", "BOR")
    x.open("league", "BOR", "DOR")
    # the target's own guarantee, a secret one, one of the dead, of a guild, of the sender, of the target
    x.open("warranty", "BOR", "ELM")
    x.open("amity", "BOR", "ELM")
    x.open("warranty", "FEN", "BOR", hidden=1)
    x.open("league", "GAR", "BOR")
    state.one[EXISTS, x.GAR] = 0.0
    x.open("league", "WEA", "BOR")
    x.open("league", "AVA", "BOR")
    state.pair[x.tie("league"), x.BOR, x.BOR] = 1.0
    # 100 * (0.05 + 0.02) = 7
    assert ask("deterrence", "AVA", "BOR") == pytest.approx(log(8))
    # Borland and nobody else stands behind Elmland: 35
    assert ask("deterrence", "AVA", "ELM") == pytest.approx(log(36))


def test_obligation_is_to_the_enemy_of_j(x, ask):
    x.open("feud", "BOR", "ELM")
    assert ask("obligation", "AVA", "BOR") == 0.0
    # bound to confer only, and whom the other is bound to defend
    x.open("amity", "AVA", "ELM")
    x.open("warranty", "ELM", "AVA")
    assert ask("obligation", "AVA", "BOR") == 0.0
    # a secret promise is one
    x.open("warranty", "AVA", "ELM", hidden=1)
    assert ask("obligation", "AVA", "BOR") == 1.0
    assert ask("obligation", "BOR", "AVA") == 0.0
    assert ask("obligation", "AVA", "CAL") == 0.0


def test_obligation_is_to_third_states_only(state, x, ask):
    x.open("feud", "AVA", "BOR")
    x.open("league", "AVA", "BOR")
    x.open("feud", "BOR", "WEA")
    x.open("league", "AVA", "WEA")
    league, feud = x.tie("league"), x.tie("feud")
    state.pair[league, x.AVA, x.AVA] = state.pair[feud, x.BOR, x.BOR] = 1.0
    assert ask("obligation", "AVA", "BOR") == 0.0


@pytest.fixture
def bonds(state, x):
    x.open("league", "AVA", "CAL")
    x.open("warranty", "BOR", "AVA")
    for other in ("CAL", "ELM", "FEN", "WEA"):
        x.open("embassy", "AVA", other)
    x.open("seat", "AVA", "CRT")
    # secret, without camp, of a guild, with itself, and a seat in a state
    x.open("amity", "AVA", "DOR", hidden=1)
    x.open("truce", "AVA", "ELM")
    x.open("league", "AVA", "DYE")
    x.open("seat", "AVA", "GAR")
    state.pair[[x.tie("league"), x.tie("embassy")], x.AVA, x.AVA] = 1.0


@pytest.mark.usefixtures("bonds")
def test_isolation(ask):
    # two partners, three relations, one membership: 1 / (1 + 2 * 0.5 + 3 * 0.1 + 1)
    assert ask("isolation", "AVA", "BOR", 0, HALF, TENTH, WHOLE) == pytest.approx(1 / 3.3)
    # one partner: 1 / 1.5
    assert ask("isolation", "AVA", "BOR", 1, HALF, TENTH, WHOLE) == pytest.approx(2 / 3)
    # 1 / (1 + 2 * 0.25 + 3 * 0.5 + 2)
    assert ask("isolation", "AVA", "BOR", 0, 0.25, 0.5, 2.0) == pytest.approx(0.2)


@pytest.mark.usefixtures("bonds")
def test_mutual_isolation(ask):
    # 1 / 3.3 * 1 / 1.5
    assert ask("mutual_isolation", "AVA", "BOR", HALF, TENTH, WHOLE) == pytest.approx(1 / 4.95)
    # 0.2 * 1 / 1.25
    assert ask("mutual_isolation", "BOR", "AVA", 0.25, 0.5, 2.0) == pytest.approx(0.16)


def test_a_tie_is_asked_for_from_either_side(x, ask):
    x.open("warranty", "AVA", "BOR")
    ways = (EITHER, SENT, RECEIVED)
    assert [ask("tie", "AVA", "BOR", x.tie("warranty"), way) for way in ways] == [1.0, 1.0, 0.0]
    assert [ask("tie", "BOR", "AVA", x.tie("warranty"), way) for way in ways] == [1.0, 0.0, 1.0]
    assert ask("tie", "AVA", "CAL", x.tie("warranty"), EITHER) == 0.0


def test_a_negotiation_is_any_tie_that_awaits_an_answer(x, ask):
    # a treaty awaits none, and a demand is no negotiation here
    x.open("amity", "AVA", "BOR")
    x.open("summons", "AVA", "BOR")
    assert ask("negotiation", "AVA", "BOR") == 0.0
    x.open("parley", "AVA", "BOR", hidden=1)
    assert ask("negotiation", "AVA", "BOR") == ask("negotiation", "BOR", "AVA") == 1.0
    assert ask("negotiation", "AVA", "CAL") == 0.0


def test_allies_at_war_are_friends_of_i_whom_j_fights(x, ask):
    for other in ("CAL", "DOR", "ELM"):
        x.open("feud", "BOR", other)
    # aligned: in amity with Cal, warrantor of Dor; what is secret, and a truce, align nobody
    x.open("amity", "AVA", "CAL")
    x.open("warranty", "AVA", "DOR")
    x.open("league", "AVA", "ELM", hidden=1)
    assert ask("allies_at_war", "AVA", "BOR") == pytest.approx(log(3))
    assert ask("allies_at_war", "CAL", "BOR") == ask("allies_at_war", "BOR", "AVA") == 0.0


def test_occupied_counts_who_stands_on_the_land(x, ask):
    x.open("garrison", "CAL", "AVA")
    x.open("garrison", "DOR", "AVA")
    x.open("garrison", "AVA", "BOR")
    # two in Avaland, one in Borland
    assert [ask("occupied", "AVA", "BOR", side) for side in (0, 1)] == [pytest.approx(log(3)), pytest.approx(log(2))]
    assert ask("occupied", "CAL", "DOR", 0) == 0.0


def test_war_near_by_is_that_of_third_states_by_nearness(state, x, ask):
    state.pair[NEAR] = 0.0
    for a, b, near in (("AVA", "CAL", 0.5), ("AVA", "DOR", 0.25), ("BOR", "DOR", 0.75), ("AVA", "BOR", 1.0)):
        state.pair[NEAR, getattr(x, a), getattr(x, b)] = near
    assert ask("war_nearby", "AVA", "BOR", 0) == 0.0
    # Bor fights too, and is the other side of the pair
    x.open("feud", "CAL", "DOR")
    x.open("feud", "BOR", "DOR")
    assert ask("war_nearby", "AVA", "BOR", 0) == pytest.approx(log(1.75))
    assert ask("war_nearby", "AVA", "BOR", 1) == pytest.approx(log(1.75))
    # between Ava and Cal: Dor at .25 and Bor at 1
    assert ask("war_nearby", "AVA", "CAL", 0) == pytest.approx(log(2.25))


def test_neighbouring_allies_border_on_j_and_stand_with_it(state, x, ask):
    for name, might in (("AVA", 0.5), ("CAL", 0.02), ("DOR", 0.04), ("ELM", 0.08)):
        state.one[state.roles.capability, getattr(x, name)] = might
    for name in ("AVA", "CAL", "DOR"):
        state.pair[state.roles.contiguity, x.BOR, getattr(x, name)] = 1.0
    # Ava is the one asked about, Dor borders on Bor but stands with nobody, Elm stands with it from afar
    for name in ("AVA", "CAL", "ELM"):
        x.open("amity", "BOR", name)
    assert ask("neighbouring_allies", "AVA", "BOR") == pytest.approx(log(3))
    state.one[EXISTS, x.CAL] = 0.0
    assert ask("neighbouring_allies", "AVA", "BOR") == 0.0
