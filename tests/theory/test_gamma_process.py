"""Gamma levels: closed forms, Monte Carlo, and what is known staying known."""

import math

import numpy as np
import pytest
from scipy import special

from rapallo.theory.gamma_process import advance, following, learn, quantile

KNOWN = np.array([1.0, 0.0])


def kinds(*variances):
    return np.array([np.ones(len(variances)), variances])


def test_a_count_of_one_kind_is_gamma_and_poisson():
    """Gamma(2, rate 2) and 3 events where 2 were expected: Gamma(5, rate 4), mean 1.25 and variance .3125."""
    told = learn(np.array([3.0]), np.array([2.0]), KNOWN, kinds(0.0), kinds(0.5))
    assert told.fast[:, 0] == pytest.approx([1.25, 0.3125], abs=1e-12)
    evidence = 2 * math.log(2) + math.lgamma(5) - math.lgamma(2) - 5 * math.log(4)
    assert told.evidence == pytest.approx(evidence, abs=1e-12)


@pytest.mark.parametrize("which", ["common", "own"])
@pytest.mark.parametrize(("variance", "count", "expected"), [(0.5, 3.0, 2.0), (0.3, 60.0, 20.0), (1.0, 0.0, 4.0)])
def test_a_slow_level_is_the_same_on_the_grid(which, variance, count, expected):
    common, own = (np.array([1.0, variance]), kinds(0.0)) if which == "common" else (KNOWN, kinds(variance))
    told = learn(np.array([count]), np.array([expected]), common, own, kinds(0.0))
    found, shape = np.ravel(getattr(told, which)), 1 / variance
    assert found[0] == pytest.approx((shape + count) / (shape + expected), rel=1e-3)
    assert found[1] == pytest.approx((shape + count) / (shape + expected) ** 2, rel=2e-2)
    exact = shape * math.log(shape) - (shape + count) * math.log(shape + expected)
    assert told.evidence == pytest.approx(exact + math.lgamma(shape + count) - math.lgamma(shape), abs=1e-3)


def test_levels_at_once_are_those_of_many_draws():
    rng = np.random.default_rng(3)
    n, counts, expected = 2_000_000, np.array([4.0, 0.0]), np.array([1.5, 1.0])
    common, *rest = (rng.gamma(1 / v, v, n) for v in (0.3, 0.2, 0.4, 0.5, 0.6))
    levels = common * np.array([rest[0] * rest[2], rest[1] * rest[3]])
    weight = np.exp((counts[:, None] * np.log(levels) - expected[:, None] * levels).sum(axis=0))
    told = learn(counts, expected, np.array([1, 0.3]), kinds(0.2, 0.4), kinds(0.5, 0.6))
    assert told.evidence == pytest.approx(math.log(weight.mean()), abs=1e-2)
    seen = [told.common, told.own[:, 0], told.own[:, 1], told.fast[:, 0], told.fast[:, 1]]
    for found, drawn in zip(seen, (common, *rest), strict=True):
        mean = np.average(drawn, weights=weight)
        assert found[0] == pytest.approx(mean, abs=4e-3)
        assert found[1] == pytest.approx(np.average((drawn - mean) ** 2, weights=weight), abs=8e-3)


def test_what_is_known_stays_known():
    told = learn(np.array([9.0, 1.0]), np.array([1.0, 1.0]), KNOWN, kinds(0.0, 0.3), kinds(0.2, 0.0))
    assert told.common.tolist() == told.own[:, 0].tolist() == told.fast[:, 1].tolist() == [1.0, 0.0]
    assert told.own[1, 1] > 0


def test_a_quarter_in_which_nothing_could_happen_tells_nothing():
    told = learn(np.zeros(1), np.zeros(1), np.array([1.4, 0.2]), kinds(0.0), kinds(0.3))
    assert told.evidence == pytest.approx(0, abs=1e-12)
    assert told.common == pytest.approx([1.4, 0.2], rel=1e-4)
    assert told.fast[:, 0] == pytest.approx([1.0, 0.3])


def test_what_is_far_out_stays_finite():
    """A quarter of five hundred where one was expected: whatever the level, no logarithm of 0."""
    told = learn(np.array([500.0, 0.0]), np.array([1.0, 30.0]), np.array([1.0, 0.1]), kinds(0.1, 0.1), kinds(0.0, 0.0))
    assert np.isfinite([told.evidence, *told.common]).all()
    assert told.own[0, 0] > 2


def test_moments_a_step_on_by_hand():
    """From a known 2 with v = .3 and r = .9: 1.9, and .3 (.01 + 2 * .9 * .1 * 2) = .111."""
    assert advance(np.array([2.0, 0.0]), 0.3, 0.9) == pytest.approx([1.9, 0.111])
    # at rest it stays at rest
    assert advance(np.array([1.0, 0.3]), 0.3, 0.9) == pytest.approx([1.0, 0.3])


def test_draws_have_the_moments_of_the_process():
    rng = np.random.default_rng(7)
    n, v, r = 200_000, np.full(200_000, 0.3), 0.8
    luck = rng.uniform(size=(4, n))
    at = quantile(np.array([np.full(n, 1.5), np.full(n, 0.2)]), luck[0])
    assert (at.mean(), at.var()) == pytest.approx((1.5, 0.2), abs=5e-3)
    later = following(at, v, r, luck[1], luck[2])
    assert (later.mean(), later.var()) == pytest.approx(tuple(advance(np.array([1.5, 0.2]), 0.3, r)), abs=8e-3)
    # the levels of two steps hang together by r
    assert np.cov(at, later)[0, 1] == pytest.approx(r * 0.2, abs=5e-3)
    assert (following(np.ones(3), np.zeros(3), r, luck[1, :3], luck[2, :3]) == 1.0).all()


def test_quantiles_are_those_of_a_gamma_distribution():
    assert quantile(np.array([[2.0], [0.5]]), np.array([0.3])) == pytest.approx(special.gammaincinv(8, 0.3) / 4)
    assert quantile(np.array([[2.0], [0.0]]), np.array([0.3])).tolist() == [2.0]
