"""Shrinkage, by hand and against the negative binomial."""

import math

import numpy as np
import pytest
from scipy.stats import nbinom

from rapallo.theory.gamma_poisson import STRONGEST, log_marginal, shrunk, strength_of


def test_a_shrunk_rate_by_hand():
    """Three events in two years, prior 0.5 a year worth four years: (3 + 2) / (2 + 4); nothing known: the mean."""
    found = shrunk(np.array([3.0, 0.0]), np.array([2.0, 0.0]), 0.5, 4.0)
    assert found == pytest.approx([5 / 6, 0.5])


def test_the_marginal_is_that_of_the_negative_binomial():
    """n ~ NB(s, a / (T + a)); what hangs on n and T alone, n log T - log n!, is left out."""
    count, exposure, mean, strength = np.array([0.0, 2.0, 7.0]), np.array([1.0, 3.0, 2.5]), 0.8, 1.7
    whole = nbinom.logpmf(count, strength * mean, strength / (exposure + strength)).sum()
    rest = sum(n * math.log(t) - math.lgamma(n + 1) for n, t in zip(count, exposure, strict=True))
    assert log_marginal(count, exposure, mean, strength) == pytest.approx(whole - rest)


def test_the_strength_is_where_the_marginal_is_highest():
    rng = np.random.default_rng(3)
    exposure = rng.uniform(5.0, 15.0, 4000)
    # rates gamma of mean 0.3 and strength 2 years
    count = rng.poisson(rng.gamma(0.6, 1 / 2.0, 4000) * exposure).astype(float)
    found = strength_of(count, exposure, 0.3)
    assert found == pytest.approx(2.0, rel=0.15)
    best = log_marginal(count, exposure, 0.3, found)
    assert all(log_marginal(count, exposure, 0.3, found * factor) < best for factor in (0.98, 1.02))


def test_units_that_do_not_differ_are_held_to_the_mean():
    assert strength_of(np.full(50, 2.0), np.full(50, 4.0), 0.5) > STRONGEST / 2
