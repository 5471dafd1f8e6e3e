"""Rules of vocabulary.toml: what it names is in the tables."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import Rule, Tables
from rapallo.vocabulary.words import CovariateName, ValueName

FILE = "vocabulary.toml"


def families_known(tables: Tables) -> Iterator[Problem]:
    """Families hold kinds of kinds.csv."""
    for family, kinds in tables.words.families.items():
        for name in kinds:
            if name not in tables.kinds:
                yield Problem(FILE, 0, f"families.{family}", f"unknown kind {name!r}", "Use a kind of kinds.csv")


def aliases_known(tables: Tables) -> Iterator[Problem]:
    """An alias stands for an actor, a kind or a word of the vocabulary."""
    words = tables.words
    known = {*tables.lives, *tables.kinds, *words.tie_index, *words.value_index, *words.covariate_index}
    for name, target in words.aliases.items():
        if target not in known:
            what = f"{target!r} is neither actor nor kind, tie, value or covariate"
            yield Problem(FILE, 0, f"aliases.{name}", what, "Mend the name or drop the alias")


def nearly_declared(tables: Tables) -> Iterator[Problem]:
    """A value that is not declared and has almost the name of one that is, is likely to be misspelt."""
    for table, words in (("covariates", tables.words.covariates), ("pairs", tables.words.values)):
        declared = [word.name for word in words if _described(word)]
        for word in words:
            near = [] if _described(word) else difflib.get_close_matches(word.name, declared, n=1, cutoff=0.8)
            if near:
                line = next(line for line, row in tables[table] if row["name"] == word.name)
                what = f"{word.name!r} is not declared in {FILE}"
                repair = f"Write {near[0]} if that is meant, else declare it"
                yield Problem(f"{table}.csv", line, "name", what, repair)


def _described(word: CovariateName | ValueName) -> bool:
    return bool(word.role or word.meaning) or math.isfinite(word.low) or math.isfinite(word.high)


RULES: tuple[Rule, ...] = (families_known, aliases_known)
DOUBTS: tuple[Rule, ...] = (nearly_declared,)
