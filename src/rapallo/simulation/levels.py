"""The levels of a run: frailty drawn forward from what is known at its start, with luck of its own."""

from __future__ import annotations

from functools import cache

import numpy as np

from rapallo.model.frailty import LevelProcess, Levels
from rapallo.state.arrays import Floats, Ints
from rapallo.theory.gamma_process import following, quantile
from rapallo.theory.kernels import compiled
from rapallo.theory.philox import LEVEL, key_of, uniform


def _draw(keys: Ints, seed: int, run: int, first: int, luck: Floats) -> None:
    """Fill luck (Q, 2, S): two uniform numbers for each quarter and series, the same whenever a run begins."""
    for q in range(luck.shape[0]):
        for which in range(2):
            for s in range(luck.shape[2]):
                luck[q, which, s] = uniform(seed, run, keys[0, s], keys[1, s], 2 * (first + q) + which, LEVEL)


draw = compiled(_draw)


@cache
def _keys(families: tuple[str, ...], kinds: tuple[str, ...]) -> Ints:
    """Return (2, S): keys of the common levels of families, and of the own and the fast levels of kinds."""
    names = [("common", f) for f in families] + [("own", k) for k in kinds] + [("fast", k) for k in kinds]
    return np.array([key_of("level", *name) for name in names], dtype=np.int64).T.copy()


def drawn(process: LevelProcess, levels: Levels, quarters: int, seed: int, run: int) -> Floats:
    """Return factors (Q, K) on the intensities of the process's kinds in the quarter of `levels` and those after it.

    Parameters
    ----------
    process : LevelProcess
    levels : Levels
        What is known of the first quarter.
    quarters : int
        Q.
    seed, run : int
    """
    f, k = len(process.families), len(process.kinds)
    luck = np.zeros((quarters, 2, f + 2 * k))
    draw(_keys(process.families, process.kinds), seed, run, levels.quarter, luck)
    parts = (
        (levels.common, process.common, process.slow_correlation, slice(f)),
        (levels.own, process.own, process.slow_correlation, slice(f, f + k)),
        (levels.fast, process.fast, process.fast_correlation, slice(f + k, None)),
    )
    found = np.ones((quarters, luck.shape[2]))
    for known, variance, correlation, own in parts:
        at = quantile(known, luck[0, 1, own])
        for q in range(quarters):
            if q:
                at = following(at, variance, correlation, luck[q, 0, own], luck[q, 1, own])
            found[q, own] = at
    factors: Floats = found[:, :f][:, process.family] * found[:, f : f + k] * found[:, f + k :]
    return factors
