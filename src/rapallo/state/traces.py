"""What is remembered of acts: decayed sums, by what is counted and how fast it fades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rapallo.record.tables import Record
from rapallo.state.arrays import Floats
from rapallo.state.settings import Settings

HOSTILE, FRIENDLY = "hostile", "friendly"


class Trace(NamedTuple):
    """One trace: `hostile` or `friendly` acts by their Goldstein weight / 10, or a kind by its name, each act 1.

    `half_life` is in years.
    """

    counts: str
    half_life: float


def standing(settings: Settings) -> tuple[Trace, Trace]:
    """Return the two traces of every state: of hostile and friendly acts, which rules and witnesses ask for."""
    return Trace(HOSTILE, settings.memory), Trace(FRIENDLY, settings.memory)


def weight(record: Record, trace: Trace, kind: int) -> float:
    """Return what an act of a kind adds to a trace: max(0, -g) / 10, max(0, g) / 10, or 1 for the kind itself."""
    goldstein = record.kinds[kind].goldstein
    if trace.counts == HOSTILE:
        return max(0.0, -goldstein) / 10.0
    if trace.counts == FRIENDLY:
        return max(0.0, goldstein) / 10.0
    return 1.0 if record.kinds[kind].name == trace.counts else 0.0


def weights(record: Record, traces: Sequence[Trace]) -> Floats:
    """Return (K, R): what an act of each kind adds to each trace."""
    rows = [[weight(record, trace, kind) for trace in traces] for kind in range(len(record.kinds))]
    return np.array(rows, dtype=np.float64).reshape(len(record.kinds), len(traces))
