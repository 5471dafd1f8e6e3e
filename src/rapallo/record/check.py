"""The rules that the tables of a record must keep among themselves, one function per rule.

What a table's own columns must hold is in the schema; what must hold in time (no tie opened twice, nobody
attacked who does not exist) is found by replay in `rapallo.events`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from rapallo.errors import Problem
from rapallo.record.tables import TIES

Rows = dict[str, list[tuple[int, dict[str, Any]]]]
Rule = Callable[[Rows, dt.date, dt.date], Iterator[Problem]]
EVENT_TABLES = ("events", "schedule")


def check(rows: Rows, begin: dt.date, end: dt.date) -> list[Problem]:
    """Return every breach of every rule, in file order."""
    found = [problem for rule in RULES for problem in rule(rows, begin, end)]
    return sorted(found, key=lambda p: (p.file, p.row, p.column))


def _sides(rows: Rows, table: str) -> Iterator[tuple[int, str, str, dict[str, Any]]]:
    for line, row in rows[table]:
        for side in ("side_a", "side_b"):
            for name in row[side]:
                yield line, side, name, row


def ids_unique(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """Ids are unique within a table, and over events and schedule together."""
    for tables, column in (
        (("actors",), "id"),
        (EVENT_TABLES, "id"),
        (("sources",), "id"),
        (("kinds",), "name"),
    ):
        seen: dict[str, str] = {}
        for table in tables:
            for line, row in rows[table]:
                name, place = row[column], f"{table}.csv row {line}"
                if name in seen:
                    what = f"duplicate {column} {name!r}, first in {seen[name]}"
                    yield Problem(f"{table}.csv", line, column, what, "Give each row its own")
                seen.setdefault(name, place)


def actors_known(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """Every actor that a row names is in actors.csv."""
    known = {row["id"] for _, row in rows["actors"]}
    repair = "Add it to actors.csv or mend the name"
    for table in (*EVENT_TABLES, "ties"):
        for line, side, name, _ in _sides(rows, table):
            if name not in known:
                yield Problem(f"{table}.csv", line, side, f"unknown actor {name!r}", repair)
    for table, columns in (
        ("covariates", ("actor",)),
        ("pairs", ("actor_a", "actor_b")),
        ("absences", ("id",)),
    ):
        for line, row in rows[table]:
            for column in columns:
                if row[column] not in known:
                    yield Problem(f"{table}.csv", line, column, f"unknown actor {row[column]!r}", repair)
    for line, row in rows["actors"]:
        if row["home"] and row["home"] not in known:
            yield Problem("actors.csv", line, "home", f"unknown actor {row['home']!r}", repair)


def kinds_known(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """Every event's kind is in kinds.csv."""
    known = {row["name"] for _, row in rows["kinds"]}
    for table in EVENT_TABLES:
        for line, row in rows[table]:
            if row["kind"] not in known:
                what = f"unknown kind {row['kind']!r}"
                yield Problem(f"{table}.csv", line, "kind", what, "Use a kind of kinds.csv or add it there")


