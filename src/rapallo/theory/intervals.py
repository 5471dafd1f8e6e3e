"""Intervals for a share."""

from __future__ import annotations

import math

Z_95 = 1.959963984540054


def wilson(successes: int, trials: int, z: float = Z_95) -> tuple[float, float]:
    """Return Wilson's score interval for a binomial share.

    (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n); (0, 1) for no trials.

    Reference: Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the
    American Statistical Association 22.
    """
    if trials == 0:
        return 0.0, 1.0
    p, n = successes / trials, trials
    centre = p + z * z / (2 * n)
    reach = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if successes == 0 else (centre - reach) / scale
    high = 1.0 if successes == trials else (centre + reach) / scale
    return low, high


def poisson_rate(count: float, exposure: float, level: float = 0.95) -> tuple[float, float]:
    """Return the exact interval of a rate, events per unit of exposure; (0, inf) for no exposure.

    (chi2(a/2; 2n) / 2T, chi2(1 - a/2; 2n + 2) / 2T) with a = 1 - level; `count` may be a sum of weights.

    Reference: Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28.
    """
    from scipy.special import gammaincinv

    if exposure <= 0:
        return 0.0, math.inf
    tail = (1 - level) / 2
    low = 0.0 if count <= 0 else float(gammaincinv(count, tail)) / exposure
    return low, float(gammaincinv(count + 1, 1 - tail)) / exposure
