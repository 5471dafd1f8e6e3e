"""Rules of rechecks.csv."""

from __future__ import annotations

from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import Rule, Tables, known_sources
from rapallo.record.values import UNVERIFIED


def independent(tables: Tables) -> Iterator[Problem]:
    """An event is checked again in a source other than its own, and the verdict follows from the dates."""
    for line, row in tables["rechecks"]:
        event = tables.events.get(row["event"])
        if event is None:
            yield Problem("rechecks.csv", line, "event", f"{row['event']!r} is no event", "Name an event's id")
            continue
        found = row["date_found"]
        if found is not None and row["source"] == UNVERIFIED:
            yield Problem("rechecks.csv", line, "source", "a day was found in no source", "Name the source")
        if found is not None and row["source"] == event["source"]:
            what = f"{row['source']} is the event's own source"
            yield Problem("rechecks.csv", line, "source", what, "Use another source")
        apart = None if found is None else abs((found - row["date_coded"]).days)
        right = "not_found" if apart is None else "agrees" if apart == 0 else "near" if apart <= 3 else "differs"
        # of a month or a year only part of the date can be compared
        if row["verdict"] != right and (apart is None or event["date_precision"] == "day"):
            what = f"verdict {row['verdict']}, but the dates say {right}"
            yield Problem("rechecks.csv", line, "verdict", what, f"Write {right} or mend the date")


def sources_known(tables: Tables) -> Iterator[Problem]:
    """The source of a second look is listed."""
    yield from known_sources(tables, "rechecks")


RULES: tuple[Rule, ...] = (independent, sources_known)
