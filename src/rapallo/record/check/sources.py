"""Rules of sources.csv."""

from __future__ import annotations

from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import Rule, Tables, unique


def ids_unique(tables: Tables) -> Iterator[Problem]:
    """No two sources share an id."""
    yield from unique(tables, ("sources",), "id")


def pages_distinct(tables: Tables) -> Iterator[Problem]:
    """A page is listed once: listed twice it would pass for two sources. Bare hosts and words are no page."""
    seen: dict[str, str] = {}
    for line, row in tables["sources"]:
        page = row["where"].removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        if "/" not in page:
            continue
        if page in seen:
            what = f"{row['where']} is listed already as {seen[page]}"
            repair = f"Write {seen[page]} where {row['id']} is named, drop this"
            yield Problem("sources.csv", line, "where", what, repair)
        seen.setdefault(page, row["id"])


RULES: tuple[Rule, ...] = (ids_unique, pages_distinct)
