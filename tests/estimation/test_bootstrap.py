"""The bootstrap over quarters against one written out by hand, and against whole refits."""

import math

import numpy as np
import pytest

from rapallo.errors import UsageError
from rapallo.estimation.bootstrap import block_bootstrap
from rapallo.estimation.fitting import fit
from rapallo.estimation.likelihood import Block, Rows, exact
from rapallo.estimation.newton import maximise
from rapallo.estimation.pooling import objective, pool
from rapallo.estimation.quarters import quarterly
from rapallo.model.hypothesis import Model, Prior
from rapallo.model.system import System
from rapallo.theory.philox import resampled

QUARTERS, DRAWS = 40, 60
EDGES = [q / 4 for q in range(QUARTERS + 1)]


def made(weight=None):
    """Forty quarters of ten pairs each with one statistic; busy quarters are busy for all. Weights repeat quarters."""
    rng = np.random.default_rng(8)
    weight = np.ones(QUARTERS) if weight is None else weight
    x = rng.normal(size=(QUARTERS, 10))
    level = rng.gamma(2.0, 0.5, QUARTERS)
    number = rng.poisson(np.exp(0.5 * x) * level[:, None])
    q, pair = np.nonzero(number)
    none, some = np.zeros(10 * QUARTERS, np.int32), np.zeros(len(q), np.int32)
    since = np.repeat(np.array(EDGES[:-1]), 10)
    spells = Block(x.reshape(-1, 1), none * 0.0, since, np.repeat(0.25 * weight, 10), none, none)
    events = Block(x[q, pair][:, None], some * 0.0, np.array(EDGES)[q] + 0.1, number[q, pair] * weight[q], some, some)
    return Rows(lambda use: use(0, spells), {0: events})


def test_each_sample_is_one_newton_step_from_the_estimate_and_close_to_a_whole_refit():
    together = pool({0: ("x",)}, {0: np.array([0.5])}, Prior(0.5), constant=True, family=False)
    start = np.array([1.0, 0.0])
    rows = made()
    best = maximise(objective(together, lambda b: exact(rows, b)), start)
    samples = block_bootstrap(together, best.at, quarterly(rows, {0: best.at}, EDGES), DRAWS, 5)
    whole = []
    for drawn in resampled(QUARTERS, QUARTERS, DRAWS, 5, "quarters of a fit"):
        # each spell is as long as it is often drawn, each event as heavy
        again = made(np.bincount(drawn, minlength=QUARTERS).astype(float))
        whole.append(maximise(objective(together, lambda b, again=again: exact(again, b)), best.at).at)
    assert samples == pytest.approx(np.array(whole), abs=0.06)
    error = samples.std(axis=0, ddof=1)
    assert error == pytest.approx(np.array(whole).std(axis=0, ddof=1), rel=0.1)
    # quarters are uneven: the constant is far less certain than if events were independent
    assert error[0] > 1.5 * math.sqrt(best.covariance[0, 0])


def test_of_a_constant_rate_it_is_the_spread_of_the_quarters_counts(small):
    """One Newton step of log(rate) with y events where e were expected is (y - e) / e."""
    system = System(small, Model({"unrest": ()}))
    found = fit(system, since="1620-04-01", until="1624-12-31", bootstrap=50, seed=3).kinds["unrest"]
    assert found.bootstrap_error is not None
    whole = fit(system, since="1620-04-01", until="1624-12-31").kinds["unrest"]
    assert whole.bootstrap_error is None
    assert whole.estimate.tolist() == found.estimate.tolist()
    assert 0 < found.bootstrap_error[0] < 3 * found.standard_error[0]


def test_samples_in_which_nothing_is_identified_are_left_out():
    together = pool({0: ()}, {0: np.zeros(0)}, Prior(), constant=True, family=False)
    none = np.zeros(1, np.int32)
    one = Block(np.zeros((1, 0)), np.zeros(1), np.zeros(1), np.full(1, 0.25), none, none)
    parts = quarterly(Rows(lambda use: use(0, one), {}), {0: np.zeros(1)}, EDGES)
    drawn = resampled(QUARTERS, QUARTERS, 20, 1, "quarters of a fit")
    # only the first quarter has exposure
    assert len(block_bootstrap(together, np.zeros(1), parts, 20, 1)) == sum(0 in sample for sample in drawn)


def test_what_cannot_be_resampled_is_refused(small):
    system = System(small, Model({"unrest": ()}))
    with pytest.raises(UsageError, match="ordered likelihood"):
        fit(system, bootstrap=10, likelihood="ordered")
    with pytest.raises(UsageError, match="5 quarters"):
        fit(system, since="1623-01-01", until="1624-01-01", bootstrap=10)
    with pytest.raises(UsageError, match="1 draws"):
        fit(system, bootstrap=1)