def kinds_name_ties(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """The ties that a kind asks about, opens or closes exist."""
    allowed = {*TIES, "pact"}
    for line, row in rows["kinds"]:
        for column in ("tie", "opens", "closes"):
            name = row[column]
            if name and name not in allowed:
                what = f"unknown tie {name!r}"
                yield Problem("kinds.csv", line, column, what, f"Use one of {', '.join(sorted(allowed))}")


def sides_fit_kind(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """A directed event has both sides; an event that needs consent has at least two parties; no self-ties."""
    kinds = {row["name"]: row for _, row in rows["kinds"]}
    for table in EVENT_TABLES:
        for line, row in rows[table]:
            kind = kinds.get(row["kind"])
            if kind is None:
                continue
            both = set(row["side_a"]) & set(row["side_b"])
            if both:
                what = f"{', '.join(sorted(both))} stands on both sides"
                yield Problem(f"{table}.csv", line, "side_b", what, "Name an actor on one side only")
            if kind["role"] != "modelled":
                continue
            if kind["consent"] == "no" and not row["side_b"]:
                what = f"{row['kind']} is directed but side_b is empty"
                yield Problem(f"{table}.csv", line, "side_b", what, "Name whom it is done to")
            if kind["consent"] == "yes" and len(row["side_a"]) + len(row["side_b"]) < 2:
                what = f"{row['kind']} needs two parties"
                yield Problem(f"{table}.csv", line, "side_a", what, "Name the other party")


def dates_within_record(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """Events lie within the record's first and last day."""
    for table in EVENT_TABLES:
        for line, row in rows[table]:
            if not begin <= row["date"] <= end:
                what = f"{row['date']} lies outside {begin} to {end}"
                yield Problem(f"{table}.csv", line, "date", what, "Mend the date or the bounds in record.toml")


def actors_exist(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """Who takes part in an event exists on its date."""
    lives = {row["id"]: (row["begin"], row["end"]) for _, row in rows["actors"]}
    gaps: dict[str, list[tuple[dt.date, dt.date]]] = {}
    for _, row in rows["absences"]:
        gaps.setdefault(row["id"], []).append((row["begin"], row["end"]))
    for table in (*EVENT_TABLES, "ties"):
        for line, side, name, row in _sides(rows, table):
            if name not in lives:
                continue
            first, last = lives[name]
            date = row["date"]
            repair = "Mend the date, the actor or its dates in actors.csv"
            if date < first:
                what = f"{name} begins only on {first}, after {date}"
                yield Problem(f"{table}.csv", line, side, what, repair)
            elif last is not None and date > last:
                what = f"{name} ended on {last}, before {date}"
                yield Problem(f"{table}.csv", line, side, what, repair)
            elif any(a < date < b for a, b in gaps.get(name, [])):
                what = f"{name} is absent on {date} (absences.csv)"
                yield Problem(f"{table}.csv", line, side, what, repair)


def spans_ordered(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """Nothing ends before it begins."""
    for table in ("actors", "absences", "pairs"):
        for line, row in rows[table]:
            if row["end"] is not None and row["end"] < row["begin"]:
                what = f"{row['end']} lies before the beginning {row['begin']}"
                yield Problem(f"{table}.csv", line, "end", what, "Exchange or mend the dates")


def precision_honest(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """An event of month precision stands on the 15th, one of year precision on 1 July."""
    for table in EVENT_TABLES:
        for line, row in rows[table]:
            date = row["date"]
            if row["date_precision"] == "month" and date.day != 15:
                what = f"{date} with precision month"
                yield Problem(f"{table}.csv", line, "date", what, "Write the 15th of the month")
            if row["date_precision"] == "year" and (date.month, date.day) != (7, 1):
                what = f"{date} with precision year"
                yield Problem(f"{table}.csv", line, "date", what, "Write 1 July of the year")


def sources_known(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """Every source named is in sources.csv, or `unverified`."""
    known = {row["id"] for _, row in rows["sources"]} | {"unverified"}
    for table in ("actors", "absences", *EVENT_TABLES, "covariates", "pairs"):
        for line, row in rows[table]:
            if row["source"] not in known:
                what = f"unknown source {row['source']!r}"
                yield Problem(f"{table}.csv", line, "source", what, "Add it to sources.csv or write unverified")


def references_known(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """The events that attributes refer to (accession, of) exist and are not later."""
    dates = {row["id"]: row["date"] for table in EVENT_TABLES for _, row in rows[table]}
    for table in EVENT_TABLES:
        for line, row in rows[table]:
            for key in ("accession", "of"):
                name = row["attributes"].get(key)
                if name is None:
                    continue
                if name not in dates:
                    what = f"{key}={name} names no event"
                    yield Problem(f"{table}.csv", line, "attributes", what, "Name an event's id or drop it")
                elif dates[name] > row["date"]:
                    what = f"{key}={name} names an event of {dates[name]}, later than {row['date']}"
                    yield Problem(f"{table}.csv", line, "attributes", what, "Name an earlier event")


def coordinates_possible(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """Latitudes and longitudes are on the globe."""
    for line, row in rows["actors"]:
        for column, bound in (("latitude", 90), ("longitude", 180)):
            value = row[column]
            if value is not None and abs(value) > bound:
                yield Problem("actors.csv", line, column, f"{value} is off the globe", f"Stay within ±{bound}")


RULES: tuple[Rule, ...] = (
    ids_unique,
    actors_known,
    kinds_known,
    kinds_name_ties,
    sides_fit_kind,
    dates_within_record,
    actors_exist,
    spans_ordered,
    precision_honest,
    sources_known,
    references_known,
    coordinates_possible,
)
