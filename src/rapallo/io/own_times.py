"""The times of a scholar's own events as days: dates as they are, numbers and places in an order by a stated rule."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapallo.errors import Problem, UsageError
from rapallo.io.own_columns import plain
from rapallo.record.clock import DAYS_PER_YEAR, EPOCH, as_day

DATES, NUMBERS, ORDER = "dates", "numbers", "order"
DATE = re.compile(r"(\d{4}-\d{2})(-\d{2})?(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)Z?)?", re.ASCII)
LIKE_A_DATE = re.compile(r"\d{4}-\d")
ORDERS = ("order", "rank", "step", "sequence", "seq")
# numbers are taken as years where that makes a span of this length; else a year is a power of ten of them
SHORTEST, LONGEST = 1.0, 200.0
UTMOST, NOTHING = 5000.0, 1e-300
Cell = tuple[int, str]


@dataclass(frozen=True)
class Times:
    """When the events of a file happened.

    Attributes
    ----------
    form
        `dates`, `numbers` or `order`.
    days, precision
        The day of each event, and how well it is known.
    within
        What orders the events of a day, before the order of the file: an hour, or the number itself.
    rule
        What a day stands for in the file, and the way back.
    """

    form: str
    days: tuple[dt.date, ...]
    precision: tuple[str, ...]
    within: tuple[str | float, ...]
    rule: str

    @property
    def years(self) -> float:
        """Years from the first day to the last."""
        return (max(self.days) - min(self.days)).days / DAYS_PER_YEAR


def by_rows(count: int) -> Times:
    """Return times that follow the order of the rows, a day for each."""
    return _ordered([float(n) for n in range(1, count + 1)], "the order of the rows")


def read_times(file: str, column: str, cells: Sequence[Cell], year: float | None, problems: list[Problem]) -> Times:
    """Return the times in a column.

    Parameters
    ----------
    file, column
        Where, for messages.
    cells
        Line and text of each event; none is empty.
    year
        How many of the numbers make a year; None to infer it.
    problems
        Takes what cannot be read; the times are of no use if it does.

    Raises
    ------
    UsageError
        If `year` is given for dates, or makes a span that the calendar does not hold.
    """
    short, before = plain(column), len(problems)
    texts = [text for _, text in cells]
    compact = "date" in short and all(re.fullmatch(r"\d{8}", text, re.ASCII) for text in texts)
    calendar = short == "year" and all(re.fullmatch(r"\d{4}", text, re.ASCII) for text in texts)
    if year is None and (compact or calendar or any(LIKE_A_DATE.match(text) for text in texts)):
        return _dates(file, column, cells, problems)
    if any(LIKE_A_DATE.match(text) for text in texts):
        raise UsageError(f"--year {year:g}: the column {column} holds dates, which need no unit. Leave --year out.")
    numbers = [_number(file, column, line, text, problems) for line, text in cells]
    if len(problems) > before:
        return by_rows(len(cells))
    whole = all(number == int(number) for number in numbers)
    if year is None and whole and (short in ORDERS or _consecutive(numbers)):
        return _ordered(numbers, f"the column {column}")
    return _numbered(numbers, column, year)


def _dates(file: str, column: str, cells: Sequence[Cell], problems: list[Problem]) -> Times:
    read = [_date(file, column, line, text, problems) for line, text in cells]
    days, precision, within = zip(*read, strict=True)
    coarse = sum(word != "day" for word in precision)
    rule = f"a day is the date in the column {column}"
    if coarse:
        rule += f"; {coarse} that give a month or a year only stand on the 15th or on 1 July"
    return Times(DATES, days, precision, within, rule)


def _date(file: str, column: str, line: int, text: str, problems: list[Problem]) -> tuple[dt.date, str, str]:
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    elif re.fullmatch(r"\d{4}", text, re.ASCII):
        text += "-07-01"
        return _day(file, column, line, text, problems), "year", ""
    match = DATE.fullmatch(text)
    if match is None:
        problems.append(
            Problem(file, line, column, f"{text!r} is not a date", "Write YYYY-MM-DD, as in the other rows")
        )
        return EPOCH, "day", ""
    month, day, hour = match.groups()
    precision = "day" if day else "month"
    return _day(file, column, line, f"{month}{day or '-15'}", problems), precision, hour or ""


def _day(file: str, column: str, line: int, text: str, problems: list[Problem]) -> dt.date:
    try:
        day = as_day(text, column)
    except UsageError:
        problems.append(Problem(file, line, column, f"{text!r} is not in the calendar", "Mend the month or the day"))
        return EPOCH
    if day.year == dt.MAXYEAR:
        what = f"{text!r} is the end of the calendar"
        problems.append(Problem(file, line, column, what, "Empty the cell if the day is not known"))
    return day


def _number(file: str, column: str, line: int, text: str, problems: list[Problem]) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        what = f"{text!r} is neither a date nor a number"
        problems.append(Problem(file, line, column, what, "Write YYYY-MM-DD, or digits with a point"))
        return 0.0
    return number


def _consecutive(numbers: Sequence[float]) -> bool:
    return len(set(numbers)) == len(numbers) > 2 and max(numbers) - min(numbers) == len(numbers) - 1


def _ordered(numbers: Sequence[float], where: str) -> Times:
    """Return a day for each place in the order; what shares a place shares a day."""
    place = {number: n for n, number in enumerate(sorted(set(numbers)))}
    days = tuple(_after(place[number]) for number in numbers)
    rule = f"place n in {where} stands n - 1 days after {EPOCH}; the length of time between events means nothing"
    return Times(ORDER, days, ("day",) * len(days), tuple(numbers), rule)


def _numbered(numbers: Sequence[float], column: str, year: float | None) -> Times:
    first, span = min(numbers), max(numbers) - min(numbers)
    unit = _inferred_year(span) if year is None else year
    if span / unit > UTMOST:
        raise UsageError(
            f"--year {unit:g}: {column} would span {span / unit:,.0f} years. Say how many of its units make a year."
        )
    days = tuple(_after(math.floor((n - first) / unit * DAYS_PER_YEAR + 1e-6)) for n in numbers)
    rule = (
        f"{column} {first:.15g} is {EPOCH}, and {DAYS_PER_YEAR} days are {unit:.15g} in it; back: {first:.15g} + days "
        f"since {EPOCH} / {DAYS_PER_YEAR} * {unit:.15g}, to a day; the exact number is in the column page"
    )
    return Times(NUMBERS, days, ("day",) * len(days), tuple(numbers), rule)


def _inferred_year(span: float) -> float:
    """Return the power of ten, as near to 1 as can be, that makes a span of a length fit for years."""
    if not NOTHING < span < math.inf or SHORTEST <= span <= LONGEST:
        return 1.0
    if span > LONGEST:
        return float(10.0 ** math.ceil(math.log10(span / LONGEST)))
    return float(10.0 ** math.floor(math.log10(span / SHORTEST)))


def _after(days: int) -> dt.date:
    try:
        return EPOCH + dt.timedelta(days=days)
    except OverflowError:
        raise UsageError(f"the calendar ends before day {days:,}. Split the file.") from None
