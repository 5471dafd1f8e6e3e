import datetime as dt
import math

import numpy as np
import pytest
from scipy import optimize

from rapallo.errors import FitError, ModelError, UsageError
from rapallo.estimation.evaluate import held_out
from rapallo.estimation.fitting import fit
from rapallo.estimation.likelihood import exact, ordered
from rapallo.estimation.newton import maximise
from rapallo.model.hypothesis import Model
from rapallo.model.system import System
from rapallo.record.read import read_record
from tests.conftest import bound

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
    chosen = np.zeros(40, dtype=np.bool_)
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
    """By hand: unrest is at risk for WEA and DYE in BOR and its neighbour ELM, and for MER everywhere."""
    found = fit(bound(small, {"unrest": ()})).kinds["unrest"]
    assert found.events == 1
    assert found.terms == ("constant",)
    assert found.estimate[0] == pytest.approx(math.log(1 / found.exposure))
    days = (dt.date(1626, 1, 1) - dt.date(1620, 1, 1)).days
    lit = (dt.date(1624, 6, 30) - dt.date(1620, 1, 1)).days
    cze = (dt.date(1626, 1, 1) - dt.date(1621, 6, 1)).days
    assert found.exposure == pytest.approx((2 * 2 * days + 5 * days + lit + cze) / 365.25)


def test_weights_of_a_treaty_of_many(small):
    found = fit(bound(small, {"league": ()})).kinds["league"]
    # three founders: weight 2 in three pairs; one accession: weight 1 in three pairs, of which ELM-FEN, that
    # neither is a power nor shares a border, is not covered
    assert found.events == 5
    assert found.weight == pytest.approx(2 + 2 / 3)


def test_rumours_and_forgeries_are_not_fitted(small):
    found = fit(bound(small, {"unrest": ()})).kinds["unrest"]
    assert found.events == 1


def test_the_window_bounds_exposure_and_events(small):
    whole = fit(bound(small, {"raid": ()})).kinds["raid"]
    half = fit(bound(small, {"raid": ()}), since=dt.date(1622, 1, 1), until=dt.date(1622, 12, 31)).kinds["raid"]
    assert half.events == whole.events == 1
    assert half.exposure < whole.exposure / 4
    with pytest.raises(UsageError, match="is empty"):
        fit(bound(small, {}), since=dt.date(1623, 1, 1), until=dt.date(1622, 1, 1))


def test_what_does_not_vary_is_named_not_hidden(small):
    found = fit(bound(small, {"raid": ("tie(compact)", "rivalry")}, prior=1.0)).kinds["raid"]
    assert "tie(compact)" in found.dropped
    assert "rivalry" in found.terms


def test_separation_is_remarked(small):
    found = fit(bound(small, {"rally": ("obligation",)}, prior=60.0)).kinds["rally"]
    assert any(remark.startswith("obligation separates") for remark in found.remarks)


def test_terms_that_cannot_be_told_apart_are_refused(small):
    with pytest.raises(FitError, match="cannot be told apart"):
        fit(bound(small, {"raid": ("rivalry", "rivalry")}))


def test_no_event_at_all_is_an_error(small):
    with pytest.raises(FitError, match="widen the window"):
        fit(bound(small, {}), since=dt.date(1620, 1, 1), until=dt.date(1620, 1, 20))


def test_a_model_that_names_what_is_not_there_is_refused(small):
    with pytest.raises(ModelError, match=r"There is no effect 'rivalri'\. Did you mean rivalry"):
        fit(bound(small, {"raid": ("rivalri",)}))


def test_draws_have_the_covariance_of_the_estimates(system):
    found = fit(system)
    kind = found.kinds["summons"]
    draws = np.array([list(found.draw(1, n)["summons"].values()) for n in range(4000)])
    np.testing.assert_allclose(draws.mean(axis=0), kind.estimate, atol=5 * kind.standard_error.max() / math.sqrt(4000))
    np.testing.assert_allclose(np.cov(draws.T), kind.covariance, atol=0.1 * kind.covariance.max())
    assert found.draw(1, 3) == found.draw(1, 3) != found.draw(2, 3)


def test_an_event_not_at_risk_is_counted_not_fitted(small_folder):
    path = small_folder / "events.csv"
    path.write_text(path.read_text() + "1625-again,1625-01-01,day,embassy,AVA,BOR,Again,,real,chronicle,,\n")
    assert fit(bound(read_record(small_folder), {"embassy": ()})).not_at_risk == 1


