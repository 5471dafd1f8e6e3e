"""Counts that borrow strength: Poisson with a rate of each unit's own, the rates gamma about a common mean."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# between these the strength of the prior is looked for, in units of exposure
WEAKEST, STRONGEST = 1e-3, 1e5


def shrunk(count: Floats, exposure: Floats, mean: Floats | float, strength: Floats | float) -> Floats:
    """Return (n + a m) / (T + a): the mean of a unit's rate, given its count and its exposure.

    Parameters
    ----------
    count, exposure : (N,) float
        n, and T in whatever units the rate is per.
    mean, strength : float, or (N,)
        m, the prior mean of a rate; a, the exposure that the prior is worth.

    Reference: Robbins (1956), An empirical Bayes approach to statistics, Proceedings of the Third Berkeley Symposium.
    """
    found: Floats = (count + strength * mean) / (exposure + strength)
    return found


def log_marginal(count: Floats, exposure: Floats, mean: float, strength: float) -> float:
    """Return the log-likelihood of counts, the rates integrated out, without what does not hang on the strength.

    n ~ Poisson(lambda T), lambda ~ gamma(shape s = a m, rate a):
    sum of log Gamma(n + s) - log Gamma(s) + s log a - (n + s) log(T + a). Counts may be sums of weights.
    """
    from scipy.special import gammaln

    shape = strength * mean
    found = gammaln(count + shape) - gammaln(shape) + shape * math.log(strength)
    return float((found - (count + shape) * np.log(exposure + strength)).sum())


def strength_of(count: Floats, exposure: Floats, mean: float) -> float:
    """Return the strength a in [0.001, 100000] of the highest marginal likelihood, the prior mean m > 0 as given.

    A strength at the upper end says that the units do not differ.
    """
    from scipy.optimize import minimize_scalar

    def loss(log_strength: float) -> float:
        return -log_marginal(count, exposure, mean, math.exp(log_strength))

    grid = np.linspace(math.log(WEAKEST), math.log(STRONGEST), 38)
    best = int(np.argmin([loss(x) for x in grid]))
    bounds = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    return math.exp(minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-4}).x)
