"""Draws of a block bootstrap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np

from rapallo.state.arrays import Floats, Ints
from rapallo.theory.philox import resampled

DRAWS = 1000


@cache
def draws(runs: tuple[int, ...], length: int = 1, seed: int = 0) -> Ints:
    """Return (1000, M) units drawn with replacement, in blocks of neighbours, from runs of units in order.

    Parameters
    ----------
    runs : tuple of int
        Units in each run; they are numbered on from run to run. A block that reaches beyond its run goes on at the
        run's beginning, so that every unit is drawn equally often.
    length : int
        Units in a block, at most as many as the shortest run has. M is the next multiple of it.

    Reference: Kuensch (1989), The jackknife and the bootstrap for general stationary observations, Annals of Statistics
    17; Politis and Romano (1992), A circular block-resampling procedure for stationary data.
    """
    length, n = min(length, *runs), sum(runs)
    first = np.repeat(np.cumsum([0, *runs])[:-1], runs)
    size = np.repeat(runs, runs)
    blocks = math.ceil(n / length)
    begin = resampled(n, blocks, DRAWS, seed, "block bootstrap")[:, :, None]
    found: Ints = first[begin] + (begin - first[begin] + np.arange(length)) % size[begin]
    return found.reshape(DRAWS, -1)


def middle(values: Floats) -> tuple[float, float]:
    """Return the 2.5 and 97.5 % quantiles of bootstrap values, nan left out; nan if nothing else is left."""
    if np.isnan(values).all():
        return math.nan, math.nan
    low, high = np.nanquantile(values, (0.025, 0.975))
    return float(low), float(high)


def lengths(keys: Sequence[object]) -> tuple[int, ...]:
    """Return how many of the same follow each other in an ordered sequence."""
    found: dict[object, int] = {}
    for key in keys:
        found[key] = found.get(key, 0) + 1
    return tuple(found.values())
