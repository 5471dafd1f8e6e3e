"""Models as formulas: what a text says, that the text of a model is the model, and what is refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rapallo
from rapallo.effects.catalogue import CATALOGUE
from rapallo.errors import ModelError
from rapallo.model.hypothesis import Family, Group, Model, Prior
from rapallo.state.settings import Settings

GROUPS = {"memory": Group(("cooperation(0.4)", "hostility(0.4)"), 0.1), "what was": Group(("inertia(6)",))}


def read(*formulas, **rest):
    return Model.from_formulas(formulas, **rest)


@pytest.mark.parametrize(
    ("right", "terms"),
    [
        ("trust", ("trust",)),
        ("trust + rivalry", ("trust", "rivalry")),
        ("trust+inertia(raid,0.4 , log)", ("trust", "inertia(raid,0.4 , log)")),
        ("power(sender) * deterrence + trust", ("power(sender) * deterrence", "trust")),
        ("(trust + rivalry) * power + trust", ("(trust + rivalry) * power", "trust")),
        ("(trust - rivalry)", ("trust - rivalry",)),
        ("(trust) + (rivalry) * (power)", ("trust", "(rivalry) * (power)")),
        ("((trust + rivalry))", ("(trust + rivalry)",)),
        ("log(hostile(6, count) + friendly(6, count))", ("log(hostile(6, count) + friendly(6, count))",)),
        ("offset(1e-3 * trust)", ("offset(1e-3 * trust)",)),
        ("1e-3 * trust", ("1e-3 * trust",)),
        ('inertia("a + b ~ c") + trust', ('inertia("a + b ~ c")', "trust")),
        ("trust +\n    rivalry", ("trust", "rivalry")),
        ("1", ()),
        ("", ()),
        ("memory + trust", ("memory", "trust")),
        ('"what was" + memory', ("what was", "memory")),
    ],
)
def test_the_right_side_is_terms(right, terms):
    assert read(f"raid ~ {right}", groups=GROUPS).effects == {"raid": terms}


@pytest.mark.parametrize(
    ("left", "kinds", "families"),
    [
        ("raid", {"raid"}, set()),
        ("raid, league", {"raid", "league"}, set()),
        ("strife", set(), {"strife"}),
        ("strife, league", {"league"}, {"strife"}),
        ("kind(strife)", {"strife"}, set()),
        ("strife, kind(strife)", {"strife"}, {"strife"}),
        ('"cease-fire", kind("a ~ b, c")', {"cease-fire", "a ~ b, c"}, set()),
    ],
)
def test_the_left_side_is_kinds_and_families(left, kinds, families):
    rest = [] if families else ["strife ~"]
    model = read(f"{left} ~ trust", *rest, families={"strife": ["raid", "invasion"]})
    assert model.effects == dict.fromkeys(kinds, ("trust",))
    assert model.families == {"strife": Family(("raid", "invasion"), ("trust",) if families else ())}


def test_formulas_say_what_lists_say():
    rest = {"settings": Settings(memory=3.0), "prior": Prior(0.2), "groups": GROUPS, "ceiling": 12.0}
    formulas = ["strife ~ memory + trust", "raid, league ~ rivalry * power(sender)", "truce ~ 1"]
    as_formulas = Model.from_formulas(formulas, {"strife": ["raid", "invasion"]}, **rest)
    product = ("rivalry * power(sender)",)
    as_lists = Model(
        {"raid": product, "league": product, "truce": ()},
        families={"strife": Family(("raid", "invasion"), ("memory", "trust"))},
        **rest,
    )
    assert as_formulas == as_lists
    assert as_formulas.digest == as_lists.digest
    assert as_lists.formulas() == tuple(formulas)


def test_a_kind_and_its_family_of_the_same_name():
    model = Model({"raid": ("rivalry",)}, families={"raid": Family(("raid", "invasion"), ("trust + tension",))})
    assert model.formulas() == ("raid ~ (trust + tension)", "kind(raid) ~ rivalry")
    assert read(*model.formulas(), families={"raid": ["raid", "invasion"]}) == model


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("raid", "has no ~. Write kind ~ term"),
        ("", "has no ~"),
        ("raid ~ trust ~ rivalry", "has more than one ~"),
        ("~ trust", "a kind or family is missing on the left"),
        ("raid, ~ trust", "a kind or family is missing on the left"),
        ("raid + league ~ trust", "'raid \\+ league' is no kind or family on the left. Join names by commas"),
        ("cease-fire ~ trust", "'cease-fire' is no kind or family on the left. .* quote"),
        ("raid league ~ trust", "'raid league' is no kind or family"),
        ("kinds(raid) ~ trust", r"'kinds\(raid\)' is no kind or family"),
        ("3 ~ trust", "'3' is no kind or family"),
        ("raid ~ trust - rivalry", r"- takes no term away. Leave it out, .* in parentheses: \(a - b\)"),
        ("raid ~ trust - 1", "- takes no term away"),
        ("raid ~ -trust", "- takes no term away"),
        ("raid ~ 1 + trust", "1 is no term; the constant is in every kind already"),
        ("raid ~ 0", "0 is no term; the constant is in every kind already"),
        ("raid ~ trust +", r"a term is missing beside a \+"),
        ("raid ~ + trust", r"a term is missing beside a \+"),
        ("raid ~ trust:rivalry", r"'trust:rivalry' is no term. Write .* a product a \* b"),
        ("raid ~ trust rivalry", "'trust rivalry' is no term"),
        ("raid ~ (trust", "a parenthesis or a quote is not closed"),
        ('raid ~ inertia("a)', "cannot be read"),
        ("raid ~ trust $ rivalry", "cannot be read|is no term"),
        ("raid ~ trust # mine", "holds a comment"),
        ('raid ~ "memori"', "There is no group 'memori'. Did you mean memory"),
        ("raid ~ trust + trust", "kind raid has the term 'trust' twice"),
        ("raid ~ inertia( 0.4) + inertia(0.4)", r"kind raid has the term 'inertia\(0.4\)' twice"),
        ("raid ~ memory + cooperation(0.4)", r"kind raid has the term 'cooperation\(0.4\)' twice"),
        ("invasion ~ trust", "kind invasion has the term 'trust' twice .its family's"),
        ("raid, raid ~ trust", "raid has a formula already"),
        ("strife ~ trust", "strife has a formula already"),
    ],
)
def test_what_is_no_formula_is_refused(formula, message):
    with pytest.raises(ModelError, match=message) as caught:
        read("strife ~ trust", formula, families={"strife": ["invasion"]}, groups=GROUPS)
    assert str(caught.value).startswith("model")
    assert "\n" not in str(caught.value)


def test_a_family_needs_a_formula_and_formulas_a_list():
    with pytest.raises(ModelError, match=r"family strife has no formula\. Write strife ~ and its terms, or strife ~ 1"):
        read("raid ~ trust", families={"strife": ["raid"]})
    with pytest.raises(ModelError, match="give a list of formulas, not the text 'raid ~ trust' alone"):
        Model.from_formulas("raid ~ trust")


def test_a_group_has_no_effects_name():
    with pytest.raises(ModelError, match="group trust has the name of an effect; give it another"):
        read("raid ~ trust", groups={"trust": Group(("rivalry",))})


@pytest.mark.parametrize("kinds", [["raid", "raid"], ["raid", "invasion", "raid"]])
def test_a_kind_stands_once_in_a_family(kinds):
    with pytest.raises(ModelError, match="kind raid stands twice in the family strife"):
        read("strife ~ trust", families={"strife": kinds})


WORDS = st.text(min_size=1, max_size=6) | st.sampled_from(["raid", "class", "kind", "1", "a-b", "~", '"', "\x7f"])
TERMS = ["trust", "rivalry * power", "trust + rivalry", "(trust - rivalry)", "(trust) * (rivalry)", "1", "'a'"]
NUMBERS = st.floats(1e-9, allow_nan=False)


@st.composite
def models(draw):
    group = draw(WORDS.filter(lambda name: name not in CATALOGUE))
    lists = st.lists(st.sampled_from([*TERMS, group]), max_size=4, unique=True).map(tuple)
    kinds = draw(st.lists(WORDS, unique=True, max_size=5))
    of_family = draw(st.dictionaries(WORDS, lists, max_size=2))
    families = {name: Family(tuple(kinds[n::5]), terms) for n, (name, terms) in enumerate(of_family.items())}
    families = {name: family for name, family in families.items() if family.kinds}
    return Model(
        {kind: draw(lists) for kind in kinds[len(families) :]},
        Settings(memory=draw(NUMBERS), prior_threat=draw(st.floats(-9, 9))),
        Prior(draw(NUMBERS), draw(st.floats(0.1, 1e9)), draw(NUMBERS)),
        families,
        {group: Group(("inertia(0.4)", "log(power)"), draw(st.none() | NUMBERS))},
        draw(NUMBERS),
    )


@settings(max_examples=200, deadline=None)
@given(model=models())
def test_the_text_of_a_model_is_the_model(model):
    families = {name: family.kinds for name, family in model.families.items()}
    again = Model.from_formulas(model.formulas(), families, model.settings, model.prior, model.groups, model.ceiling)
    assert again == model
    assert again.digest == model.digest


@settings(max_examples=200, deadline=None)
@given(model=models())
def test_the_file_of_a_model_is_the_model(tmp_path_factory, model):
    path = tmp_path_factory.getbasetemp() / "model.toml"
    model.to_toml(path)
    again = Model.from_toml(path)
    assert again == model
    assert again.digest == model.digest


@pytest.mark.parametrize("name", ["model.toml", "models/memory.toml"])
def test_the_shipped_models_are_their_text(tmp_path, name):
    model = Model.from_toml(rapallo.load("soviet").folder / name)
    model.to_toml(tmp_path / "again.toml")
    assert Model.from_toml(tmp_path / "again.toml") == model


def test_whole_numbers_are_numbers(tmp_path):
    """A model built with 1 is the model with 1.0, and its file has its digest."""
    whole = Model({}, Settings(memory=3), Prior(1, 1, 2), groups={"g": Group(("trust",), 1)}, ceiling=12)
    whole.to_toml(tmp_path / "whole.toml")
    assert Model.from_toml(tmp_path / "whole.toml").digest == whole.digest
    assert Model({}, ceiling=math.inf).digest == Model({}).digest


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(ModelError, match="cannot be written: Is a directory"):
        Model({}).to_toml(tmp_path)
