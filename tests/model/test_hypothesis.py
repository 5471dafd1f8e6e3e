"""Models as data: what a file may say, and what is refused."""

from __future__ import annotations

import math

import pytest

from rapallo.errors import ModelError
from rapallo.model.hypothesis import Model
from rapallo.state.settings import Settings


@pytest.fixture
def read(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "model.toml"
        path.write_text(text, encoding=encoding)
        return Model.from_toml(path)

    return write


TEXT = """
about = "Two kinds"
prior = 2.0
[settings]
memory = 3.0
trust = inf
[effects]
raid = ["rivalry", "inertia(raid)"]
league = []
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_model_from_a_file(read, encoding):
    model = read(TEXT, encoding)
    assert model == Model(
        {"raid": ("rivalry", "inertia(raid)"), "league": ()}, Settings(memory=3.0, trust=math.inf), 2.0
    )


def test_an_empty_file_is_a_model_of_constants(read):
    assert read("") == Model({}, Settings(), math.inf)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("prior = 0", "prior"),
        ("prior = -1.0", "prior"),
        ("prior = nan", "prior"),
        ('prior = "wide"', "prior"),
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


@pytest.mark.parametrize("prior", [0.0, -1.0, math.nan])
def test_a_prior_that_is_no_standard_deviation_is_refused(prior):
    with pytest.raises(ModelError, match="is no standard deviation"):
        Model({}, prior=prior)


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
        Model({"raid": ("trust",)}, prior=1.0),
        Model({"raid": ("trust",)}, Settings(memory=3.0)),
        Model({"raid": ("trust",)}, Settings(memory=math.inf)),
    ]
    assert len({model.digest for model in models}) == len(models)
    assert Model({"raid": ("trust",)}).digest == models[0].digest
    assert models[0].plain()["prior"] is None
    assert models[5].plain()["settings"]["memory"] is None
