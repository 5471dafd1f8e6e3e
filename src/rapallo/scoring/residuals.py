"""Residuals by time rescaling: whether the events of a kind come when its total intensity says they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rapallo.record.clock import DAYS_PER_YEAR
from rapallo.scoring.cells import Cells
from rapallo.scoring.features import kept
from rapallo.scoring.forecast import CELL, REACHED, TOTAL, WEIGHT, Told
from rapallo.state.arrays import Floats
from rapallo.theory.philox import PARAMETER, key_of, uniform

if TYPE_CHECKING:
    import polars as pl

# events below which no test is made
FEW = 5


def rescaled(told: Told, scored: Cells, group: int, seed: int) -> Floats:
    """Return residuals (n,) of the events of a scored kind, uniform on (0, 1) if the model is true.

    With L(t) the integral of the kind's total intensity from the begin on, the gaps L(t_m) - L(t_(m-1)) are exponential
    with mean 1 (Brown, Barbieri, Ventura, Kass and Frank 2002, Neural Computation 14; Ogata 1988, Journal of the
    American Statistical Association 83). A gap that was seen ended before the window did, at L(T); so its residual is

        (1 - exp(-(L(t_m) - L(t_(m-1))))) / (1 - exp(-(L(T) - L(t_(m-1))))).

    The record knows days, and of the events of one day each is put at a uniform moment of it: L is moved on by that
    share of a day of the total intensity just before. A treaty of n parties stands for n - 1 events of its day
    (`rapallo.scoring.features.kept`), which no intensity foretells: kinds of great treaties seldom pass.
    """
    rows = np.flatnonzero(scored.group[told.who[:, CELL]] == group)
    rows = rows[kept(told.figures[rows, WEIGHT], seed, 0)]
    if not len(rows):
        return np.zeros(0)
    low, high = key_of("moments of the day")
    moments = np.array([uniform(seed, group, low, high, n, PARAMETER) for n in range(len(rows))])
    end = float(told.expected[group].sum())
    at = np.sort(np.minimum(told.figures[rows, REACHED] + moments * told.figures[rows, TOTAL] / DAYS_PER_YEAR, end))
    before = np.concatenate([[0.0], at[:-1]])
    left = -np.expm1(-(end - before))
    # on the last day of all nothing may be left
    return np.asarray(np.divide(-np.expm1(-(at - before)), left, out=np.ones(len(at)), where=left > 0.0))


def residuals(told: Told, scored: Cells, names: tuple[str, ...], seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return a row per kind and one for all (`all`), and a row per event.

    The first: events, expected (integral of the total intensity), the Kolmogorov-Smirnov distance of the residuals from
    uniform, and its p value; null for fewer than five events. A small p says that the events do not come when they are
    expected; a large one that too few came to tell, or that they do. Of twenty kinds one falls below 0.05 by chance.
    The second: kind, residual, and the quantile of the uniform distribution at its rank (for a plot of one against the
    other).
    """
    import polars as pl
    from scipy.stats import kstest

    own = [rescaled(told, scored, g, seed) for g in range(len(names))]
    every = [*own, np.concatenate(own)] if own else [np.zeros(0)]
    expected = told.expected.sum(axis=(1, 2))
    tests = [kstest(u, "uniform") if len(u) >= FEW else None for u in every]
    kinds = pl.DataFrame(
        {
            "kind": [*names, "all"],
            "events": [len(u) for u in every],
            "expected": [*expected, float(expected.sum())],
            "distance": [None if t is None else float(t.statistic) for t in tests],
            "p": [None if t is None else float(t.pvalue) for t in tests],
        },
        schema_overrides={"distance": pl.Float64, "p": pl.Float64},
    )
    events = pl.DataFrame(
        {
            "kind": np.repeat(np.array([*names, "all"], dtype=object), [len(u) for u in every]).tolist(),
            "residual": np.concatenate([np.sort(u) for u in every]),
            "quantile": np.concatenate([(np.arange(len(u)) + 0.5) / max(len(u), 1) for u in every]),
        },
        schema={"kind": pl.String, "residual": pl.Float64, "quantile": pl.Float64},
    )
    return kinds, events
