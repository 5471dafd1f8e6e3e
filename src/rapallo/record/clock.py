"""Calendar dates and the model's time.

Model time is a float in years of 365.25 days since 1900-01-01, so intensities are events per year.
"""

from __future__ import annotations

import datetime as dt
import math

from rapallo.errors import UsageError

EPOCH = dt.date(1900, 1, 1)
DAYS_PER_YEAR = 365.25


def to_time(date: dt.date) -> float:
    """Return the time (years) at the start of `date`."""
    return (date.toordinal() - EPOCH.toordinal()) / DAYS_PER_YEAR


def to_date(time: float) -> dt.date:
    """Return the date on which `time` (years) falls; inverse of `to_time` on dates."""
    return dt.date.fromordinal(EPOCH.toordinal() + math.floor(time * DAYS_PER_YEAR + 1e-6))


def parse_date(text: str, what: str = "date") -> dt.date:
    """Parse YYYY-MM-DD.

    Raises
    ------
    UsageError
        If `text` is not such a date; the message names `what`.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{what}: {text!r} is not a date. Write YYYY-MM-DD, for example 1939-08-23.") from None


def month_starts(begin: dt.date, end: dt.date) -> list[dt.date]:
    """Return the first of each month m with begin < m <= end."""
    year, month = begin.year, begin.month
    starts: list[dt.date] = []
    while True:
        month += 1
        if month == 13:
            year, month = year + 1, 1
        first = dt.date(year, month, 1)
        if first > end:
            return starts
        starts.append(first)
