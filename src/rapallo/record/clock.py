"""Calendar dates and the model's time.

Model time is a float in years of 365.25 days since 1900-01-01, so intensities are events per year.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re

from rapallo.errors import UsageError

EPOCH = dt.date(1900, 1, 1)
DAYS_PER_YEAR = 365.25
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def to_time(date: dt.date) -> float:
    """Return the time (years) at the start of `date`."""
    return (date.toordinal() - EPOCH.toordinal()) / DAYS_PER_YEAR


def to_date(time: float) -> dt.date:
    """Return the date on which `time` (years) falls; inverse of `to_time` on dates."""
    return dt.date.fromordinal(EPOCH.toordinal() + math.floor(time * DAYS_PER_YEAR + 1e-6))


def years_after(day: dt.date, years: float) -> dt.date:
    """Return the same day of the calendar whole years later (1 March for 29 February), and a part of a year on it."""
    whole = int(years)
    try:
        later = day.replace(year=day.year + whole)
    except ValueError:
        later = dt.date(day.year + whole, 3, 1)
    return later + dt.timedelta(days=round((years - whole) * DAYS_PER_YEAR))


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day of the calendar some months later, or the last of that month if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def as_day(value: dt.date | str, what: str) -> dt.date:
    """Return a day that is given as a date, or as text YYYY-MM-DD.

    Raises
    ------
    UsageError
        If it is neither; the message names `what`.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise UsageError(f"{what}: {value} is not in the calendar. Mend the month or the day.") from None
    raise UsageError(f"{what}: {value!r} is not a day. Write YYYY-MM-DD.")


def days_of(text: str, what: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a year (YYYY), a month (YYYY-MM) or a day (YYYY-MM-DD).

    Raises
    ------
    UsageError
        If the text is none of these; the message names `what`.
    """
    match = PERIOD.fullmatch(text)
    if match is None:
        raise UsageError(f"{what}: {text!r} is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD.")
    year, month, day = match.groups()
    if day:
        found = as_day(text, what)
        return found, found
    first = as_day(f"{year}-{month or '01'}-01", what)
    last = as_day(f"{year}-{month or '12'}-01", what)
    return first, last.replace(day=calendar.monthrange(last.year, last.month)[1])


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


def quarter_of(time: float) -> int:
    """Return the number of the calendar quarter in which `time` (years) lies: four times the year, and 0 to 3."""
    day = to_date(time)
    return 4 * day.year + (day.month - 1) // 3


def quarter_begin(quarter: int) -> float:
    """Return the time (years) at which a quarter begins; inverse of `quarter_of`."""
    return to_time(dt.date(quarter // 4, 3 * (quarter % 4) + 1, 1))


def quarters(begin: float, end: float) -> list[float]:
    """Return the times `begin`, each beginning of a quarter between, and `end` (years)."""
    first, last = quarter_of(begin) + 1, quarter_of(end)
    return [begin, *(t for q in range(first, last + 1) if (t := quarter_begin(q)) < end), end]


def month_after(time: float) -> float:
    """Return the time (years) of the first of a month at or next after `time`."""
    day = to_date(time)
    if to_time(day) < time:
        day += dt.timedelta(days=1)
    if day.day > 1:
        day = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return to_time(day)
