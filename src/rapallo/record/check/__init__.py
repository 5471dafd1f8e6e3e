"""The rules that the tables of a record must keep among themselves: one file per table, one function per rule.

What a table's own columns must hold is in the schema; what must hold in time (no tie opened twice, nobody
attacked who does not exist) is found by replay in `rapallo.events`.
"""

from __future__ import annotations

from rapallo.errors import Problem
from rapallo.record.check import (
    actors,
    coding,
    covariates,
    events,
    figures,
    identities,
    judgements,
    kinds,
    negotiations,
    pairs,
    rechecks,
    sources,
    ties,
    treaties,
    words,
)
from rapallo.record.check.tables import Rule, Tables

RULES: tuple[Rule, ...] = (
    *words.RULES,
    *actors.RULES,
    *kinds.RULES,
    *events.RULES,
    *covariates.RULES,
    *pairs.RULES,
    *ties.RULES,
    *figures.RULES,
    *sources.RULES,
    *coding.RULES,
    *rechecks.RULES,
    *treaties.RULES,
    *negotiations.RULES,
    *identities.RULES,
    *judgements.RULES,
)
DOUBTS: tuple[Rule, ...] = (*events.DOUBTS, *words.DOUBTS)


def breaches(tables: Tables) -> list[Problem]:
    """Return every breach of every rule, in file order."""
    return _ordered(RULES, tables)


def doubts(tables: Tables) -> list[Problem]:
    """Return what breaks no rule and is yet likely to be a mistake, in file order."""
    return _ordered(DOUBTS, tables)


def _ordered(rules: tuple[Rule, ...], tables: Tables) -> list[Problem]:
    found = [problem for rule in rules for problem in rule(tables)]
    return sorted(found, key=lambda p: (p.file, p.row, p.column))
