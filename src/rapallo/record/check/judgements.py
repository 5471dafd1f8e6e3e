"""Rules of judgements.csv, and of the values that rest on it."""

from __future__ import annotations

from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import Rule, Tables, unique
from rapallo.record.values import UNVERIFIED


def ids_unique(tables: Tables) -> Iterator[Problem]:
    """No two rules share an id."""
    yield from unique(tables, ("judgements",), "id")


def values_founded(tables: Tables) -> Iterator[Problem]:
    """If rules of judgement are given, every value names a source or the rule of its name by which it was given.

    The covariate with the role capability follows from figures.csv and needs neither.
    """
    rules = {row["id"]: row["value"] for _, row in tables["judgements"]}
    words = tables.words
    place = words.with_role("capability")
    made = words.covariates[place].name if place >= 0 else None
    for table in ("covariates", "pairs"):
        for line, row in tables[table]:
            if row["rule"] is not None and rules.get(row["rule"]) != row["name"]:
                what = f"{row['rule']!r} is no rule for {row['name']}"
                yield Problem(f"{table}.csv", line, "rule", what, "Name a rule of judgements.csv for this value")
            founded = row["source"] != UNVERIFIED or row["rule"] is not None
            if rules and not founded and not (table == "covariates" and row["name"] == made):
                what = f"{row['name']} has neither a source nor a rule"
                yield Problem(f"{table}.csv", line, "rule", what, "Name the rule of judgements.csv that gives it")


RULES: tuple[Rule, ...] = (ids_unique, values_founded)
