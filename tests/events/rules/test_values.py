"""Every risk rule: what it takes to hold, and each thing that it does not ask for."""

from __future__ import annotations

import pytest

from rapallo.events.kinds import RULE
from rapallo.events.rules.catalogue import RULES, allows
from rapallo.events.rules.rule import Pair
from rapallo.state.fields import HOME


@pytest.fixture
def holds(small, state, x):
    """Whether a rule holds for two actors by id, for a kind that names a tie."""

    def ask(rule, i, j, tie=""):
        place = x.tie(tie) if tie else -1
        return bool(allows(RULE[rule], state, Pair(place, small.index[i], small.index[j])))

    return ask


def test_catalogue():
    names = "affiliable agreed always annexable held home joinable none open peace same_home war"
    assert [rule.name for rule in RULES] == names.split()
    assert all(rule.meaning for rule in RULES)


def test_always_and_never(holds):
    assert holds("always", "AVA", "BOR")
    assert not holds("none", "AVA", "BOR")


def test_open(holds, x):
    assert holds("open", "AVA", "BOR", "warranty")
    x.open("amity", "AVA", "BOR")
    assert holds("open", "AVA", "BOR", "warranty")
    x.open("warranty", "AVA", "BOR", hidden=1)
    assert not holds("open", "AVA", "BOR", "warranty")
    assert holds("open", "BOR", "AVA", "warranty")
    x.open("feud", "BOR", "AVA")
    assert not holds("open", "BOR", "AVA", "warranty")
    assert holds("open", "BOR", "CAL", "warranty")


def test_held(holds, x):
    x.open("garrison", "AVA", "BOR")
    assert holds("held", "AVA", "BOR", "garrison")
    assert not holds("held", "BOR", "AVA", "garrison")
    assert not holds("held", "AVA", "BOR", "vassal")
    assert not holds("held", "AVA", "BOR")


def test_agreed_by_a_pact_either_way(holds, x):
    x.open("embassy", "AVA", "BOR")
    assert not holds("agreed", "AVA", "BOR")
    x.open("warranty", "AVA", "BOR", hidden=1)
    assert holds("agreed", "AVA", "BOR")
    assert holds("agreed", "BOR", "AVA")
    assert not holds("agreed", "AVA", "CAL")


def test_agreed_by_the_kinds_own_tie(holds, x):
    x.open("embassy", "AVA", "BOR")
    assert holds("agreed", "AVA", "BOR", "embassy")
    assert not holds("agreed", "AVA", "BOR", "commerce")


def test_agreed_by_memory_above_the_bound(holds, state, x):
    state.pair[state.traces.friendly, x.AVA, x.BOR] = 0.08
    state.pair[state.traces.hostile, x.AVA, x.BOR] = 5.0
    assert not holds("agreed", "AVA", "BOR")
    state.pair[state.traces.friendly, x.AVA, x.BOR] = 0.081
    assert holds("agreed", "AVA", "BOR")
    assert not holds("agreed", "BOR", "AVA")


def test_peace_and_war(holds, x):
    x.open("feud", "AVA", "BOR")
    assert holds("war", "BOR", "AVA")
    assert not holds("peace", "AVA", "BOR")
    assert holds("peace", "AVA", "CAL")
    assert not holds("war", "AVA", "CAL")


def test_joinable(holds, x):
    assert not holds("joinable", "AVA", "BOR")
    x.open("feud", "BOR", "WEA")
    assert not holds("joinable", "AVA", "BOR")
    x.open("feud", "BOR", "CAL")
    assert holds("joinable", "AVA", "BOR")
    assert not holds("joinable", "BOR", "AVA")
    # a second enemy of one's own to join against, but not whom one fights already
    assert not holds("joinable", "CAL", "BOR")
    x.open("feud", "AVA", "BOR")
    assert not holds("joinable", "AVA", "BOR")


@pytest.mark.parametrize("tie", ["garrison", "vassal"])
def test_annexable_by_a_directed_tie(holds, x, tie):
    x.open(tie, "AVA", "BOR")
    assert holds("annexable", "AVA", "BOR")
    assert not holds("annexable", "BOR", "AVA")


def test_annexable_by_part_of_a_claim(holds, state, x):
    state.pair[x.value("pretension"), x.AVA, x.CAL] = 0.4
    assert holds("annexable", "AVA", "CAL")
    assert not holds("annexable", "CAL", "AVA")


def test_annexable_by_war(holds, x):
    x.open("league", "AVA", "CAL")
    x.open("feud", "AVA", "BOR")
    assert holds("annexable", "AVA", "BOR")
    assert not holds("annexable", "AVA", "CAL")


@pytest.mark.parametrize("value", ["pretension", "border"])
def test_annexable_by_a_value(holds, state, x, value):
    state.pair[x.value(value), x.AVA, x.BOR] = 0.1
    assert holds("annexable", "AVA", "BOR")
    assert not holds("annexable", "BOR", "AVA")
    state.pair[x.value("regard"), x.AVA, x.CAL] = 1.0
    state.pair[x.value("sway"), x.AVA, x.CAL] = 1.0
    assert not holds("annexable", "AVA", "CAL")


def test_a_role_that_nobody_plays_puts_nobody_in_reach(state, x):
    state.pair[x.value("pretension"), x.AVA, x.BOR] = state.pair[x.value("border"), x.AVA, x.BOR] = 1.0
    x.open("garrison", "AVA", "BOR")
    without = state._replace(roles=state.roles._replace(occupation=-1, war=-1, client=-1, claim=-1, contiguity=-1))
    assert not allows(RULE["annexable"], without, Pair(-1, x.AVA, x.BOR))
    # nor can a movement cross a border
    assert not allows(RULE["home"], without, Pair(-1, x.WEA, x.AVA))
    assert allows(RULE["home"], without, Pair(-1, x.WEA, x.BOR))


def test_home(holds, state, x):
    # at home, either way round; elsewhere only across a border of the home
    assert holds("home", "WEA", "BOR")
    assert holds("home", "BOR", "WEA")
    assert not holds("home", "WEA", "ELM")
    state.pair[x.value("border"), x.BOR, x.ELM] = 1.0
    assert holds("home", "WEA", "ELM")
    assert holds("home", "ELM", "WEA")
    state.pair[x.value("border"), x.AVA, x.BOR] = 1.0
    assert not holds("home", "WEA", "AVA")
    # without a home, anywhere
    assert holds("home", "MER", "ELM")
    assert holds("home", "ELM", "MER")


def test_same_home(holds, state, x):
    assert holds("same_home", "WEA", "DYE", "compact")
    # an International is at home with every party, not with another
    assert holds("same_home", "WEA", "MER", "compact")
    assert holds("same_home", "MER", "WEA", "compact")
    assert not holds("same_home", "MER", "CRT", "compact")
    state.who[HOME, x.DYE] = x.CAL
    assert not holds("same_home", "WEA", "DYE", "compact")
    x.open("compact", "WEA", "MER")
    assert not holds("same_home", "WEA", "MER", "compact")
    assert holds("same_home", "WEA", "MER", "seat")


def test_affiliable(holds, x):
    assert holds("affiliable", "WEA", "MER", "seat")
    assert holds("affiliable", "MER", "WEA", "seat")
    assert not holds("affiliable", "WEA", "DYE", "seat")
    assert not holds("affiliable", "MER", "CRT", "seat")
    x.open("seat", "WEA", "MER")
    assert not holds("affiliable", "WEA", "MER", "seat")
    assert holds("affiliable", "DYE", "MER", "seat")
