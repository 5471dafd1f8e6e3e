"""Events and actors under the names that people use."""

import dataclasses
import datetime as dt

import pytest

from rapallo.errors import UsageError
from rapallo.record.find import actor_named, find_events, fold, kind_named


def ids(events):
    return [event.id for event in events]


@pytest.fixture(scope="module")
def spelt(small):
    """The small world with names that have accents, two parts and several words."""
    elm = small.index["ELM"]
    actors = list(small.actors)
    actors[elm] = dataclasses.replace(actors[elm], name="Élmgrub / Elmland")
    events = [dataclasses.replace(e, note="The Anschluß of Münch") if e.id == "1622-raid" else e for e in small.events]
    return dataclasses.replace(small, actors=tuple(actors), events=tuple(events))


def test_text_is_compared_without_case_accents_and_underlines():
    assert fold("  MÜNICH\tAnschluß non_aggression ") == "munich anschluss non aggression"


@pytest.mark.parametrize("name", ["BOR", "bor", "Borland", "BORLAND", "kingdom of  Borland"])
def test_an_actor_answers_to_id_name_and_alias(small, name):
    assert actor_named(small, name).id == "BOR"


@pytest.mark.parametrize("name", ["elmgrub", "Élmgrub", "Elmland", "Elmgrub / Elmland"])
def test_an_actor_answers_to_each_part_of_its_name(spelt, name):
    assert actor_named(spelt, name).id == "ELM"


def test_an_unknown_actor_is_refused_with_the_nearest(small):
    with pytest.raises(UsageError, match=r"There is no actor 'Borlnd'. Did you mean Borland"):
        actor_named(small, "Borlnd")
    with pytest.raises(UsageError, match=r"There is no actor 'league'"):
        actor_named(small, "league")


def test_a_kind_answers_to_an_alias(small):
    assert kind_named(small, "allies").name == "league"
    with pytest.raises(UsageError, match=r"There is no kind 'rade'. Did you mean raid"):
        kind_named(small, "rade")


def test_words_must_all_be_there(small):
    assert ids(find_events(small, "three ALLIES")) == ["1620-league"]
    assert ids(find_events(small, "three four")) == []
    assert ids(find_events(small, "stage=peace")) == ["1623-accord"]


def test_a_name_in_the_text_stands_for_the_actor(small):
    assert ids(find_events(small, "kingdom of borland invasion")) == ["1622-invasion"]
    assert ids(find_events(small, "Garland")) == ["1624-absorbed"]


def test_accents_and_sharp_s_do_not_matter(spelt):
    assert ids(find_events(spelt, "anschluss munch")) == ["1622-raid"]
    assert ids(find_events(spelt, "Anschluß Münch")) == ["1622-raid"]


def test_actor_kind_and_span_are_asked_together(small):
    found = find_events(small, actor="Borland", kind="accord", first=dt.date(1623, 2, 1), last=dt.date(1623, 2, 1))
    assert ids(found) == ["1623-accord"]
    assert len(find_events(small)) == 18


def test_a_span_that_ends_before_it_begins_is_refused(small):
    with pytest.raises(UsageError, match="from 1623-01-01 to 1622-12-31 ends before it begins"):
        find_events(small, first=dt.date(1623, 1, 1), last=dt.date(1622, 12, 31))
