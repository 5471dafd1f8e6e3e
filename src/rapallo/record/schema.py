"""The schema of the tables: read from schema.csv, used for reading, checking and documentation."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# the columns that tell the rows of a table apart
KEYS: Mapping[str, tuple[str, ...]] = {
    "absences": ("id", "begin"),
    "covariates": ("actor", "name", "date"),
    "pairs": ("actor_a", "actor_b", "name", "begin"),
    "ties": ("kind", "date", "side_a", "side_b"),
    "figures": ("actor", "indicator", "year"),
    "kinds": ("name",),
    "coding": ("kind",),
    "rechecks": ("event", "seed"),
    "stages": ("negotiation", "event"),
    "identities": ("table", "id", "scheme", "number"),
    **dict.fromkeys(("actors", "events", "schedule", "sources", "negotiations", "treaties", "judgements"), ("id",)),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table."""

    name: str
    type: str
    unit: str
    default: str
    required: bool
    meaning: str


@cache
def schema() -> Mapping[str, tuple[Column, ...]]:
    """Return the columns of every table, by table, in order."""
    tables: dict[str, list[Column]] = {}
    text = files("rapallo.record").joinpath("schema.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        column = Column(
            row["column"], row["type"], row["unit"], row["default"], row["required"] == "yes", row["meaning"]
        )
        tables.setdefault(row["table"], []).append(column)
    # the schedule is given in the same form as the events
    tables["schedule"] = tables["events"]
    return {name: tuple(columns) for name, columns in tables.items()}
