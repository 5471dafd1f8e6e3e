"""Fits on disk: the same digits back, and a damaged file named or made anew."""

import datetime as dt
import json

import numpy as np
import pytest

from rapallo.errors import UsageError
from rapallo.estimation.fitting import fit
from rapallo.io.fits import fit_of, kept_fit, read_fit, write_fit
from rapallo.model.hypothesis import Model, Prior
from rapallo.model.system import System
from rapallo.scenarios import load

UNTIL = dt.date(1623, 12, 31)


@pytest.fixture(scope="module")
def world():
    return load("template").system


@pytest.fixture(scope="module")
def fitted(world):
    return fit(world, until=UNTIL)


def assert_same(a, b):
    assert a.kinds.keys() == b.kinds.keys()
    for name in (
        "record",
        "digest",
        "model",
        "since",
        "until",
        "likelihood",
        "prior",
        "silent",
        "warnings",
        "not_covered",
    ):
        assert getattr(a, name) == getattr(b, name)
    for name, kind in a.kinds.items():
        assert kind.terms == b.kinds[name].terms
        assert kind.prior == b.kinds[name].prior
        assert np.array_equal(kind.covariance, b.kinds[name].covariance)
        assert np.array_equal(kind.estimate, b.kinds[name].estimate)


def test_what_is_read_is_what_was_written(world, fitted, tmp_path):
    write_fit(fitted, tmp_path / "fit.json")
    assert_same(fit_of(world, tmp_path / "fit.json"), fitted)


def test_a_fit_holds_the_prior_of_each_coefficient(fitted):
    """The template's prior has sd 0.5 for every effect, and none for constants."""
    raid = fitted.kinds["raid"]
    assert raid.prior == (np.inf, *[0.5] * (len(raid.terms) - 1))


def test_a_fit_without_a_prior_can_be_written(world, tmp_path):
    bare = System(world.record, Model({"raid": ("rivalry",)}))
    write_fit(fit(bare), tmp_path / "fit.json")
    assert json.loads((tmp_path / "fit.json").read_text())["prior"]["effect"] is None
    assert read_fit(tmp_path / "fit.json").prior == Prior()


def _set(*path):
    def change(data):
        *places, last, value = path
        for place in places:
            data = data[place]
        data[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_set("until", "1619-01-01"), "until 1619-01-01 does not lie after since 1620-01-01"),
        (_set("until", "soon"), "until: 'soon' is not a day"),
        (_set("prior", "effect", -1.0), "prior.effect: Input should be greater than 0"),
        (_set("kinds", {}), "kinds: Dictionary should have at least 1 item"),
        (_set("kinds", "raid", "estimate", 0, "big"), r"kinds.raid.estimate.0: Input should be a valid number"),
        (_set("kinds", "raid", "estimate", [1.0]), "kinds.raid: has 4 terms, and not as many estimates"),
        (_set("kinds", "raid", "covariance", 1, [0.0]), "kinds.raid: has a covariance that is not 4 by 4"),
        (_set("extra", 1), "extra: Extra inputs are not permitted"),
    ],
)
def test_a_spoilt_file_is_refused_with_its_place(fitted, tmp_path, change, message):
    path = tmp_path / "fit.json"
    write_fit(fitted, path)
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))
    with pytest.raises(UsageError, match=message):
        read_fit(path)


def test_a_fit_of_another_record_or_model_is_refused(world, fitted, tmp_path):
    write_fit(fitted, tmp_path / "fit.json")
    with pytest.raises(UsageError, match="is the fit of another model"):
        fit_of(System(world.record, Model(world.model.effects, prior=Prior(2.0))), tmp_path / "fit.json")
    soviet = load("soviet").system
    with pytest.raises(UsageError, match="was fitted on another record"):
        fit_of(soviet, tmp_path / "fit.json")


def kept(world, **window):
    """A kept fit, and how many kinds were fitted for it."""
    calls = []
    return kept_fit(world, progress=lambda *step: calls.append(step), **window), len(calls)


def test_nothing_is_fitted_twice_and_a_damaged_file_is_made_anew(world, fitted, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kinds = len(world.design.kinds)
    first, fits = kept(world, until=UNTIL)
    assert fits == kinds
    assert_same(first, fitted)
    again, fits = kept(world, until=UNTIL)
    assert fits == 0
    assert_same(again, fitted)
    (path,) = (tmp_path / "rapallo" / "fits").iterdir()
    path.write_text(path.read_text()[:-100])
    assert kept(world, until=UNTIL)[1] == kinds
    assert kept(world, until=UNTIL)[1] == 0
    assert kept(world, until=UNTIL - dt.timedelta(days=1))[1] == kinds
    assert kept(System(world.record, Model(world.model.effects, prior=Prior(2.0))), until=UNTIL)[1] == kinds


def test_a_cache_that_cannot_be_written_is_no_error(world, fitted, tmp_path, monkeypatch):
    (tmp_path / "rapallo").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert_same(kept(world, until=UNTIL)[0], fitted)
