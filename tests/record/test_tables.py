import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapallo.errors import UsageError
from rapallo.record.clock import as_day, days_of, month_starts, to_date, to_time
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


def test_a_day_is_a_date_or_text():
    day = dt.date(1620, 2, 29)
    assert as_day("1620-02-29", "at") == as_day(day, "at") == as_day(dt.datetime(1620, 2, 29, 12), "at") == day


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("23 August", "at: '23 August' is not a day. Write YYYY-MM-DD."),
        ("16200229", "at: '16200229' is not a day. Write YYYY-MM-DD."),
        (1620, "at: 1620 is not a day. Write YYYY-MM-DD."),
        ("1621-02-29", "at: 1621-02-29 is not in the calendar. Mend the month or the day."),
    ],
)
def test_what_is_no_day_is_named(value, message):
    with pytest.raises(UsageError) as caught:
        as_day(value, "at")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1620", "1620-01-01", "1620-12-31"),
        ("1620-02", "1620-02-01", "1620-02-29"),
        ("1621-12", "1621-12-01", "1621-12-31"),
        ("1620-02-03", "1620-02-03", "1620-02-03"),
    ],
)
def test_the_days_of_a_year_a_month_and_a_day(text, first, last):
    assert [day.isoformat() for day in days_of(text, "at")] == [first, last]


def test_what_is_no_time_is_named():
    with pytest.raises(UsageError, match=r"^--to: 'spring' is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD.$"):
        days_of("spring", "--to")
    with pytest.raises(UsageError, match=r"^--to: 1620-13-01 is not in the calendar."):
        days_of("1620-13", "--to")


def test_a_record_is_shown_in_one_line_and_as_a_table(small):
    assert repr(small) == (
        "<Record template, 1620-01-01 to 1625-12-31: 11 actors, 28 kinds, 16 events, 2 scheduled events, "
        "9 covariate values, 8 pair values, 1 sources>"
    )
    assert "<tr><td>events</td><td>16</td></tr>" in small._repr_html_()
    assert "&lt;b&gt;" in dataclasses.replace(small, title="<b>")._repr_html_()


def test_near_names_are_offered(small):
    with pytest.raises(UsageError, match=r"There is no actor 'ava'. Did you mean AVA"):
        small.actor("ava")
    with pytest.raises(UsageError, match="Did you mean 1622-invasion"):
        small.event("1622-invason")


def test_actors_stand_by_type(small):
    types = [a.type for a in small.actors]
    assert types == sorted(types, key=["realm", "guild", "court"].index)
