"""Rules of kinds.csv."""

from __future__ import annotations

from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import Rule, Tables, unique
from rapallo.vocabulary.words import CLOSABLE


def names_unique(tables: Tables) -> Iterator[Problem]:
    """No two kinds share a name."""
    yield from unique(tables, ("kinds",), "name")


def ties_declared(tables: Tables) -> Iterator[Problem]:
    """The ties that a kind asks about, opens or closes exist; `pact` or `pending` in `closes` needs such a tie."""
    known = list(tables.words.tie_index)
    for line, row in tables["kinds"]:
        for column in ("tie", "opens", "closes"):
            name = row[column]
            if column == "closes" and name in CLOSABLE:
                if not any(getattr(tie, name) for tie in tables.words.ties):
                    repair = f"Declare a tie with {name} = true in vocabulary.toml"
                    yield Problem("kinds.csv", line, column, f"closes every {name} tie, and there is none", repair)
            elif name and name not in known:
                choices = ", ".join([*known, *CLOSABLE] if column == "closes" else known)
                yield Problem("kinds.csv", line, column, f"unknown tie {name!r}", f"Use one of {choices}")


def types_declared(tables: Tables) -> Iterator[Problem]:
    """Senders and receivers are of a type of the vocabulary, or any."""
    known = [*tables.words.type_index, "any"]
    for line, row in tables["kinds"]:
        for column in ("sender", "receiver"):
            if row[column] not in known:
                what = f"unknown type {row[column]!r}"
                yield Problem("kinds.csv", line, column, what, f"Use one of {', '.join(known)}")


def coverage_known(tables: Tables) -> Iterator[Problem]:
    """Coverage names actors, or is `all`, or adds `contiguous`; a kind that is modelled has one."""
    for line, row in tables["kinds"]:
        names = row["coverage"]
        for name in names:
            if name not in ("all", "contiguous") and name not in tables.lives:
                repair = "Name actors of actors.csv, contiguous, or all alone"
                yield Problem("kinds.csv", line, "coverage", f"unknown actor {name!r}", repair)
        if "all" in names and len(names) > 1:
            yield Problem("kinds.csv", line, "coverage", "all stands with others", "Write all alone, or drop it")
        if row["role"] == "modelled" and not names:
            repair = "Write all, or the actors with which every event was looked for"
            yield Problem("kinds.csv", line, "coverage", f"{row['name']} is modelled and covers no pair", repair)


def terms_positive(tables: Tables) -> Iterator[Problem]:
    """A treaty lasts for some time."""
    for line, row in tables["kinds"]:
        if row["term"] is not None and row["term"] <= 0:
            repair = "Write years, or leave it empty: for good"
            yield Problem("kinds.csv", line, "term", f"{row['term']:g} years is no term", repair)


RULES: tuple[Rule, ...] = (names_unique, ties_declared, types_declared, coverage_known, terms_positive)
