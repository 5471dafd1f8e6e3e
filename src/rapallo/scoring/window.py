"""The stretch of the record that is foretold from an origin."""

from __future__ import annotations

import datetime as dt

from rapallo.errors import UsageError
from rapallo.record.clock import as_day, years_after
from rapallo.record.tables import Record


def window(record: Record, origin: dt.date | str, years: float) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the years after an origin, as far as the record is complete.

    Raises
    ------
    UsageError
        If nothing lies before the origin, or nothing after it.
    """
    first, known = as_day(origin, "origin"), record.complete_until or record.end
    last = min(years_after(first, years) - dt.timedelta(days=1), known)
    if last < first or first <= record.begin:
        raise UsageError(
            f"origin: {first} leaves nothing to fit or nothing to score between {record.begin} and {known}."
        )
    return first, last
