"""Inertia: what i has done to j before it does again."""

from __future__ import annotations

from rapallo.effects.counts import sent
from rapallo.effects.effect import FORM, HALF_LIFE, KIND, WINDOW, Effect
from rapallo.state.fields import Reads

EFFECT = Effect(
    "inertia",
    sent,
    (Reads("own"),),
    r"f(m_{k}(i, j))",
    "decayed count of earlier events of the kind from i to j",
    "Butts (2008), A relational event framework for social action, Sociological Methodology 38",
    (KIND, HALF_LIFE, FORM, WINDOW),
    trace="kind",
)