def test_a_missing_value_leaves_its_pairs_out_and_says_so(small_folder):
    """`wool` is the user's own covariate: AVA has a row, the others none; nothing counts as 0."""
    path = small_folder / "covariates.csv"
    path.write_text(
        path.read_text() + "AVA,wool,1620-01-01,2.5,bales,chronicle,\nBOR,wool,1620-01-01,1,bales,chronicle,\n"
    )
    record = read_record(small_folder)
    found = fit(bound(record, {"unrest": ("covariate(wool, receiver)",)}, prior=1.0))
    whole = fit(bound(record, {"unrest": ()}))
    assert "constant" in found.kinds["unrest"].terms
    days = (dt.date(1626, 1, 1) - dt.date(1620, 1, 1)).days
    # MER can stir in AVA and BOR, the two guilds of BOR in BOR; all else has no wool
    assert found.kinds["unrest"].exposure == pytest.approx(4 * days / 365.25)
    assert whole.kinds["unrest"].exposure > found.kinds["unrest"].exposure
    assert len(found.warnings) == 1
    assert "unrest: a statistic is unknown for" in found.warnings[0]
    assert "vocabulary.toml" in found.warnings[0]


def test_events_of_one_day_are_counted(small_folder):
    """Two raids of one day share it, the whisper of that day is no event of the model, and all else has its own day."""
    assert fit(bound(read_record(small_folder), {})).same_day == 0
    path = small_folder / "events.csv"
    sides = (("a", "raid,BOR,ELM"), ("b", "raid,ELM,BOR"), ("c", "speech,AVA,BOR"))
    rows = [f"1625-{name},1625-03-01,day,{what},T,,real,chronicle,,\n" for name, what in sides]
    path.write_text(path.read_text() + "".join(rows))
    record = read_record(small_folder)
    assert fit(bound(record, {})).same_day == 2
    assert fit(bound(record, {}), until="1625-02-28").same_day == 0


def test_a_modelled_kind_without_events_is_named(system):
    found = fit(system)
    assert "truce" in found.silent
    assert "truce" not in found.kinds


def test_figures_of_any_size_are_fitted(small_folder):
    """A covariate in units of 1e12 gives the estimate of the same covariate in units of one, over 1e12."""
    rows = {"AVA": 2.0, "BOR": 1.0, "CAL": 3.5, "DOR": 0.5, "ELM": 1.5, "FEN": 0.7, "GAR": 2.2}
    path = small_folder / "covariates.csv"
    text = path.read_text()
    births = {"FEN": "1621-06-01"}
    for name, scale in (("small", 1.0), ("large", 1e12)):
        for actor, value in rows.items():
            day = births.get(actor, "1620-01-01")
            text += f"{actor},{name},{day},{value * scale!r},any,chronicle,\n"
    path.write_text(text)
    record = read_record(small_folder)
    found = {
        n: fit(bound(record, {"league": (f"covariate({n}, sender)",)})).kinds["league"] for n in ("small", "large")
    }
    assert found["large"].converged
    assert found["large"].estimate[1] * 1e12 == pytest.approx(found["small"].estimate[1], rel=1e-6)
    assert found["large"].loglik == pytest.approx(found["small"].loglik, abs=1e-8)
    assert not found["large"].remarks


def test_the_prior_leaves_the_constant_alone(small):
    # without terms the rate is that of events per year of exposure, however narrow the prior
    for kind in fit(bound(small, {}, prior=0.01)).kinds.values():
        assert kind.terms == ("constant",)
        assert kind.estimate[0] == pytest.approx(math.log(kind.weight / kind.exposure))


def test_what_is_held_out_is_scored_by_the_likelihood_of_the_fit(system):
    """On the window of the fit itself the held-out score of each kind is its log-likelihood."""
    since, until = dt.date(1621, 1, 1), dt.date(1624, 12, 31)
    found = fit(system, since=since, until=until)
    scores = held_out(system, found.coefficients(), since, until)
    assert scores.keys() == found.kinds.keys()
    for name, kind in found.kinds.items():
        assert scores[name] == pytest.approx(kind.loglik, abs=1e-9), name


def test_the_ordered_likelihood_drops_what_is_the_same_within_every_choice(system):
    """A sum of a term and a constant varies as the term does; what is the same for all pairs of a choice does not."""
    effects = {"raid": ("rivalry", "tension")}
    found = fit(System(system.record, Model(effects, prior=1.0)), likelihood="ordered").kinds["raid"]
    assert found.terms == ("rivalry",)
    assert "tension" in found.dropped
