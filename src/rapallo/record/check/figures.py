"""Rules of figures.csv."""

from __future__ import annotations

from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import Rule, Tables, known_actors, known_sources


def indicators_declared(tables: Tables) -> Iterator[Problem]:
    """A figure is of an indicator that has a weight."""
    known = list(tables.words.indicators)
    for line, row in tables["figures"]:
        if row["indicator"] not in known:
            repair = f"Use one of {', '.join(known)} or give it a weight in vocabulary.toml"
            yield Problem("figures.csv", line, "indicator", f"unknown indicator {row['indicator']!r}", repair)


def given_once(tables: Tables) -> Iterator[Problem]:
    """An actor has one figure of an indicator in a year, and none below zero."""
    seen: dict[tuple[str, str, int], int] = {}
    for line, row in tables["figures"]:
        key = (row["actor"], row["indicator"], row["year"])
        if key in seen:
            what = f"{row['indicator']} of {row['actor']} in {row['year']} stands in row {seen[key]} already"
            yield Problem("figures.csv", line, "year", what, "Keep one of the two")
        seen.setdefault(key, line)
        if row["value"] < 0:
            what = f"{row['value']:g} is below zero"
            yield Problem("figures.csv", line, "value", what, "Give the figure or drop the row")


def actors_known(tables: Tables) -> Iterator[Problem]:
    """Figures are those of actors, from a source that is listed."""
    yield from known_actors(tables, "figures", ("actor",))
    yield from known_sources(tables, "figures")


RULES: tuple[Rule, ...] = (indicators_declared, given_once, actors_known)
