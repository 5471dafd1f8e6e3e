"""All tables of a record together, and the questions that the rules of several tables ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rapallo.errors import Problem
from rapallo.record.values import UNVERIFIED
from rapallo.record.words import Rows
from rapallo.vocabulary.words import Vocabulary

EVENT_TABLES = ("events", "schedule")
Row = dict[str, Any]


@dataclass(frozen=True)
class Tables:
    """Rows by table with their lines, the bounds of the record, and its vocabulary."""

    rows: Rows
    begin: dt.date
    end: dt.date
    words: Vocabulary

    def __getitem__(self, table: str) -> list[tuple[int, Row]]:
        """Return (line, row) of a table."""
        return self.rows[table]

    def happened(self) -> Iterator[tuple[str, int, Row]]:
        """Yield (table, line, row) of events and scheduled events."""
        for table in EVENT_TABLES:
            for line, row in self.rows[table]:
                yield table, line, row

    @cached_property
    def lives(self) -> dict[str, tuple[dt.date, dt.date]]:
        """First and last day of each actor."""
        return {row["id"]: (row["begin"], row["end"] or dt.date.max) for _, row in self.rows["actors"]}

    @cached_property
    def gaps(self) -> dict[str, list[tuple[dt.date, dt.date]]]:
        """Absences of each actor."""
        found: dict[str, list[tuple[dt.date, dt.date]]] = {}
        for _, row in self.rows["absences"]:
            found.setdefault(row["id"], []).append((row["begin"], row["end"]))
        return found

    @cached_property
    def kinds(self) -> dict[str, Row]:
        """Row of each kind."""
        return {row["name"]: row for _, row in self.rows["kinds"]}

    @cached_property
    def events(self) -> dict[str, Row]:
        """Row of each event and scheduled event."""
        return {row["id"]: row for _, _, row in self.happened()}

    @cached_property
    def treaties(self) -> dict[str, Row]:
        """Row of each treaty."""
        return {row["id"]: row for _, row in self.rows["treaties"]}

    @cached_property
    def sovereign(self) -> list[Row]:
        """Rows of the actors of sovereign types."""
        types = {t.name for t in self.words.actor_types if t.sovereign}
        return [row for _, row in self.rows["actors"] if row["type"] in types]


Rule = Callable[[Tables], Iterator[Problem]]


def unique(tables: Tables, names: Iterable[str], column: str) -> Iterator[Problem]:
    """Ids are unique over the tables named together."""
    seen: dict[str, str] = {}
    for table in names:
        for line, row in tables[table]:
            name, place = row[column], f"{table}.csv row {line}"
            if name in seen:
                what = f"duplicate {column} {name!r}, first in {seen[name]}"
                yield Problem(f"{table}.csv", line, column, what, "Give each row its own")
            seen.setdefault(name, place)


def known_actors(tables: Tables, table: str, columns: Iterable[str]) -> Iterator[Problem]:
    """Every actor that a row names is in actors.csv."""
    for line, row in tables[table]:
        for column in columns:
            names = row[column] if isinstance(row[column], tuple) else (row[column],)
            for name in names:
                if name and name not in tables.lives:
                    what = f"unknown actor {name!r}"
                    yield Problem(f"{table}.csv", line, column, what, "Add it to actors.csv or mend the name")


def known_sources(tables: Tables, table: str, *, needed: bool = True) -> Iterator[Problem]:
    """Every source named is in sources.csv, or `unverified`; where none is needed the cell may be empty."""
    known = {row["id"] for _, row in tables["sources"]} | ({UNVERIFIED} if needed else {UNVERIFIED, None, ""})
    for line, row in tables[table]:
        if row["source"] not in known:
            what = f"unknown source {row['source']!r}"
            yield Problem(f"{table}.csv", line, "source", what, "Add it to sources.csv or write unverified")


def sides_exist(tables: Tables, table: str) -> Iterator[Problem]:
    """Who stands on a side exists on the row's date."""
    repair = "Mend the date, the actor or its dates in actors.csv"
    for line, row in tables[table]:
        date = row["date"]
        for side in ("side_a", "side_b"):
            for name in row[side]:
                first, last = tables.lives.get(name, (dt.date.min, dt.date.max))
                if date < first:
                    what = f"{name} begins only on {first}, after {date}"
                elif date > last:
                    what = f"{name} ended on {last}, before {date}"
                elif any(a < date < b for a, b in tables.gaps.get(name, [])):
                    what = f"{name} is absent on {date} (absences.csv)"
                else:
                    continue
                yield Problem(f"{table}.csv", line, side, what, repair)


def holders_exist(tables: Tables, table: str, columns: Iterable[str], when: str) -> Iterator[Problem]:
    """A value is given for actors that exist at its beginning."""
    for line, row in tables[table]:
        for column in columns:
            first, last = tables.lives.get(row[column], (dt.date.min, dt.date.max))
            if not first <= row[when] <= last:
                until = f"to {last}" if last < dt.date.max else "on"
                what = f"{row[column]} exists from {first} {until}, not on {row[when]}"
                yield Problem(f"{table}.csv", line, column, what, "Mend the date or the actor's dates in actors.csv")


def spans_ordered(tables: Tables, table: str) -> Iterator[Problem]:
    """Nothing ends before it begins."""
    for line, row in tables[table]:
        if row["end"] is not None and row["end"] < row["begin"]:
            what = f"{row['end']} lies before the beginning {row['begin']}"
            yield Problem(f"{table}.csv", line, "end", what, "Exchange or mend the dates")


def named_event(
    tables: Tables, table: str, line: int, column: str, said: str, name: str, day: dt.date
) -> Iterator[Problem]:
    """An event that is referred to exists and is not later than the row that refers to it."""
    event = tables.events.get(name)
    if event is None:
        yield Problem(f"{table}.csv", line, column, f"{said} names no event", "Name an event's id or drop it")
    elif event["date"] > day:
        what = f"{said} names an event of {event['date']}, later than {day}"
        yield Problem(f"{table}.csv", line, column, what, "Name an earlier event")


def within(value: float, low: float, high: float) -> str:
    """Return what is wrong with a value that should lie from `low` to `high`; empty if nothing is."""
    if low <= value <= high:
        return ""
    return f"{value:g} lies outside {low:g} to {high:g}"
