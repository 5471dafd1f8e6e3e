"""Rules of actors.csv and absences.csv."""

from __future__ import annotations

from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import Rule, Tables, known_actors, known_sources, spans_ordered, unique


def ids_unique(tables: Tables) -> Iterator[Problem]:
    """No two actors share an id."""
    yield from unique(tables, ("actors",), "id")


def types_declared(tables: Tables) -> Iterator[Problem]:
    """Every actor is of a type of the vocabulary."""
    known = list(tables.words.type_index)
    for line, row in tables["actors"]:
        if row["type"] not in known:
            repair = f"Use one of {', '.join(known)} or declare it in vocabulary.toml"
            yield Problem("actors.csv", line, "type", f"unknown type {row['type']!r}", repair)


def homes_known(tables: Tables) -> Iterator[Problem]:
    """An actor's home is an actor."""
    yield from known_actors(tables, "actors", ("home",))


def coordinates_possible(tables: Tables) -> Iterator[Problem]:
    """Latitudes and longitudes are on the globe."""
    for line, row in tables["actors"]:
        for column, bound in (("latitude", 90), ("longitude", 180)):
            value = row[column]
            if value is not None and abs(value) > bound:
                yield Problem("actors.csv", line, column, f"{value} is off the globe", f"Stay within ±{bound}")


def lives_ordered(tables: Tables) -> Iterator[Problem]:
    """No actor ends before it begins, and no absence."""
    yield from spans_ordered(tables, "actors")
    yield from spans_ordered(tables, "absences")


def absent_actors_known(tables: Tables) -> Iterator[Problem]:
    """Who is absent is an actor."""
    yield from known_actors(tables, "absences", ("id",))


def sources_known(tables: Tables) -> Iterator[Problem]:
    """What actors and absences rest on is listed."""
    yield from known_sources(tables, "actors")
    yield from known_sources(tables, "absences")


RULES: tuple[Rule, ...] = (
    ids_unique,
    types_declared,
    homes_known,
    coordinates_possible,
    lives_ordered,
    absent_actors_known,
    sources_known,
)
