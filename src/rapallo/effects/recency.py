"""Recency: how lately i has done it to j."""

from __future__ import annotations

from rapallo.effects.effect import HALF_LIFE, KIND, Effect
from rapallo.state.arrays import State
from rapallo.state.fields import Reads
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int, trace: int) -> float:
    """Return r(i, j), r the trace of the latest act alone: 1 on its day, then fading; 0 if there was none."""
    return float(state.pair[trace, i, j])


EFFECT = Effect(
    "recency",
    value,
    (Reads("own"),),
    r"2^{-(t - t_k(i, j)) / \eta}",
    "how lately the last event of the kind from i to j (of time t_k) was: 1 on its day, halved by each half-life,"
    " brought up to date on the first of each month; 0 if there was none",
    "Butts (2008), A relational event framework for social action, Sociological Methodology 38; Vu, Lomi, Mascia and"
    " Pallotti (2017), Relational event models for longitudinal network data, Statistics in Medicine 36",
    (KIND, HALF_LIFE),
    trace="kind",
    latest=True,
)
