"""The vocabulary of a record: what the scenario declares, and what its tables hold besides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rapallo.vocabulary.words import CLOSABLE, ActorType, CovariateName, Tie, ValueName, Vocabulary

Rows = dict[str, list[tuple[int, dict[str, Any]]]]


def complete(declared: Vocabulary | None, rows: Rows) -> Vocabulary:
    """Return the vocabulary of the tables.

    A covariate or pair value that is not declared is added after the declared ones, in order of name: of no role,
    without bounds, a pair value directed. Where nothing is declared at all, the types of actors found are sovereign
    and the ties that kinds.csv and ties.csv name hold both ways and have no role.
    """
    words = _found(rows) if declared is None else declared
    values = {row["name"] for _, row in rows["pairs"]} - set(words.value_index)
    covariates = {row["name"] for _, row in rows["covariates"]} - set(words.covariate_index)
    return replace(
        words,
        values=(*words.values, *(ValueName(name) for name in sorted(values))),
        covariates=(*words.covariates, *(CovariateName(name) for name in sorted(covariates))),
    )


def _found(rows: Rows) -> Vocabulary:
    types = dict.fromkeys(row["type"] for _, row in rows["actors"])
    ties = dict.fromkeys(row[column] for _, row in rows["kinds"] for column in ("tie", "opens", "closes"))
    ties |= dict.fromkeys(row["kind"] for _, row in rows["ties"])
    return Vocabulary(
        actor_types=tuple(ActorType(name, sovereign=True) for name in types),
        ties=tuple(Tie(name) for name in ties if name and name not in CLOSABLE),
        indicators=dict.fromkeys((row["indicator"] for _, row in rows["figures"]), 1.0),
    )
