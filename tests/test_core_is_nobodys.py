"""The core is nobody's: no actor, kind, tie, value, covariate or date of the shipped record stands in its code."""

import io
import re
import tokenize
from pathlib import Path

import pytest

import rapallo
from rapallo.effects.catalogue import CATALOGUE
from rapallo.events.consequences.catalogue import CONSEQUENCES
from rapallo.events.rules.catalogue import RULES
from rapallo.record.values import ATTRIBUTES
from rapallo.state.fields import PROPERTIES
from rapallo.vocabulary.words import COVARIATE_ROLES, TIE_ROLES, VALUE_ROLES

CORE = Path(rapallo.__file__).parent
# the scenarios are data, and the help of commands takes its examples from the shipped one
EXEMPT = ("scenarios", "cli")
# words that the core has of itself: what a scenario's words are to it, and what it does with them
OWN = {*TIE_ROLES, *VALUE_ROLES, *COVARIATE_ROLES, *PROPERTIES, *ATTRIBUTES, *CATALOGUE}
OWN |= {rule.name for rule in RULES} | {consequence.name for consequence in CONSEQUENCES}
# names of Python, and of what has nothing to do with politics: a line of a file, a trial step of a search
ORDINARY = {*dir(str), "line", "trial"}
YEAR = re.compile(r"\b19(?:1[7-9]|[2-4]\d|5[0-3])\b")
CITED = re.compile(r"\(\d{4}\)")


@pytest.fixture(scope="module")
def foreign():
    record = rapallo.load("soviet").record
    words = record.vocabulary
    tables = (words.ties, words.values, words.covariates, record.kinds)
    return {word.name for table in tables for word in table} - OWN - ORDINARY


@pytest.fixture(scope="module")
def actors():
    return set(rapallo.load("soviet").record.index)


def found_in(source, foreign, actors):
    """Return what of a scenario stands in a source, with its line."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        text, line = token.string, token.start[0]
        if token.type == tokenize.NAME and text.lower() in foreign:
            found.append((line, text))
        if token.type not in (tokenize.STRING, tokenize.COMMENT):
            continue
        if text.strip("rf\"'") in foreign:
            found.append((line, text))
        # in prose an English word proves nothing; a compound, an actor's id or a year does
        parts = set(re.findall(r"\w+", text))
        found += [(line, part) for part in sorted(parts) if "_" in part and part in foreign]
        found += [(line, part) for part in sorted(parts) if part in actors and part.isupper()]
        found += [(line, year) for year in YEAR.findall(CITED.sub("", text))]
    return found


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(CORE.rglob("*.py")) if path.relative_to(CORE).parts[0] not in EXEMPT],
    ids=lambda path: str(path.relative_to(CORE)),
)
def test_a_file_knows_no_word_of_the_shipped_record(path, foreign, actors):
    assert found_in(path.read_text("utf-8"), foreign, actors) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("NON_AGGRESSION = 3\n", [(1, "NON_AGGRESSION")]),
        ('if kind == "sanction":\n    pass\n', [(1, '"sanction"')]),
        ('"""As for war_entry."""\n', [(1, "war_entry")]),
        ("x = 1  # until GMY falls in 1945\n", [(1, "GMY"), (1, "1945")]),
        ('"""Heider (1946), Attitudes."""\nwar = peace = line = 1\n', []),
    ],
)
def test_the_search_finds(source, found, foreign, actors):
    assert found_in(source, foreign, actors) == found
