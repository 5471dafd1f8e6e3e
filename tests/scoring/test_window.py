"""Years after an origin are years of the calendar: yearly windows meet and do not overlap."""

import datetime as dt
from dataclasses import replace

import pytest

from rapallo.errors import UsageError
from rapallo.record.clock import years_after
from rapallo.scoring.window import window


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        ("1929-01-01", 1.0, "1930-01-01"),
        ("1928-01-01", 1.0, "1929-01-01"),
        ("1928-02-29", 1.0, "1929-03-01"),
        ("1928-02-29", 4.0, "1932-02-29"),
        # a quarter of 365.25 days is 91
        ("1929-01-01", 0.25, "1929-04-02"),
        ("1929-01-01", 1.5, "1930-07-03"),
    ],
)
def test_a_year_is_one_of_the_calendar(day, years, expected):
    assert years_after(dt.date.fromisoformat(day), years) == dt.date.fromisoformat(expected)


def test_windows_end_the_day_before_and_no_later_than_the_record_is_complete(small):
    assert window(small, "1622-01-01", 1.0) == (dt.date(1622, 1, 1), dt.date(1622, 12, 31))
    assert window(small, dt.date(1624, 1, 1), 1.0)[1] == dt.date(1624, 12, 31)
    assert window(small, "1625-06-01", 9.0)[1] == dt.date(1625, 12, 31)
    complete = replace(small, complete_until=dt.date(1623, 6, 30))
    assert window(complete, "1623-01-01", 1.0)[1] == dt.date(1623, 6, 30)
    with pytest.raises(UsageError, match="origin: 1623-07-01 leaves nothing"):
        window(complete, "1623-07-01", 1.0)
