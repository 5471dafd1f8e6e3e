"""The examples in the page of terms are terms."""

import re

import pytest

import rapallo
from rapallo.errors import ModelError
from rapallo.model.terms import parse_term
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "templates" / "effects.md").read_text("utf-8")
EXAMPLES = [re.split(r"\s{2,}", line.strip())[0] for line in PAGE.splitlines() if line.startswith("    ")]


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_can_be_read(text):
    record = rapallo.load("soviet").record
    if "cease-fire" in text:
        with pytest.raises(ModelError, match="cease-fire"):
            parse_term(record, text, "trade", 4.0)
    else:
        assert parse_term(record, text, "trade", 4.0).text == text


def test_there_are_examples():
    assert len(EXAMPLES) == 12
