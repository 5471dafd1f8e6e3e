"""Rules of identities.csv."""

from __future__ import annotations

from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import Rule, Tables, known_sources

SCHEMES = ("COW_ALLIANCE", "ATOP", "COW_WAR", "MID", "ICB", "LNTS", "UNTS")
KNOWN_BY = ("actors", "events", "treaties")


def rows_known(tables: Tables) -> Iterator[Problem]:
    """A number belongs to a row of the record and to a known scheme; a row has a number of a scheme once."""
    yield from known_sources(tables, "identities")
    seen: set[tuple[str, ...]] = set()
    ids = {name: {row["id"] for _, row in tables[name]} for name in KNOWN_BY}
    ids["events"] = set(tables.events)
    for line, row in tables["identities"]:
        if row["table"] not in ids:
            what = f"unknown table {row['table']!r}"
            yield Problem("identities.csv", line, "table", what, f"Use one of {', '.join(KNOWN_BY)}")
        elif row["id"] not in ids[row["table"]]:
            what = f"{row['table']}.csv has no {row['id']!r}"
            yield Problem("identities.csv", line, "id", what, "Name the id of a row")
        if row["scheme"] not in SCHEMES:
            what = f"unknown scheme {row['scheme']!r}"
            yield Problem("identities.csv", line, "scheme", what, f"Use one of {', '.join(SCHEMES)}")
        key = (row["table"], row["id"], row["scheme"], row["number"])
        if key in seen:
            yield Problem("identities.csv", line, "number", f"{' '.join(key)} stands twice", "Keep one of the rows")
        seen.add(key)


RULES: tuple[Rule, ...] = (rows_known,)
