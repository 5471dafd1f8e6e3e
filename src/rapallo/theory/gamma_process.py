"""Levels that vary: gamma processes of mean 1 that multiply Poisson rates, and what counts tell of them.

The autoregressive gamma process of order one: given g, N ~ Poisson(r g / c) and g' ~ Gamma(shape 1/v + N, scale c) with
c = (1 - r) v. It stays at mean 1 and variance v, and its autocorrelation after n steps is r^n.

References
----------
Gourieroux and Jasiak (2006), Autoregressive gamma processes, Journal of Forecasting 25.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# the grid on which two levels are integrated: standard normal quantiles of their distributions
NODES = np.linspace(-4.5, 4.5, 25)


class Told(NamedTuple):
    """What counts tell of two levels common to them and of one that each has for itself.

    Attributes
    ----------
    evidence : float
        log E[prod_k g_k^y_k exp(-g_k mu_k)] over the levels: what they add to the log-likelihood of the rates.
    slow, fast : (2,) float
        Mean and variance of the common levels afterwards.
    own : (2, K) float
        Of the levels of each kind.
    """

    evidence: float
    slow: Floats
    fast: Floats
    own: Floats


def advance(level: Floats, variance: Floats | float, correlation: float) -> Floats:
    """Return mean and variance (2, ...) of levels a step later.

    mean' = 1 + r (mean - 1),  variance' = r^2 variance + (1 - r)^2 v + 2 r (1 - r) v mean.

    Parameters
    ----------
    level : (2, ...) float
        Mean and variance.
    variance : (...) float
        v, that of the process.
    correlation : float
        r, in [0, 1).
    """
    r = correlation
    mean = 1.0 + r * (level[0] - 1.0)
    return np.array([mean, r**2 * level[1] + variance * ((1.0 - r) ** 2 + 2.0 * r * (1.0 - r) * level[0])])


def quantile(level: Floats, probability: Floats) -> Floats:
    """Return quantiles (...) of gamma distributions with mean and variance `level` (2, ...); variance 0 is the mean."""
    from scipy import special

    mean, variance = level
    known = np.broadcast_to(variance > 0, np.broadcast_shapes(np.shape(variance), np.shape(probability)))
    safe = np.where(variance > 0, variance, 1.0)
    drawn = special.gammaincinv(mean**2 / safe, probability) * safe / mean
    found: Floats = np.where(known, drawn, mean)
    return found


def following(level: Floats, variance: Floats, correlation: float, arrivals: Floats, probability: Floats) -> Floats:
    """Return the levels (S,) of a step later, drawn with uniform numbers `arrivals` and `probability` (S,).

    A process without variance stays at 1.
    """
    from scipy import special, stats

    safe = np.where(variance > 0, variance, 1.0)
    scale = (1.0 - correlation) * safe
    number = stats.poisson.ppf(arrivals, correlation * level / scale)
    drawn = special.gammaincinv(1.0 / safe + number, probability) * scale
    found: Floats = np.where(variance > 0, drawn, 1.0)
    return found


def learn(counts: Floats, expected: Floats, slow: Floats, fast: Floats, own: Floats) -> Told:
    """Return what counts y_k ~ Poisson(g_k mu_k), g_k = slow * fast * own_k, tell of the levels.

    Each level is gamma with the mean and variance given, independent of the others, and is given back with the mean and
    variance that it has once the counts are known: own levels integrated in closed form, the common two on a grid.
    Weighted counts need not be whole.

    Parameters
    ----------
    counts, expected : (K,) float
        y and mu.
    slow, fast : (2,) float
        Mean and variance.
    own : (2, K) float
    """
    from scipy import special

    weight = np.exp(-0.5 * NODES**2)
    weight /= weight.sum()
    a, b = (quantile(level[:, None], special.ndtr(NODES)) for level in (slow, fast))
    both = np.outer(a, b)[:, :, None]
    shape, rate = _shape_rate(own)
    vary = np.isfinite(shape)
    # E[s^y exp(-s G mu)] of a gamma s; of a level without variance it is its mean that stands there
    with np.errstate(invalid="ignore"):
        after = rate + both * expected
        told = shape * np.log(rate / after) - counts * np.log(after)
        told += special.gammaln(shape + counts) - special.gammaln(shape)
    told = np.where(vary, told, counts * np.log(own[0]) - own[0] * both * expected)
    each = (told + counts * np.log(both)).sum(axis=2)
    top = float(each.max())
    mass = np.exp(each - top) * np.outer(weight, weight)
    total = float(mass.sum())
    mass /= total
    of_a, of_b = mass.sum(axis=1), mass.sum(axis=0)
    with np.errstate(invalid="ignore"):
        mean = np.where(vary, (shape + counts) / after, own[0])
        square = np.where(vary, mean * (shape + counts + 1.0) / after, own[0] ** 2)
    first, second = (np.tensordot(mass, x, axes=2) for x in (mean, square))
    return Told(
        top + float(np.log(total)),
        _moments(of_a @ a, of_a @ a**2, slow),
        _moments(of_b @ b, of_b @ b**2, fast),
        _moments(first, second, own),
    )


def _moments(mean: Floats, square: Floats, before: Floats) -> Floats:
    """Return mean and variance; a level that was known stays as it was, and no rounding brings it to life."""
    found: Floats = np.where(before[1] > 0, [mean, np.maximum(square - mean**2, 0.0)], before)
    return found


def _shape_rate(level: Floats) -> tuple[Floats, Floats]:
    """Return shape and rate of gamma distributions; inf where there is no variance."""
    mean, variance = level
    with np.errstate(divide="ignore"):
        return mean**2 / variance, mean / variance
