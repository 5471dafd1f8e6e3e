"""vocabulary.toml: what is read of it, and what it may not be."""

import math

import pytest

from rapallo.errors import RecordError
from rapallo.vocabulary.read import read_vocabulary

SOUND = """
[actor_types.realm]
sovereign = true
[actor_types.guild]
[ties.feud]
role = "war"
[ties.league]
pact = true
defends = true
[values.border]
symmetric = true
high = 1
default = 0
role = "contiguity"
[covariates.creed]
low = -1
high = 1.5
role = "ideology"
[families]
force = ["raid", "feud"]
[indicators]
iron = 2
[aliases]
"Old Realm" = "OLD"
"""


def test_words_are_read_in_the_order_in_which_they_stand():
    words = read_vocabulary(SOUND)
    assert [(t.name, t.sovereign) for t in words.actor_types] == [("realm", True), ("guild", False)]
    assert words.tie_index == {"feud": 0, "league": 1}
    assert words.ties[1].pact
    assert words.ties[1].defends
    assert not words.ties[1].directed
    assert (words.values[0].low, words.values[0].high, words.values[0].default) == (-math.inf, 1, 0)
    assert math.isnan(words.covariates[0].default)
    assert words.families == {"force": ("raid", "feud")}
    assert words.indicators == {"iron": 2}
    assert words.aliases == {"old realm": "OLD"}
    assert [words.with_role(role) for role in ("war", "contiguity", "ideology", "client")] == [0, 0, 0, -1]


def test_a_byte_order_mark_changes_nothing():
    assert read_vocabulary("\ufeff" + SOUND).tie_index == read_vocabulary(SOUND).tie_index


FAULTS = [
    ("sovereign = true", "sovereign = 1", "actor_types.realm.sovereign", "1 cannot stand here", "true or false"),
    ("sovereign = true", "souverain = true", "actor_types.realm.souverain", "unknown key", "sovereign, meaning"),
    ("[actor_types.guild]", "[actor_types.guild]\n[actor_types.court]\nsovereign = true", "actor_types.court", "", ""),
    ("[actor_types.realm]", "[actor_types.any]", "any", "'any' is a word of kinds.csv", "another name"),
    ("[ties.league]", "[ties.pact]", "pact", "'pact' is a word of kinds.csv", "another name"),
    ("[ties.league]", '[ties."the league"]', "ties.the league", "is not an id", "no blanks"),
    ("[ties.league]", '[ties.league]\nrole = "war"', "ties.league.role", "given to feud already", "one word"),
    ('role = "war"', 'role = "quarrel"', "ties.feud.role", "unknown role 'quarrel'", "war, recognition"),
    ('role = "contiguity"', 'role = "war"', "values.border.role", "unknown role 'war'", "contiguity, claim, control"),
    ("low = -1", "low = 1.5", "covariates.creed", "low 1.5 is not below high 1.5", "mend"),
    ("low = -1", "low = nan", "covariates.creed.low", "nan cannot stand here", "finite"),
    ("low = -1", 'low = "a"', "covariates.creed.low", "'a' cannot stand here", "a number, unquoted"),
    ("default = 0", "default = 2", "values.border.default", "the default 2 lies outside", "range"),
    ('["raid", "feud"]', '["raid", "raid"]', "families.force", "raid stands in the family force already", "once"),
    ("iron = 2", "iron = 0", "indicators.iron", "0 cannot stand here", "a number greater than 0"),
    ('"OLD"', '""', "aliases.Old Realm", "is empty", "Give it"),
    ("[indicators]", "[weights]", "weights", "unknown key", "indicators"),
    ("[families]", "[families", "", "is not valid TOML", "Mend the line"),
]


@pytest.mark.parametrize(("old", "new", "key", "what", "repair"), FAULTS)
def test_a_fault_is_named_with_its_key_and_repair(old, new, key, what, repair):
    assert old in SOUND
    with pytest.raises(RecordError) as caught:
        read_vocabulary(SOUND.replace(old, new))
    (found,) = caught.value.problems
    assert (found.file, found.column) == ("vocabulary.toml", key)
    assert what in found.what
    assert repair in found.repair


def test_a_scenario_has_at_least_one_type_of_actor():
    with pytest.raises(RecordError, match="key actor_types: is missing"):
        read_vocabulary("")
    with pytest.raises(RecordError, match="key actor_types: is empty"):
        read_vocabulary("[actor_types]")
