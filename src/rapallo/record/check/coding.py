"""Rules of coding.csv."""

from __future__ import annotations

from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import Rule, Tables


def illustrated(tables: Tables) -> Iterator[Problem]:
    """If coding rules are given, each kind has one, and its examples are events of that kind (or not, as said)."""
    if not tables["coding"]:
        return
    ruled = [row["kind"] for _, row in tables["coding"]]
    for name in tables.kinds:
        if name not in ruled:
            yield Problem("coding.csv", 0, "kind", f"{name} has no coding rule", "Add a row for it")
    for line, row in tables["coding"]:
        if row["kind"] not in tables.kinds:
            yield Problem("coding.csv", line, "kind", f"unknown kind {row['kind']!r}", "Use a kind of kinds.csv")
        for column, of_kind in (("example_1", True), ("example_2", True), ("counter_example", False)):
            event = tables.events.get(row[column])
            if event is None:
                yield Problem("coding.csv", line, column, f"{row[column]!r} is no event", "Name an event's id")
            elif (event["kind"] == row["kind"]) != of_kind:
                what = f"{row[column]} is of kind {event['kind']}"
                repair = f"Name an event {'of' if of_kind else 'that is not of'} kind {row['kind']}"
                yield Problem("coding.csv", line, column, what, repair)


RULES: tuple[Rule, ...] = (illustrated,)
