"""The page of effects: its examples can be read, and every name of the language of models is on it."""

import re

import pytest

import rapallo
from rapallo.effects.catalogue import CATALOGUE
from rapallo.effects.forms import FORMS
from rapallo.errors import ModelError
from rapallo.model.hypothesis import Group, Prior
from rapallo.model.terms import FUNCTIONS, SIDES, WAYS, parse_term
from tests.docs.pages import ROOT, steps

PAGE = ROOT / "docs" / "effects.md"
TEXT = PAGE.read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\w+).*?\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))


def examples(section):
    """Return the lines of the first block of a section without what is said of them."""
    block = SECTIONS[section].strip("\n").split("\n\n")[0]
    return [re.split(r"\s{2,}", line.strip())[0] for line in block.splitlines()]


@pytest.mark.parametrize("text", examples("Terms"))
def test_an_example_of_a_term_can_be_read(text):
    record = rapallo.load("soviet").record
    if "cease-fire" in text:
        with pytest.raises(ModelError, match="cease-fire"):
            parse_term(record, text, "trade", 4.0)
    else:
        assert parse_term(record, text, "trade", 4.0).text == text


@pytest.mark.parametrize("text", examples("Formulas"))
def test_an_example_of_a_formula_can_be_read(text, small):
    rest = [] if text.startswith("strife") else ["strife ~"]
    groups = {"memory": Group(("cooperation(6)", "hostility(6)"))}
    model = rapallo.Model.from_formulas([text, *rest], {"strife": ["league"]}, groups=groups)
    for kind in (*model.effects, "league"):
        terms = model.terms(small, kind)
        assert bool(terms) == (kind in model.effects or not rest) * ("1" not in text)
    if not any(word in text for word in ("kind(", "cease-fire")):
        model.check(small)


def test_there_are_examples():
    assert (len(examples("Terms")), len(examples("Formulas"))) == (12, 6)


def test_the_example_in_python_runs_and_is_its_text():
    (code,) = [step.text for step in steps(PAGE) if step.language == "python"]
    found = {}
    exec(code, found)
    assert found["model"].formulas() == (
        "strife ~ memory + trust",
        "raid ~ inertia(0.4) + power(sender) * deterrence",
    )
    assert f'"{found["model"].formulas()[1]}"' in code


@pytest.mark.parametrize("effect", CATALOGUE.values(), ids=lambda effect: effect.name)
def test_every_effect_is_on_the_page_with_its_arguments(effect):
    heading, body = re.search(
        rf"^### `({effect.name}\b.*?)`\n(.*?)(?=^### |\Z)", TEXT, re.MULTILINE | re.DOTALL
    ).groups()
    arguments = re.findall(r"\w+", heading.removeprefix(effect.name))
    assert arguments == [p.name for p in effect.parameters]
    assert re.findall(r"^- `(\w+)`", body, re.MULTILINE) == arguments
    assert effect.formula in body
    assert effect.reference in body
    assert f"| [`{effect.name}`](#" in SECTIONS["Catalogue"]
    for name in arguments:
        assert f"| `{name}` |" in SECTIONS["Terms"]


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ("Terms", (*FORMS, *SIDES, *WAYS, *(f"{name}(x)" for name in FUNCTIONS))),
        ("Prior", Prior._fields),
    ],
)
def test_every_other_name_has_a_row(section, names):
    for name in names:
        assert f"| `{name}` |" in SECTIONS[section], name
    assert "`offset(x)`" in SECTIONS["Terms"]
