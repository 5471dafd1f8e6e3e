"""The intensity of one channel: kind k from i to j."""

from __future__ import annotations

import math

import numpy as np

from rapallo.events.kinds import KindTable
from rapallo.events.risk import rule_holds
from rapallo.model.channels import Channels
from rapallo.model.parameters import Parameters
from rapallo.model.statistics import Statistics
from rapallo.state.arrays import Floats, State
from rapallo.theory.kernels import inlined


@inlined
def term(statistics: Statistics, x: Floats, c: int, place: int) -> float:
    """Return the statistic of a term of channel c: x(i, j), or x(i, j) + x(j, i) where both sides must agree."""
    there, back = statistics.enters[0, c, place], statistics.enters[1, c, place]
    return float(x[there] + x[back] if back >= 0 else x[there])


def capped(rate: Floats, ceiling: float) -> Floats:
    """Return u / (1 + u / ceiling), the intensities that rates u without a ceiling make; an infinite u is at it."""
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(rate), ceiling, rate / (1.0 + rate / ceiling))


@inlined
def intensity(
    state: State,
    kinds: KindTable,
    channels: Channels,
    statistics: Statistics,
    parameters: Parameters,
    x: Floats,
    c: int,
) -> float:
    """Return lambda of channel c in events per year; 0 if the pair is not at risk or a statistic is unknown.

    eta = beta_k + theta_k . x(i, j), and + theta_k . x(j, i) for a kind that needs consent; u = exp(eta) and lambda =
    u / (1 + u / ceiling).
    """
    k = channels.k[c]
    if not rule_holds(state, kinds, k, channels.i[c], channels.j[c]):
        return 0.0
    total = parameters.constant[k]
    for place in range(statistics.n_terms[k]):
        total += parameters.slope[k, place] * term(statistics, x, c, place)
    if math.isnan(total):
        return 0.0
    rate = math.exp(total)
    # what is beyond all bounds is at the ceiling
    return rate / (1.0 + rate / parameters.ceiling) if rate < math.inf else parameters.ceiling
