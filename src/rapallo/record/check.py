"""The rules that the tables of a record must keep among themselves, one function per rule.

What a table's own columns must hold is in the schema; what must hold in time (no tie opened twice, nobody
attacked who does not exist) is found by replay in `rapallo.events`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from rapallo.errors import Problem
from rapallo.record.tables import TIES, UNVERIFIED

Rows = dict[str, list[tuple[int, dict[str, Any]]]]
Rule = Callable[[Rows, dt.date, dt.date], Iterator[Problem]]
EVENT_TABLES = ("events", "schedule")
# shares are written with five decimals
SHARE_TOLERANCE = 0.001


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
        ("figures", ("actor",)),
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
            if kind["risk"] == "none":
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
    known = {row["id"] for _, row in rows["sources"]} | {UNVERIFIED}
    for table in ("actors", "absences", *EVENT_TABLES, "covariates", "pairs", "figures", "rechecks"):
        for line, row in rows[table]:
            if row["source"] not in known:
                what = f"unknown source {row['source']!r}"
                yield Problem(f"{table}.csv", line, "source", what, "Add it to sources.csv or write unverified")


def sources_distinct(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """A page is listed once: listed twice it would pass for two sources. Bare hosts and words are no page."""
    seen: dict[str, str] = {}
    for line, row in rows["sources"]:
        page = row["where"].removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        if "/" not in page:
            continue
        if page in seen:
            what = f"{row['where']} is listed already as {seen[page]}"
            yield Problem(
                "sources.csv", line, "where", what, f"Write {seen[page]} where {row['id']} is named, drop this"
            )
        seen.setdefault(page, row["id"])


def references_known(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """The events that attributes and values refer to exist and are not later; actors that return are known."""
    dates = {row["id"]: row["date"] for table in EVENT_TABLES for _, row in rows[table]}
    actors = {row["id"] for _, row in rows["actors"]}
    for table, line, column, key, name, day in _references(rows):
        if name not in dates:
            yield Problem(f"{table}.csv", line, column, f"{key}={name} names no event", "Name an event's id or drop it")
        elif dates[name] > day:
            what = f"{key}={name} names an event of {dates[name]}, later than {day}"
            yield Problem(f"{table}.csv", line, column, what, "Name an earlier event")
    for table in EVENT_TABLES:
        for line, row in rows[table]:
            for name in row["attributes"].get("restores", "").split("+"):
                if name and name not in actors:
                    what = f"restores={name} names no actor"
                    yield Problem(f"{table}.csv", line, "attributes", what, "Name an actor of actors.csv")


def _references(rows: Rows) -> Iterator[tuple[str, int, str, str, str, dt.date]]:
    """Yield (table, line, column, key, event named, day of the row)."""
    for table in EVENT_TABLES:
        for line, row in rows[table]:
            for key in ("accession", "of", "requires"):
                for name in row["attributes"].get(key, "").split("+"):
                    if name:
                        yield table, line, "attributes", key, name, row["date"]
    for table, column, when in (
        ("covariates", "requires", "date"),
        ("pairs", "begun_by", "begin"),
        ("pairs", "ended_by", "end"),
    ):
        for line, row in rows[table]:
            if row[column]:
                yield table, line, column, column, row[column], row[when] or dt.date.max


def coordinates_possible(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """Latitudes and longitudes are on the globe."""
    for line, row in rows["actors"]:
        for column, bound in (("latitude", 90), ("longitude", 180)):
            value = row[column]
            if value is not None and abs(value) > bound:
                yield Problem("actors.csv", line, column, f"{value} is off the globe", f"Stay within ±{bound}")


def attributes_fit_event(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """What came after an event is not dated before it, and who won took part."""
    for table in EVENT_TABLES:
        for line, row in rows[table]:
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


def values_within_lives(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """Covariates and pair values are given for actors that exist at their beginning."""
    lives = {row["id"]: (row["begin"], row["end"] or dt.date.max) for _, row in rows["actors"]}
    repair = "Mend the date or the actor's dates in actors.csv"
    for table, columns, when in (("covariates", ("actor",), "date"), ("pairs", ("actor_a", "actor_b"), "begin")):
        for line, row in rows[table]:
            for column in columns:
                first, last = lives.get(row[column], (dt.date.min, dt.date.max))
                if not first <= row[when] <= last:
                    what = f"{row[column]} exists from {first} to {last}, not on {row[when]}"
                    yield Problem(f"{table}.csv", line, column, what, repair)


def shares_sum_to_one(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """Capability is a share: on each day for which all states have a row the rows sum to one."""
    by_day: dict[dt.date, list[tuple[int, dict[str, Any]]]] = {}
    for line, row in rows["covariates"]:
        if row["name"] == "capability" and row["unit"] == "share":
            by_day.setdefault(row["date"], []).append((line, row))
    states = [row for _, row in rows["actors"] if row["type"] == "state"]
    for day, found in by_day.items():
        away = {row["id"] for _, row in rows["absences"] if row["begin"] <= day < row["end"]}
        alive = {s["id"] for s in states if s["begin"] <= day <= (s["end"] or dt.date.max)} - away
        if not alive <= {row["actor"] for _, row in found}:
            continue
        total = sum(row["value"] for _, row in found if row["actor"] in alive)
        if abs(total - 1) > SHARE_TOLERANCE:
            what = f"the shares of {day} sum to {total:.4f}"
            yield Problem("covariates.csv", found[0][0], "value", what, "Divide each by the sum")


def coding_illustrated(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """If coding rules are given, each kind has one, and its examples are events of that kind (or not, as said)."""
    if not rows["coding"]:
        return
    kinds = [row["name"] for _, row in rows["kinds"]]
    ruled = [row["kind"] for _, row in rows["coding"]]
    for name in kinds:
        if name not in ruled:
            yield Problem("coding.csv", 0, "kind", f"{name} has no coding rule", "Add a row for it")
    events = {row["id"]: row["kind"] for table in EVENT_TABLES for _, row in rows[table]}
    for line, row in rows["coding"]:
        if row["kind"] not in kinds:
            what = f"unknown kind {row['kind']!r}"
            yield Problem("coding.csv", line, "kind", what, "Use a kind of kinds.csv")
        for column, of_kind in (("example_1", True), ("example_2", True), ("counter_example", False)):
            name = row[column]
            if name not in events:
                yield Problem("coding.csv", line, column, f"{name!r} is no event", "Name an event's id")
            elif (events[name] == row["kind"]) != of_kind:
                what = f"{name} is of kind {events[name]}"
                repair = f"Name an event {'of' if of_kind else 'that is not of'} kind {row['kind']}"
                yield Problem("coding.csv", line, column, what, repair)


def rechecks_independent(rows: Rows, begin: dt.date, end: dt.date) -> Iterator[Problem]:
    """An event is checked again in a source other than its own, and the verdict follows from the dates."""
    events = {row["id"]: row for table in EVENT_TABLES for _, row in rows[table]}
    for line, row in rows["rechecks"]:
        event = events.get(row["event"])
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
    sources_distinct,
    references_known,
    coordinates_possible,
    attributes_fit_event,
    values_within_lives,
    shares_sum_to_one,
    coding_illustrated,
    rechecks_independent,
)
