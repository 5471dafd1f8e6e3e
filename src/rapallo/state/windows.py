"""Memory over a window: acts count in full for some years, then not at all."""

from __future__ import annotations

import math

from rapallo.state.arrays import State
from rapallo.state.fields import CLOCK
from rapallo.state.notes import note
from rapallo.theory.kernels import inlined, kernel

PAST = 2
KIND, SENDER, RECEIVER = range(3)
TIME, SHARE = range(2)


@inlined
def keep(state: State, kind: int, i: int, j: int, share: float) -> None:
    """Put an act of i towards j among those that count for a window."""
    n = state.counts[PAST]
    state.past[KIND, n] = kind
    state.past[SENDER, n] = i
    state.past[RECEIVER, n] = j
    state.dose[TIME, n] = state.moment[CLOCK]
    state.dose[SHARE, n] = share
    state.counts[PAST] = n + 1


@kernel
def leave(state: State) -> None:
    """Let acts leave the traces whose window they have outlived: those of time s with s + window <= now.

    What is left is added up anew, in order, so that no rounding is carried along.
    """
    traces, now = state.traces, state.moment[CLOCK]
    for r in range(traces.window.shape[0]):
        if traces.window[r] == math.inf:
            continue
        layer, oldest = state.roles.first_trace + r, state.counts[PAST]
        while oldest > 0 and state.dose[TIME, oldest - 1] + traces.window[r] > now:
            oldest -= 1
        state.pair[layer] = 0.0
        state.total[r] = 0.0
        for n in range(oldest, state.counts[PAST]):
            added = state.dose[SHARE, n] * traces.weight[state.past[KIND, n], r]
            state.pair[layer, state.past[SENDER, n], state.past[RECEIVER, n]] += added
            state.total[r] += added
        note(state, layer, -1, -1)
