"""Models as data: what a file may say, and what is refused."""

from __future__ import annotations

import math

import pytest

from rapallo.errors import ModelError
from rapallo.model.hypothesis import Family, Group, Model, Prior
from rapallo.state.settings import Settings


@pytest.fixture
def read(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "model.toml"
        path.write_text(text, encoding=encoding)
        return Model.from_toml(path)

    return write


TEXT = """
about = "Three kinds"
ceiling = 12.0
[prior]
effect = 2.0
constant = 3.0
[settings]
memory = 3.0
trust = inf
[effects]
raid = ["rivalry", "inertia(raid)"]
league = []
[groups.memory]
terms = ["cooperation(0.4)", "inertia(0.4)"]
sd = 0.1
[families.strife]
kinds = ["raid", "invasion"]
terms = ["memory", "trust"]
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_model_from_a_file(read, encoding):
    model = read(TEXT, encoding)
    assert model == Model(
        {"raid": ("rivalry", "inertia(raid)"), "league": ()},
        Settings(memory=3.0, trust=math.inf),
        Prior(2.0, 0.6, 3.0),
        {"strife": Family(("raid", "invasion"), ("memory", "trust"))},
        {"memory": Group(("cooperation(0.4)", "inertia(0.4)"), 0.1)},
        12.0,
    )


def test_a_kind_has_its_familys_terms_and_its_own(read, small):
    """A group's terms have the group's prior, others the model's; `inertia` without a kind is of the kind itself."""
    model = read(TEXT)
    raid, invasion = model.terms(small, "raid"), model.terms(small, "invasion")
    assert [t.text for t in raid] == ["cooperation(0.4)", "inertia(0.4)", "trust", "rivalry", "inertia(raid)"]
    assert [t.sd for t in raid] == [0.1, 0.1, 2.0, 2.0, 2.0]
    assert [t.text for t in invasion] == ["cooperation(0.4)", "inertia(0.4)", "trust"]
    assert [terms[1].expression.trace.counts for terms in (raid, invasion)] == ["raid", "invasion"]
    assert (model.family_of("invasion"), model.family_of("league")) == ("strife", "")


def test_a_kind_stands_in_one_family():
    two = {"a": Family(("raid",), ()), "b": Family(("league", "raid"), ())}
    with pytest.raises(ModelError, match="kind raid stands in two families, a and b"):
        Model({}, families=two)


def test_kinds_of_families_must_exist(small):
    with pytest.raises(ModelError, match=r"There is no kind 'raids'\. Did you mean raid"):
        Model({}, families={"strife": Family(("raids",), ())}).check(small)


def test_an_empty_file_is_a_model_of_constants(read):
    assert read("") == Model({}, Settings(), Prior())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("prior = 0.5", "prior"),
        ("[prior]\neffect = 0", "prior.effect"),
        ("[prior]\nconstant = -1.0", "prior.constant"),
        ("[prior]\neffect = nan", "prior.effect"),
        ("[prior]\ndeviation = inf", "prior.deviation"),
        ('[prior]\neffect = "wide"', "prior.effect"),
        ("ceiling = 0.0", "ceiling"),
        ("[groups.memory]\nterms = []", "groups.memory.terms"),
        ("[groups.memory]\nterms = ['trust']\nsd = 0.0", "groups.memory.sd"),
        ("[families.pact]\nkinds = []\nterms = []", "families.pact.kinds"),
        ("priors = 1.0", "priors"),
        ("[settings]\nmemory = 0.0", "memory"),
        ("[settings]\nfresh = -1.0", "fresh"),
        ("[settings]\nthreat = nan", "threat"),
        ("[settings]\nwitness = -0.1", "witness"),
        ("[settings]\nprior_trust = inf", "prior_trust"),
        ("[settings]\noverwhelming = 0.0", "overwhelming"),
        ("[settings]\nremembered = true", "remembered"),
        ('[settings]\ntrust = "long"', "trust"),
        ("[settings]\nmemories = 3.0", "memories"),
        ("settings = 3", "settings"),
        ('[effects]\nraid = "trust"', "raid"),
        ("[effects]\nraid = [3]", "raid"),
        ("effects = []", "effects"),
        ("[effects", "cannot be read as a model"),
        ("about = 3", "about"),
    ],
)
def test_what_is_no_model_is_refused(read, text, message):
    with pytest.raises(ModelError, match=message) as caught:
        read(text)
    assert "model.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    with pytest.raises(ModelError, match=r"none\.toml: cannot be read as a model"):
        Model.from_toml(tmp_path / "none.toml")
    (tmp_path / "image.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelError, match=r"image\.toml: cannot be read as a model"):
        Model.from_toml(tmp_path / "image.toml")


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan])
def test_a_prior_that_is_no_standard_deviation_is_refused(value):
    with pytest.raises(ModelError, match=r"effect .* is not above 0"):
        Model({}, prior=Prior(value))
    with pytest.raises(ModelError, match=r"ceiling .* is not above 0"):
        Model({}, ceiling=value)
    with pytest.raises(ModelError, match="deviation is a share of effect"):
        Model({}, prior=Prior(1.0, math.inf))


def test_kinds_must_exist_and_be_modelled(small):
    Model({"raid": ()}).check(small)
    with pytest.raises(ModelError, match=r"There is no kind 'raids'\. Did you mean raid"):
        Model({"raids": ()}).check(small)
    with pytest.raises(ModelError, match=r"kind speech is not modelled \(kinds.csv, column role\)"):
        Model({"speech": ()}).check(small)


def test_terms_take_the_models_memory(small):
    (term,) = Model({"raid": ("rivalry",)}, Settings(memory=2.5)).terms(small, "raid")
    assert term.expression.trace.half_life == 2.5
    assert Model({}).terms(small, "raid") == ()


def test_a_digest_tells_models_apart():
    models = [
        Model({"raid": ("trust",)}),
        Model({"raid": ("trust", "rivalry")}),
        Model({"raid": ("rivalry", "trust")}),
        Model({"raid": ("trust",)}, prior=Prior(1.0)),
        Model({"raid": ("trust",)}, prior=Prior(1.0, constant=2.0)),
        Model({"raid": ("trust",)}, ceiling=3.0),
        Model({"raid": ("trust",)}, families={"strife": Family(("raid",), ())}),
        Model({"raid": ("trust",)}, groups={"g": Group(("trust",))}),
        Model({"raid": ("trust",)}, Settings(memory=3.0)),
        Model({"raid": ("trust",)}, Settings(memory=math.inf)),
    ]
    assert len({model.digest for model in models}) == len(models)
    assert Model({"raid": ("trust",)}).digest == models[0].digest
    assert models[0].plain()["prior"]["effect"] is None
    assert models[-1].plain()["settings"]["memory"] is None
