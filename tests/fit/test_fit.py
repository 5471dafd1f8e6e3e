import datetime as dt
import json
import math

import numpy as np
import pytest
from scipy import optimize

from rapallo.errors import FitError, ModelError, UsageError
from rapallo.events.settings import Settings
from rapallo.fit.estimate import fit
from rapallo.fit.likelihood import exact, ordered
from rapallo.fit.newton import maximise
from rapallo.fit.result import Fit
from rapallo.model.specification import Model
from rapallo.record.read import read_record
from tests.conftest import SMALL_MODEL, write_small

rng = np.random.default_rng(4)


def numeric(objective, b, h=1e-5):
    steps = np.eye(len(b)) * h
    gradient = np.array([(objective(b + s)[0] - objective(b - s)[0]) / (2 * h) for s in steps])
    hessian = np.array([(objective(b + s)[1] - objective(b - s)[1]) / (2 * h) for s in steps])
    return gradient, hessian


def exact_objective():
    spells = np.column_stack([np.ones(40), rng.normal(size=(40, 2))])
    events = np.column_stack([np.ones(9), rng.normal(size=(9, 2))])
    return exact(spells, rng.uniform(0, 2, 40), events, rng.uniform(0.3, 1, 9), np.array([0.0, 1.0, 1.0]))


def ordered_objective():
    stratum = np.repeat(np.arange(8), 5)
    chosen = np.zeros(40, dtype=np.int64)
    chosen[np.arange(8) * 5 + rng.integers(0, 5, 8)] = 1
    weights = np.repeat(rng.uniform(0.3, 1, 8), 5)
    return ordered(rng.normal(size=(40, 3)), stratum, chosen, weights, np.full(3, 0.5))


@pytest.mark.parametrize("make", [exact_objective, ordered_objective])
def test_gradient_and_hessian_are_those_of_the_value(make):
    objective, b = make(), rng.normal(size=3) * 0.3
    _, gradient, hessian = objective(b)
    g, h = numeric(objective, b)
    np.testing.assert_allclose(gradient, g, atol=1e-6)
    np.testing.assert_allclose(hessian, h, atol=1e-5)
    assert (np.linalg.eigvalsh(hessian) < 0).all()


@pytest.mark.parametrize("make", [exact_objective, ordered_objective])
def test_newton_finds_the_maximum_that_another_optimiser_finds(make):
    objective = make()
    best = maximise(objective, np.zeros(3))
    other = optimize.minimize(lambda b: -objective(b)[0], np.zeros(3), jac=lambda b: -objective(b)[1], tol=1e-10)
    assert best.converged
    np.testing.assert_allclose(best.at, other.x, atol=1e-4)


def test_a_constant_rate_is_events_over_exposure(small):
    """By hand: agitation is at risk for KPD and SPD in GMY and its neighbour POL, and for CI everywhere."""
    found = fit(small, Model({"agitation": ()})).kinds["agitation"]
    assert found.events == 1
    assert found.terms == ("constant",)
    assert found.estimate[0] == pytest.approx(math.log(1 / found.exposure))
    days = (dt.date(1926, 1, 1) - dt.date(1920, 1, 1)).days
    lit = (dt.date(1924, 6, 30) - dt.date(1920, 1, 1)).days
    cze = (dt.date(1926, 1, 1) - dt.date(1921, 6, 1)).days
    assert found.exposure == pytest.approx((2 * 2 * days + 5 * days + lit + cze) / 365.25)


def test_weights_of_a_treaty_of_many(small):
    found = fit(small, Model({"defence": ()})).kinds["defence"]
    # three founders: weight 2 in three pairs; one accession: weight 1 in three pairs, of which POL-CZE, that
    # neither is a power nor shares a border, is not covered
    assert found.events == 5
    assert found.weight == pytest.approx(2 + 2 / 3)


def test_rumours_and_forgeries_are_not_fitted(small):
    found = fit(small, Model({"agitation": ()})).kinds["agitation"]
    assert found.events == 1


def test_the_window_bounds_exposure_and_events(small):
    whole = fit(small, Model({"clash": ()})).kinds["clash"]
    half = fit(small, Model({"clash": ()}), since=dt.date(1922, 1, 1), until=dt.date(1922, 12, 31)).kinds["clash"]
    assert half.events == whole.events == 1
    assert half.exposure < whole.exposure / 4
    with pytest.raises(UsageError, match="is empty"):
        fit(small, Model({}), since=dt.date(1923, 1, 1), until=dt.date(1922, 1, 1))


