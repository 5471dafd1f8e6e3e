"""The second scenario shares no word with the first and uses everything that a scenario can use."""

import csv

import pytest

import rapallo
from rapallo.record.schema import schema
from rapallo.vocabulary.words import COVARIATE_ROLES, TIE_ROLES, VALUE_ROLES

RULES = {"none", "always", "open", "held", "agreed", "peace", "war", "joinable", "annexable", "home"}
RULES |= {"same_home", "affiliable"}
CONSEQUENCES = {"annexation", "gain", "installation", "lapse", "new_leader", "peace", "renewal", "satisfaction", "war"}


@pytest.fixture(scope="module")
def template():
    return rapallo.load("template").record


def test_every_role_rule_and_consequence_is_used(template):
    words = template.vocabulary
    assert {t.role for t in words.ties} - {""} == set(TIE_ROLES)
    assert {v.role for v in words.values} - {""} == set(VALUE_ROLES)
    assert {c.role for c in words.covariates} - {""} == set(COVARIATE_ROLES)
    assert {k.risk for k in template.kinds} == RULES
    assert {name for k in template.kinds for name in k.consequences} == CONSEQUENCES


def test_every_column_of_its_kinds_is_used(template):
    folder = rapallo.load("template").folder
    with (folder / "kinds.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [c.name for c in schema()["kinds"]]
    assert [column for column in rows[0] if not any(row[column] for row in rows)] == []


def test_no_word_is_that_of_the_first(template):
    first = rapallo.load("soviet").record

    def words(record):
        v = record.vocabulary
        tables = (v.actor_types, v.ties, v.values, v.covariates, record.kinds)
        return {w.name for table in tables for w in table} | set(record.index)

    assert words(template) & words(first) == set()
