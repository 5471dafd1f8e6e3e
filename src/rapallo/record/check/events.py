"""Rules of events.csv and schedule.csv."""

from __future__ import annotations

from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import (
    EVENT_TABLES,
    Row,
    Rule,
    Tables,
    known_actors,
    known_sources,
    named_event,
    sides_exist,
    unique,
)


def ids_unique(tables: Tables) -> Iterator[Problem]:
    """No two events share an id, nor an event and a scheduled one."""
    yield from unique(tables, EVENT_TABLES, "id")


def actors_known(tables: Tables) -> Iterator[Problem]:
    """Who takes part is an actor, and exists on the day."""
    for table in EVENT_TABLES:
        yield from known_actors(tables, table, ("side_a", "side_b"))
        yield from sides_exist(tables, table)


def kinds_known(tables: Tables) -> Iterator[Problem]:
    """Every event's kind is in kinds.csv."""
    for table, line, row in tables.happened():
        if row["kind"] not in tables.kinds:
            what = f"unknown kind {row['kind']!r}"
            yield Problem(f"{table}.csv", line, "kind", what, "Use a kind of kinds.csv or add it there")


def sides_fit_kind(tables: Tables) -> Iterator[Problem]:
    """A directed event has both sides; an event that needs consent has at least two parties; no self-ties."""
    for table, line, row in tables.happened():
        kind = tables.kinds.get(row["kind"])
        if kind is None:
            continue
        both = set(row["side_a"]) & set(row["side_b"])
        if both:
            what = f"{', '.join(sorted(both))} stands on both sides"
            yield Problem(f"{table}.csv", line, "side_b", what, "Name an actor on one side only")
        if kind["risk"] == "none":
            continue
        if kind["consent"] == "no" and not row["side_b"]:
            what = f"{row['kind']} is directed but side_b is empty"
            yield Problem(f"{table}.csv", line, "side_b", what, "Name whom it is done to")
        if kind["consent"] == "yes" and len(row["side_a"]) + len(row["side_b"]) < 2:
            yield Problem(f"{table}.csv", line, "side_a", f"{row['kind']} needs two parties", "Name the other party")


def dates_within_record(tables: Tables) -> Iterator[Problem]:
    """Events lie within the record's first and last day."""
    for table, line, row in tables.happened():
        if not tables.begin <= row["date"] <= tables.end:
            what = f"{row['date']} lies outside {tables.begin} to {tables.end}"
            yield Problem(f"{table}.csv", line, "date", what, "Mend the date or the bounds in record.toml")


def precision_honest(tables: Tables) -> Iterator[Problem]:
    """An event of month precision stands on the 15th, one of year precision on 1 July."""
    for table, line, row in tables.happened():
        date = row["date"]
        if row["date_precision"] == "month" and date.day != 15:
            yield Problem(f"{table}.csv", line, "date", f"{date} with precision month", "Write the 15th of the month")
        if row["date_precision"] == "year" and (date.month, date.day) != (7, 1):
            yield Problem(f"{table}.csv", line, "date", f"{date} with precision year", "Write 1 July of the year")


def sources_known(tables: Tables) -> Iterator[Problem]:
    """What an event rests on is listed."""
    for table in EVENT_TABLES:
        yield from known_sources(tables, table)


def references_known(tables: Tables) -> Iterator[Problem]:
    """The events that attributes refer to exist and are not later; actors that return are known."""
    for table, line, row in tables.happened():
        for key in ("accession", "of", "requires"):
            for name in row["attributes"].get(key, "").split("+"):
                if name:
                    yield from named_event(tables, table, line, "attributes", f"{key}={name}", name, row["date"])
        for name in row["attributes"].get("restores", "").split("+"):
            if name and name not in tables.lives:
                what = f"restores={name} names no actor"
                yield Problem(f"{table}.csv", line, "attributes", what, "Name an actor of actors.csv")


def attributes_fit_event(tables: Tables) -> Iterator[Problem]:
    """What came after an event is not dated before it, who won took part, and no event presupposes itself."""
    for table, line, row in tables.happened():
        given = row["attributes"]
        for key in ("revealed", "ratified"):
            if given.get(key, "false") != "false" and given[key] < row["date"].isoformat():
                what = f"{key}={given[key]} lies before the event, {row['date']}"
                yield Problem(f"{table}.csv", line, "attributes", what, "Mend one of the dates")
        winners = given.get("winner", "none")
        for name in [] if winners == "none" else winners.split("+"):
            if name not in (*row["side_a"], *row["side_b"]):
                what = f"winner={name} stands on neither side"
                yield Problem(f"{table}.csv", line, "attributes", what, "Name actors of the event")
        if row["id"] in given.get("requires", "").split("+"):
            what = f"requires={row['id']} names the event itself"
            yield Problem(f"{table}.csv", line, "attributes", what, "Name the events that it presupposes")


def coded_twice(tables: Tables) -> Iterator[Problem]:
    """Two rows of one day, kind and sides are likely to be one event.

    They are if their titles are the same; and, for a kind that is modelled, if their attributes are.
    """
    seen: dict[tuple[object, ...], list[Row]] = {}
    for table, line, row in tables.happened():
        sides: tuple[object, ...] = (frozenset(row["side_a"]), frozenset(row["side_b"]))
        kind = tables.kinds[row["kind"]]
        if kind["consent"] == "yes" and row["side_b"]:
            sides = (frozenset(sides),)
        others = seen.setdefault((row["date"], row["kind"], *sides), [])
        for other in others:
            same_title = row["title"].casefold() == other["title"].casefold()
            if same_title or (kind["role"] == "modelled" and _said(tables, row) == _said(tables, other)):
                what = f"{row['id']} has the day, kind and sides of {other['id']}"
                repair = "If they are one event drop one row, else tell them apart by title and attributes"
                yield Problem(f"{table}.csv", line, "id", what, repair)
                break
        others.append(row)


def _said(tables: Tables, row: Row) -> tuple[object, ...]:
    """Return what an event says besides kind, day and sides, its own treaty with it."""
    treaty = tables.treaties.get(row["id"], {})
    return row["attributes"], treaty.get("clauses"), treaty.get("secret"), treaty.get("term")


RULES: tuple[Rule, ...] = (
    ids_unique,
    actors_known,
    kinds_known,
    sides_fit_kind,
    dates_within_record,
    precision_honest,
    sources_known,
    references_known,
    attributes_fit_event,
)
DOUBTS: tuple[Rule, ...] = (coded_twice,)
