"""Rules of covariates.csv."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import (
    Row,
    Rule,
    Tables,
    holders_exist,
    known_actors,
    known_sources,
    named_event,
    within,
)

# shares are written with five decimals
SHARE_TOLERANCE = 0.001


def actors_known(tables: Tables) -> Iterator[Problem]:
    """Values are given for actors, which exist at their beginning, from a source that is listed."""
    yield from known_actors(tables, "covariates", ("actor",))
    yield from holders_exist(tables, "covariates", ("actor",), "date")
    yield from known_sources(tables, "covariates")


def given_once(tables: Tables) -> Iterator[Problem]:
    """An actor has one value of a covariate from one day on."""
    seen: dict[tuple[str, str, dt.date], int] = {}
    for line, row in tables["covariates"]:
        key = (row["actor"], row["name"], row["date"])
        if key in seen:
            what = f"{row['name']} of {row['actor']} on {row['date']} stands in row {seen[key]} already"
            yield Problem("covariates.csv", line, "date", what, "Keep one of the two")
        seen.setdefault(key, line)


def values_in_range(tables: Tables) -> Iterator[Problem]:
    """A value lies in the range declared for its covariate, and a share from 0 to 1."""
    for line, row in tables["covariates"]:
        word = tables.words.covariates[tables.words.covariate_index[row["name"]]]
        low, high = (max(word.low, 0.0), min(word.high, 1.0)) if row["unit"] == "share" else (word.low, word.high)
        wrong = within(row["value"], low, high)
        if wrong:
            what = f"{row['name']} of {row['actor']}: {wrong}"
            repair = "Mend the value, or the unit or range that is declared for it"
            yield Problem("covariates.csv", line, "value", what, repair)


def requirements_known(tables: Tables) -> Iterator[Problem]:
    """An event that a value presupposes exists and is not later."""
    for line, row in tables["covariates"]:
        if row["requires"]:
            said = f"requires={row['requires']}"
            yield from named_event(tables, "covariates", line, "requires", said, row["requires"], row["date"])


def shares_sum_to_one(tables: Tables) -> Iterator[Problem]:
    """Shares of capability sum to one on each day for which all sovereign actors have a row."""
    names = {c.name for c in tables.words.covariates if c.role == "capability"}
    by_day: dict[dt.date, list[tuple[int, Row]]] = {}
    for line, row in tables["covariates"]:
        if row["name"] in names and row["unit"] == "share":
            by_day.setdefault(row["date"], []).append((line, row))
    for day, found in by_day.items():
        away = {row["id"] for _, row in tables["absences"] if row["begin"] <= day < row["end"]}
        alive = {s["id"] for s in tables.sovereign if s["begin"] <= day <= (s["end"] or dt.date.max)} - away
        if not alive <= {row["actor"] for _, row in found}:
            continue
        total = sum(row["value"] for _, row in found if row["actor"] in alive)
        if abs(total - 1) > SHARE_TOLERANCE:
            what = f"the shares of {day} sum to {total:.4f}"
            yield Problem("covariates.csv", found[0][0], "value", what, "Divide each by the sum")


RULES: tuple[Rule, ...] = (actors_known, given_once, values_in_range, requirements_known, shares_sum_to_one)
