"""What is remembered of acts: decayed sums, by what is counted and how fast it fades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rapallo.record.tables import Record
from rapallo.state.arrays import Traces

HOSTILE, FRIENDLY = "hostile", "friendly"


class Trace(NamedTuple):
    """One trace: `hostile` or `friendly` acts by their Goldstein weight / 10, or a kind by its name, each act 1.

    `half_life` is in years.
    """

    counts: str
    half_life: float


def weight(record: Record, trace: Trace, kind: int) -> float:
    """Return what an act of a kind adds to a trace: max(0, -g) / 10, max(0, g) / 10, or 1 for the kind itself."""
    goldstein = record.kinds[kind].goldstein
    if trace.counts == HOSTILE:
        return max(0.0, -goldstein) / 10.0
    if trace.counts == FRIENDLY:
        return max(0.0, goldstein) / 10.0
    return 1.0 if record.kinds[kind].name == trace.counts else 0.0


def trace_table(record: Record, wanted: Sequence[Trace]) -> Traces:
    """Return the traces as arrays; the first two are those of hostile and friendly acts that rules ask for."""
    if [trace.counts for trace in wanted[:2]] != [HOSTILE, FRIENDLY]:
        raise ValueError("the first two traces are those of hostile and of friendly acts")
    first, place, weights = [0], [], []
    for kind in range(len(record.kinds)):
        for n, trace in enumerate(wanted):
            added = weight(record, trace, kind)
            if added > 0:
                place.append(n)
                weights.append(added)
        first.append(len(place))
    return Traces(
        half_life=np.array([trace.half_life for trace in wanted], dtype=np.float64),
        first=np.array(first, dtype=np.int64),
        trace=np.array(place, dtype=np.int64),
        weight=np.array(weights, dtype=np.float64),
        hostile=0,
        friendly=1,
        tension=np.array([weight(record, Trace(HOSTILE, 0.0), k) for k in range(len(record.kinds))]),
    )
