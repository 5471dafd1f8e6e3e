"""The intensity of one channel: kind k from i to j."""

from __future__ import annotations

import math

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

    log lambda = beta_k + theta_k . x(i, j), and + theta_k . x(j, i) for a kind that needs consent.
    """
    k = channels.k[c]
    if not rule_holds(state, kinds, k, channels.i[c], channels.j[c]):
        return 0.0
    total = parameters.constant[k]
    for place in range(statistics.n_terms[k]):
        total += parameters.slope[k, place] * term(statistics, x, c, place)
    return 0.0 if math.isnan(total) else math.exp(total)
