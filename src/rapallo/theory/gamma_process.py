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
# the grid on which levels are integrated: standard normal quantiles of their distributions
NODES = np.linspace(-4.5, 4.5, 25)


class Told(NamedTuple):
    """What counts tell of a level that K kinds have in common, and of a slow and a fast level of each.

    Attributes
    ----------
    evidence : float
        log E[prod_k g_k^y_k exp(-g_k mu_k)] over the levels: what they add to the log-likelihood of the rates.
    common : (2,) float
        Mean and variance of the common level afterwards.
    own, fast : (2, K) float
        Of the levels of each kind.
    """

    evidence: float
    common: Floats
    own: Floats
    fast: Floats


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


def learn(counts: Floats, expected: Floats, common: Floats, own: Floats, fast: Floats) -> Told:
    """Return what counts y_k ~ Poisson(g_k mu_k), g_k = common * own_k * fast_k, tell of the levels.

    Each level is gamma with the mean and variance given, independent of the others, and is given back with the mean and
    variance that it has once the counts are known: fast levels integrated in closed form, the others on a grid.
    Weighted counts need not be whole.

    Parameters
    ----------
    counts, expected : (K,) float
        y and mu.
    common : (2,) float
        Mean and variance.
    own, fast : (2, K) float
    """
    from scipy import special

    weight = np.exp(-0.5 * NODES**2)
    weight /= weight.sum()
    below = special.ndtr(NODES)
    a = quantile(common[:, None], below)
    b = quantile(own[:, :, None], below[None, :])
    # common, kind, own
    both = a[:, None, None] * b[None, :, :]
    y, mu, mean = counts[:, None], expected[:, None], fast[0][:, None]
    vary = fast[1] > 0
    variance = np.where(vary, fast[1], 1.0)[:, None]
    shape, rate = mean**2 / variance, mean / variance
    # E[s^y exp(-s G mu)] of a gamma s; of a level without variance it is its mean that stands there
    after = rate + both * mu
    told = shape * np.log(rate / after) - y * np.log(after) + special.gammaln(shape + y) - special.gammaln(shape)
    told = np.where(vary[:, None], told, y * np.log(mean) - mean * both * mu) + y * np.log(both)
    top = told.max(axis=2)
    within = np.exp(told - top[:, :, None]) * weight
    each = within.sum(axis=2)
    within /= each[:, :, None]
    over = (top + np.log(each)).sum(axis=1)
    mass = np.exp(over - over.max()) * weight
    total = float(mass.sum())
    mass /= total
    joint = mass[:, None, None] * within
    middle = np.where(vary[:, None], (shape + y) / after, mean)
    square = np.where(vary[:, None], middle * (shape + y + 1.0) / after, mean**2)
    return Told(
        float(over.max() + np.log(total)),
        _moments(mass @ a, mass @ a**2, common),
        _moments((joint * b).sum(axis=(0, 2)), (joint * b**2).sum(axis=(0, 2)), own),
        _moments((joint * middle).sum(axis=(0, 2)), (joint * square).sum(axis=(0, 2)), fast),
    )


def _moments(mean: Floats, square: Floats, before: Floats) -> Floats:
    """Return mean and variance; a level that was known stays as it was, and no rounding brings it to life."""
    found: Floats = np.where(before[1] > 0, [mean, np.maximum(square - mean**2, 0.0)], before)
    return found
