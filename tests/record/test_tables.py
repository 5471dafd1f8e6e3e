import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapallo.errors import UsageError
from rapallo.record.clock import month_starts, parse_date, to_date, to_time
from rapallo.record.tables import Event


def event(side_a, side_b=(), **attributes):
    return Event("x", 0.0, dt.date(1920, 1, 1), "day", "defence", side_a, side_b, "x", attributes)


def test_a_treaty_of_n_weighs_two_over_n_for_each_pair():
    treaty = event(("A", "B", "C", "D"))
    assert len(treaty.pairs(consent=True)) == 6
    assert treaty.weight(consent=True) == pytest.approx(2 / 4)


def test_a_bilateral_treaty_and_a_guarantee_by_two_weigh_one_a_pair():
    assert event(("A",), ("B",)).weight(consent=True) == 1
    assert event(("A", "B"), ("C",)).weight(consent=False) == 1


def test_a_peace_between_camps_joins_across_them():
    peace = event(("A", "B", "C"), ("D",))
    assert peace.pairs(consent=True) == [("A", "D"), ("B", "D"), ("C", "D")]
    assert peace.weight(consent=True) == 1


def test_an_accession_is_one_joining():
    late = event(("E",), ("A", "B", "C"), accession="x")
    assert late.weight(consent=True) == pytest.approx(1 / 3)


def test_a_directed_event_without_receiver_has_no_pair():
    assert event(("A", "B")).pairs(consent=False) == []
    assert event(("A",)).weight(consent=False) == 0


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_time_and_date_are_inverse(date):
    assert to_date(to_time(date)) == date


def test_month_starts_lie_after_the_beginning():
    assert month_starts(dt.date(1920, 11, 30), dt.date(1921, 2, 1)) == [
        dt.date(1920, 12, 1),
        dt.date(1921, 1, 1),
        dt.date(1921, 2, 1),
    ]


def test_a_bad_date_is_named():
    with pytest.raises(UsageError, match=r"--at: '23 August' is not a date. Write YYYY-MM-DD"):
        parse_date("23 August", "--at")


def test_near_names_are_offered(small):
    with pytest.raises(UsageError, match=r"There is no actor 'ava'. Did you mean AVA"):
        small.actor("ava")
    with pytest.raises(UsageError, match="Did you mean 1622-invasion"):
        small.event("1622-invason")


def test_actors_stand_by_type(small):
    types = [a.type for a in small.actors]
    assert types == sorted(types, key=["realm", "guild", "court"].index)
