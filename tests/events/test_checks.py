"""Events that their kind's rule did not allow."""

import pytest

from rapallo.events.checks import breaches
from rapallo.events.history import observed
from rapallo.events.kinds import ever_contiguous
from rapallo.record.read import read_record


@pytest.fixture
def found(small_folder):
    """The breaches of the small world with more events."""

    def check(*rows):
        path = small_folder / "events.csv"
        path.write_text(path.read_text() + "".join(f"{row},real,chronicle,,\n" for row in rows))
        return [(b.event, b.sender, b.receiver, b.rule) for b in breaches(observed(read_record(small_folder)))]

    return check


def test_the_small_world_breaks_no_rule(small):
    assert breaches(observed(small)) == []


def test_a_directed_kind_is_asked_from_sender_to_receiver(found):
    """The weavers are at home in BOR: CAL has no border with it and cannot ban them."""
    assert found("1625-ban,1625-02-01,day,ban,CAL,WEA,Ban,") == [("1625-ban", "CAL", "WEA", "home")]


def test_who_is_of_another_type_is_not_asked(found):
    """A court is no realm: what it seizes is kept and replayed, and no rule is asked."""
    assert found("1625-court,1625-02-01,day,departure,CRT,AVA,Court,") == []


def test_what_ends_a_treaty_must_find_it_in_force(found):
    rows = (
        "1625-out,1625-02-01,day,renunciation,CAL,ELM,Out,of=1620-league",
        "1625-again,1625-03-01,day,renunciation,CAL,ELM,Again,of=1620-league",
    )
    assert found(*rows) == [("1625-again", "CAL", "ELM", "agreed")]


def test_what_answers_an_event_that_opened_nothing_is_not_asked_about_it(found):
    """A raid makes no tie: to renounce what was said of it needs only that there be something to renounce."""
    assert found("1625-out,1625-02-01,day,renunciation,CAL,ELM,Out,of=1622-raid") == []


def test_other_kinds_may_name_what_has_ended(found):
    """A departure closes a garrison, whatever else it names; there must be one."""
    again = "1625-seized,1625-01-10,day,seizure,BOR,ELM,Again,"
    assert found(again, "1625-go,1625-01-20,day,departure,BOR,ELM,Go,of=1622-seized") == []


def test_a_treaty_of_many_is_a_breach_only_if_nobody_is_newly_bound(found):
    rows = (
        "1625-more,1625-02-01,day,league,CAL;ELM;AVA,,More,",
        "1625-same,1625-03-01,day,league,CAL;ELM,,Same,",
    )
    assert found(*rows) == [("1625-same", "CAL", "ELM", "open")]


def test_who_ever_shares_a_border(small):
    found = ever_contiguous(small)
    pairs = {(small.actors[i].id, small.actors[j].id) for i, j in zip(*found.nonzero(), strict=True) if i < j}
    assert pairs == {("BOR", "ELM"), ("AVA", "ELM"), ("AVA", "GAR")}
    assert (found == found.T).all()
