import math

from scipy import stats

from rapallo.theory.intervals import wilson


def test_wilson_equals_scipy():
    for successes, trials in ((0, 10), (3, 10), (10, 10), (512, 1000)):
        found = stats.binomtest(successes, trials).proportion_ci(method="wilson")
        low, high = wilson(successes, trials)
        assert math.isclose(low, found.low, abs_tol=1e-12)
        assert math.isclose(high, found.high, abs_tol=1e-12)


def test_wilson_without_trials_says_nothing():
    assert wilson(0, 0) == (0.0, 1.0)
