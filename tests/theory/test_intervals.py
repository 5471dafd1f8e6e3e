import math

import pytest
from scipy import stats

from rapallo.theory.intervals import Z_95, poisson_rate, wilson
from tests.naive.figures import wilson as plain


def test_wilson_equals_scipy():
    for successes, trials in ((0, 10), (3, 10), (10, 10), (512, 1000)):
        found = stats.binomtest(successes, trials).proportion_ci(method="wilson")
        low, high = wilson(successes, trials)
        assert math.isclose(low, found.low, abs_tol=1e-12)
        assert math.isclose(high, found.high, abs_tol=1e-12)


def test_wilson_without_trials_says_nothing():
    assert wilson(0, 0) == (0.0, 1.0)


def test_wilson_by_hand():
    # p = 1/2, n = 4, z = 1: (1/2 + 1/8 +- sqrt(1/16 + 1/64)) / (1 + 1/4)
    assert wilson(2, 4, 1.0) == pytest.approx(((0.625 - 5**0.5 / 8) / 1.25, (0.625 + 5**0.5 / 8) / 1.25))


@pytest.mark.parametrize(("successes", "trials"), [(0, 7), (1, 7), (5, 9), (9, 9), (0, 0)])
@pytest.mark.parametrize("z", [1.0, Z_95])
def test_wilson_equals_its_twin(successes, trials, z):
    assert wilson(successes, trials, z) == pytest.approx(plain(successes, trials, z), abs=1e-7)


def test_the_interval_of_a_rate_is_that_of_the_chi_square():
    low, high = poisson_rate(5, 2.0)
    assert low == pytest.approx(stats.chi2.ppf(0.025, 10) / 4)
    assert high == pytest.approx(stats.chi2.ppf(0.975, 12) / 4)


def test_the_interval_of_a_rate_without_events_or_exposure():
    # exp(-x) = 0.025 at the upper end
    assert poisson_rate(0, 4.0) == (0.0, pytest.approx(-math.log(0.025) / 4))
    assert poisson_rate(3, 0.0) == (0.0, math.inf)
