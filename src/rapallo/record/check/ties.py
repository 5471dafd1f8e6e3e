"""Rules of ties.csv."""

from __future__ import annotations

from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import Rule, Tables, known_actors, sides_exist


def ties_declared(tables: Tables) -> Iterator[Problem]:
    """A tie in force at the start is one of the vocabulary."""
    known = list(tables.words.tie_index)
    for line, row in tables["ties"]:
        if row["kind"] not in known:
            yield Problem("ties.csv", line, "kind", f"unknown tie {row['kind']!r}", f"Use one of {', '.join(known)}")


def actors_known(tables: Tables) -> Iterator[Problem]:
    """Who is tied is an actor that exists on the day, and never to itself."""
    yield from known_actors(tables, "ties", ("side_a", "side_b"))
    yield from sides_exist(tables, "ties")
    for line, row in tables["ties"]:
        both = sorted(set(row["side_a"]) & set(row["side_b"]))
        if both:
            what = f"{', '.join(both)} stands on both sides"
            yield Problem("ties.csv", line, "side_b", what, "Name an actor on one side only")
        elif len(row["side_a"]) + len(row["side_b"]) < 2:
            yield Problem("ties.csv", line, "side_a", f"{row['kind']} needs two actors", "Name the other")


RULES: tuple[Rule, ...] = (ties_declared, actors_known)
