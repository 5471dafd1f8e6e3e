"""What is remembered of acts: decayed sums, sums over a window, or the latest act, by what is counted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rapallo.record.tables import Record
from rapallo.state.arrays import Floats
from rapallo.state.settings import Settings

HOSTILE, FRIENDLY = "hostile", "friendly"
HOSTILITY, COOPERATION = "hostility", "cooperation"


class Trace(NamedTuple):
    """One trace of acts.

    It counts `hostile` or `friendly` acts by their Goldstein weight / 10; or acts of `hostility` (a Goldstein weight
    below 0) or `cooperation` (above 0), each act 1; or a kind by its name, each act 1. `half_life` is in years. Acts
    add up; if `latest`, each takes the place of those before it, and counts whole whatever its share. With a `window`
    (years) nothing fades: an act of time s counts in full while t < s + window, then not at all.
    """

    counts: str
    half_life: float
    latest: bool = False
    window: float = math.inf


def standing(settings: Settings) -> tuple[Trace, Trace]:
    """Return the two traces of every state: of hostile and friendly acts, which rules and witnesses ask for."""
    return Trace(HOSTILE, settings.memory), Trace(FRIENDLY, settings.memory)


def weight(record: Record, trace: Trace, kind: int) -> float:
    """Return what an act of a kind with Goldstein weight g adds to a trace, or sets it to.

    Hostile max(0, -g) / 10, friendly max(0, g) / 10, hostility 1[g < 0], cooperation 1[g > 0], 1 for the kind itself.
    """
    goldstein = record.kinds[kind].goldstein
    if trace.counts == HOSTILE:
        return max(0.0, -goldstein) / 10.0
    if trace.counts == FRIENDLY:
        return max(0.0, goldstein) / 10.0
    if trace.counts == HOSTILITY:
        return 1.0 if goldstein < 0 else 0.0
    if trace.counts == COOPERATION:
        return 1.0 if goldstein > 0 else 0.0
    return 1.0 if record.kinds[kind].name == trace.counts else 0.0


def weights(record: Record, traces: Sequence[Trace]) -> Floats:
    """Return (K, R): what an act of each kind adds to each trace, or sets it to."""
    rows = [[weight(record, trace, kind) for trace in traces] for kind in range(len(record.kinds))]
    return np.array(rows, dtype=np.float64).reshape(len(record.kinds), len(traces))
