"""Rules of treaties.csv, and of the events that point to it."""

from __future__ import annotations

from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import Rule, Tables, known_sources, unique

CLAUSES = ("territory", "payment", "military", "trade", "condition", "trigger")


def ids_unique(tables: Tables) -> Iterator[Problem]:
    """No two treaties share an id."""
    yield from unique(tables, ("treaties",), "id")


def named_by_known(tables: Tables) -> Iterator[Problem]:
    """Parties and sources are known, clauses are clauses."""
    yield from known_sources(tables, "treaties")
    for line, row in tables["treaties"]:
        for name in sorted({name for name, _ in row["parties"]} - set(tables.lives)):
            what = f"unknown actor {name!r}"
            yield Problem("treaties.csv", line, "parties", what, "Add it to actors.csv or mend the name")
        for key in row["clauses"]:
            if key not in CLAUSES:
                what = f"{key} is no clause"
                yield Problem("treaties.csv", line, "clauses", what, f"Use {', '.join(CLAUSES)}")


def signed_by_its_event(tables: Tables) -> Iterator[Problem]:
    """A treaty has the id, the day and the kind of the event of its signature, which points to it."""
    for line, row in tables["treaties"]:
        event = tables.events.get(row["id"])
        if event is None or event["treaty"] != row["id"]:
            what = f"no event {row['id']} points to it"
            yield Problem("treaties.csv", line, "id", what, "Give the treaty the id of the event of its signature")
            continue
        if event["date"] != row["signed"]:
            what = f"signed on {row['signed']}, but the event is of {event['date']}"
            yield Problem("treaties.csv", line, "signed", what, "Mend one of the dates")
        if event["kind"] != row["kind"]:
            what = f"{row['kind']}, but the event is {event['kind']}"
            yield Problem("treaties.csv", line, "kind", what, "Write the kind of the event")


def parties_sign(tables: Tables) -> Iterator[Problem]:
    """The parties are those of the signature and of the accessions."""
    kinds = {name: row["kind"] for name, row in tables.treaties.items()}
    joined: dict[str, set[str]] = {}
    for _, _, row in tables.happened():
        if row["treaty"] and row["kind"] == kinds.get(row["treaty"]):
            joined.setdefault(row["treaty"], set()).update(row["side_a"], row["side_b"])
    for line, row in tables["treaties"]:
        apart = joined.get(row["id"], set()) ^ {name for name, _ in row["parties"]}
        if row["id"] in joined and apart:
            what = f"{', '.join(sorted(apart))} stand only here or only in the events"
            yield Problem("treaties.csv", line, "parties", what, "Name who signed or joined, and nobody else")


def dates_ordered(tables: Tables) -> Iterator[Problem]:
    """What comes after the signature is not dated before it; an end has a way, and a way an end or none."""
    for line, row in tables["treaties"]:
        for column in ("ratified", "revealed", "in_force", "ended"):
            if row[column] is not None and row[column] < row["signed"]:
                what = f"{row[column]} lies before the signature, {row['signed']}"
                yield Problem("treaties.csv", line, column, what, "Mend one of the dates")
        if row["ended"] is not None and not row["ending"]:
            yield Problem("treaties.csv", line, "ending", "an end without its way", "Say how it ended")
        if row["ended_by"] is not None and row["ended_by"] not in tables.events:
            what = f"there is no event {row['ended_by']!r}"
            yield Problem("treaties.csv", line, "ended_by", what, "Name an event's id or drop it")
        for name in row["prolonged_by"]:
            if tables.events.get(name, {}).get("treaty") != row["id"]:
                what = f"{name} does not point to it"
                yield Problem("treaties.csv", line, "prolonged_by", what, "Name the events that prolong it")


def pointed_to(tables: Tables) -> Iterator[Problem]:
    """An event points to a treaty that exists and is not later; what the treaty says is not said twice."""
    for table, line, row in tables.happened():
        if not row["treaty"]:
            continue
        treaty = tables.treaties.get(row["treaty"])
        if treaty is None:
            what = f"there is no treaty {row['treaty']!r}"
            yield Problem(f"{table}.csv", line, "treaty", what, "Add it to treaties.csv or mend the name")
        elif treaty["signed"] > row["date"]:
            what = f"{row['treaty']} was signed on {treaty['signed']}, later than {row['date']}"
            yield Problem(f"{table}.csv", line, "treaty", what, "Name an earlier treaty")
        elif row["treaty"] == row["id"]:
            for key in (*CLAUSES, "term", "secret", "revealed", "ratified", "accession"):
                if key in row["attributes"]:
                    what = f"{key} belongs to the treaty"
                    yield Problem(f"{table}.csv", line, "attributes", what, "Write it in treaties.csv")
        else:
            for key in ("of", "accession"):
                if key in row["attributes"]:
                    what = f"{key} says what the column treaty says"
                    yield Problem(f"{table}.csv", line, "attributes", what, "Keep the column, drop the attribute")


RULES: tuple[Rule, ...] = (
    ids_unique,
    named_by_known,
    signed_by_its_event,
    parties_sign,
    dates_ordered,
    pointed_to,
)