def test_what_does_not_vary_is_named_not_hidden(small):
    found = fit(small, Model({"clash": ("covariate(atomic, sender)", "rivalry")}, prior=1.0)).kinds["clash"]
    assert "covariate(atomic, sender)" in found.dropped
    assert "rivalry" in found.terms


def test_separation_is_remarked(small):
    found = fit(small, Model({"war_entry": ("obligation",)}, prior=60.0)).kinds["war_entry"]
    assert any(remark.startswith("obligation separates") for remark in found.remarks)


def test_terms_that_cannot_be_told_apart_are_refused(small):
    with pytest.raises(FitError, match="cannot be told apart"):
        fit(small, Model({"clash": ("rivalry", "rivalry")}))


def test_no_event_at_all_is_an_error(small):
    with pytest.raises(FitError, match="widen the window"):
        fit(small, Model({}), since=dt.date(1920, 1, 1), until=dt.date(1920, 1, 20))


@pytest.mark.parametrize(
    ("effects", "message"),
    [
        ({"clsh": ()}, "There is no kind 'clsh'. Did you mean clash"),
        ({"election": ()}, "kind election is not modelled"),
        ({"clash": ("rivalri",)}, "There is no effect 'rivalri'. Did you mean rivalry"),
        ({"clash": ("inertia(clsh)",)}, "There is no kind 'clsh'"),
        ({"clash": ("tie",)}, "Write tie(tie)"),
        ({"clash": ("difference(colour)",)}, "There is no covariate 'colour'"),
        ({"clash": ("power(both)",)}, "There is no side 'both'"),
        ({"clash": ("rivalry + 1",)}, "is not a term"),
    ],
)
def test_a_model_that_names_what_is_not_there_is_refused(small, effects, message):
    with pytest.raises(ModelError) as caught:
        fit(small, Model(effects))
    assert message in str(caught.value)


def test_a_model_file(tmp_path):
    path = tmp_path / "model.toml"
    path.write_text('prior = 2.0\n[settings]\nmemory = 3.0\n[effects]\nclash = ["rivalry"]\n')
    model = Model.from_toml(path)
    assert model == Model({"clash": ("rivalry",)}, Settings(memory=3.0), 2.0)
    path.write_text("[settings]\nmemries = 3.0\n")
    with pytest.raises(ModelError, match="Did you mean memory"):
        Model.from_toml(path)
    path.write_text("priors = 1\n")
    with pytest.raises(ModelError, match="unknown key 'priors'"):
        Model.from_toml(path)


def test_a_fit_survives_the_disk(small, tmp_path):
    found = fit(small, SMALL_MODEL)
    found.save(tmp_path / "fit.json")
    again = Fit.load(tmp_path / "fit.json")
    assert again.coefficients() == found.coefficients()
    assert again.summary() == found.summary()
    assert again.to_polars().equals(found.to_polars())
    (tmp_path / "bad.json").write_text(json.dumps({"kinds": 3}))
    with pytest.raises(UsageError, match="is not a fit"):
        Fit.load(tmp_path / "bad.json")


def test_draws_have_the_covariance_of_the_estimates(small):
    found = fit(small, SMALL_MODEL)
    kind = found.kinds["demand"]
    draws = np.array([list(found.draw(1, n)["demand"].values()) for n in range(4000)])
    np.testing.assert_allclose(draws.mean(axis=0), kind.estimate, atol=5 * kind.standard_error.max() / math.sqrt(4000))
    np.testing.assert_allclose(np.cov(draws.T), kind.covariance, atol=0.1 * kind.covariance.max())
    assert found.draw(1, 3) == found.draw(1, 3) != found.draw(2, 3)


def test_an_event_not_at_risk_is_counted_not_fitted(tmp_path):
    folder = write_small(tmp_path / "w")
    path = folder / "events.csv"
    path.write_text(path.read_text() + "1925-again,1925-01-01,day,recognition,RUS,GMY,Again,,real,doc,,\n")
    found = fit(read_record(folder), SMALL_MODEL)
    assert found.not_at_risk == 1
