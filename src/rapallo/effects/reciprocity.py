"""Reciprocity: what j has done to i, i does to j."""

from __future__ import annotations

from rapallo.effects.counts import received
from rapallo.effects.effect import FORM, HALF_LIFE, KIND, WINDOW, Effect
from rapallo.state.fields import Reads

EFFECT = Effect(
    "reciprocity",
    received,
    (Reads("own"),),
    r"f(m_{k}(j, i))",
    "decayed count of earlier events of the kind from j to i",
    "Butts (2008), A relational event framework for social action, Sociological Methodology 38",
    (KIND, HALF_LIFE, FORM, WINDOW),
    trace="kind",
)
