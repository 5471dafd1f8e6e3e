"""Rules of pairs.csv."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import (
    Rule,
    Tables,
    holders_exist,
    known_actors,
    known_sources,
    named_event,
    spans_ordered,
    within,
)


def actors_known(tables: Tables) -> Iterator[Problem]:
    """Values are given for two actors, which exist at their beginning, from a source that is listed."""
    yield from known_actors(tables, "pairs", ("actor_a", "actor_b"))
    yield from holders_exist(tables, "pairs", ("actor_a", "actor_b"), "begin")
    yield from spans_ordered(tables, "pairs")
    yield from known_sources(tables, "pairs")
    for line, row in tables["pairs"]:
        if row["actor_a"] == row["actor_b"]:
            what = f"{row['actor_a']} is paired with itself"
            yield Problem("pairs.csv", line, "actor_b", what, "Name the other actor")


def values_in_range(tables: Tables) -> Iterator[Problem]:
    """A value lies in the range declared for it."""
    for line, row in tables["pairs"]:
        word = tables.words.values[tables.words.value_index[row["name"]]]
        wrong = within(row["value"], word.low, word.high)
        if wrong:
            what = f"{row['name']} of {row['actor_a']} and {row['actor_b']}: {wrong}"
            yield Problem("pairs.csv", line, "value", what, "Mend the value, or its range in vocabulary.toml")


def causes_known(tables: Tables) -> Iterator[Problem]:
    """The events that begin and end a value exist and are not later than its beginning and end."""
    for line, row in tables["pairs"]:
        for column, when in (("begun_by", "begin"), ("ended_by", "end")):
            name, day = row[column], row[when]
            if not name:
                continue
            if day is None:
                what = f"ended_by={name}, but the value has no end"
                yield Problem("pairs.csv", line, column, what, "Give the end or drop the event")
                continue
            yield from named_event(tables, "pairs", line, column, f"{column}={name}", name, day)


def spans_apart(tables: Tables) -> Iterator[Problem]:
    """A pair has one value of a name at a time."""
    symmetric = {v.name for v in tables.words.values if v.symmetric}
    spans: dict[tuple[str, str, str], list[tuple[dt.date, dt.date, int]]] = {}
    for line, row in tables["pairs"]:
        a, b = row["actor_a"], row["actor_b"]
        if row["name"] in symmetric:
            a, b = min(a, b), max(a, b)
        spans.setdefault((a, b, row["name"]), []).append((row["begin"], row["end"] or dt.date.max, line))
    for (a, b, name), found in spans.items():
        found.sort()
        for (_, end, first), (begin, _, line) in itertools.pairwise(found):
            if begin < end:
                what = f"{name} of {a} and {b} from {begin} on is given in row {first} already"
                yield Problem("pairs.csv", line, "begin", what, "End the first where the second begins, or drop one")


RULES: tuple[Rule, ...] = (actors_known, values_in_range, causes_known, spans_apart)
