"""The intensity of one channel: kind k from i to j."""

from __future__ import annotations

import math
from typing import NamedTuple

from numpy.typing import NDArray

from rapallo.events.kind_table import KindTable
from rapallo.events.risk import rule_holds
from rapallo.state.arrays import Floats, Ints, State
from rapallo.theory.kernels import inlined


class Layout(NamedTuple):
    """Where the terms of a kind stand among the statistics: the arrays of a `Design`."""

    columns: Ints
    n_terms: Ints


@inlined
def statistic(X: Floats, consent: NDArray, e: int, i: int, j: int, k: int) -> float:  # type: ignore[type-arg]
    """Return x(i, j), or x(i, j) + x(j, i) where both sides must agree."""
    if consent[k]:
        return X[e, i, j] + X[e, j, i]
    return X[e, i, j]


@inlined
def intensity(
    s: State,
    kt: KindTable,
    layout: Layout,
    constant: Floats,
    slope: Floats,
    X: Floats,
    k: int,
    i: int,
    j: int,
) -> float:
    """Return lambda_k(i, j) of a channel in events per year; 0 if the pair is not at risk.

    log lambda = beta_k + theta_k . x(i, j), and + theta_k . x(j, i) for a kind that needs consent.
    """
    if not rule_holds(s, kt, k, i, j):
        return 0.0
    total = constant[k]
    for place in range(layout.n_terms[k]):
        total += slope[k, place] * statistic(X, kt.consent, layout.columns[k, place], i, j, k)
    return math.exp(total)
