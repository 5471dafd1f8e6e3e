"""Frailty in forecasts: levels known from the quarters before, and the score of the whole of what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rapallo.model.frailty import LevelProcess, Levels
from rapallo.model.parameters import Parameters
from rapallo.model.system import System
from rapallo.record.clock import quarter_of
from rapallo.scoring.cells import cells
from rapallo.scoring.forecast import KIND, TIME, WEIGHT, Told, forecast
from rapallo.state.arrays import Floats


class Known(NamedTuple):
    """What is known of the levels at the beginning of each of Q quarters.

    Attributes
    ----------
    levels : list of Levels
    factors : (Q, K) float
        Expected factor on the intensities of each kind of the record.
    """

    levels: list[Levels]
    factors: Floats


def known_before(system: System, levels: Levels | None, parameters: Parameters, edges: Sequence[float]) -> Known | None:
    """Return what is known of the levels before each quarter; None for a model without frailty.

    Parameters
    ----------
    system : System
    levels : Levels
        What a fit knew before the first quarter (`Fit.levels`).
    parameters : Parameters
        What the same fit found, by which the counts of each quarter tell of the levels.
    edges : (Q + 1,) float
        Bounds of the quarters, years.
    """
    process = system.levels
    if process is None or levels is None:
        return None
    _, every = cells(system)
    told = forecast(system, parameters, every, edges)
    counts, expected = counts_by_kind(told, edges)[process.places], told.without_levels[process.places]
    found = [before for before, _, _ in process.steps(levels, counts, expected, quarter_of(edges[0]))]
    factors = np.ones(told.without_levels.T.shape)
    factors[:, process.places] = [process.mean(before) for before in found]
    return Known(found, factors)


def averaged(process: LevelProcess, known: Known, told: Told, edges: Sequence[float]) -> Floats:
    """Return (F, Q): by how much the log-likelihood averaged over the levels is above that at their means, nats.

    log E[prod_k g_k^y_k exp(-g_k mu_k)] - sum_k (y_k log m_k - m_k mu_k), m_k the mean of g_k, y_k the weight of events
    and mu_k the integral of the intensities of kind k in the quarter.
    """
    counts, expected = counts_by_kind(told, edges), told.without_levels
    found = np.zeros((len(process.families), counts.shape[1]))
    for q, levels in enumerate(known.levels):
        y, mu = counts[process.places, q], expected[process.places, q]
        mean = process.mean(levels)
        at_mean = np.bincount(process.family, y * np.log(mean) - mean * mu, len(process.families))
        found[:, q] = process.learn(levels, y, mu)[1] - at_mean
    return found


def counts_by_kind(told: Told, edges: Sequence[float]) -> Floats:
    """Return (K, Q): weight of the events of each kind in each quarter."""
    counts = np.zeros(told.without_levels.shape)
    quarter = np.searchsorted(edges[1:-1], told.figures[:, TIME], side="right")
    np.add.at(counts, (told.who[:, KIND], quarter), told.figures[:, WEIGHT])
    return counts
