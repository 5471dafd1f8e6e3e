"""The only code that changes a state, together with the bonds of `rapallo.state.bonds`.

Every write notes the field and the place that it changed.
"""

from __future__ import annotations

import math

from rapallo.state.arrays import State
from rapallo.state.bonds import close_all
from rapallo.state.fields import (
    ABSORBED,
    CLOCK,
    EXISTS,
    FEARED,
    FRESH,
    IMPUNITY,
    PATRON,
    RUNNING_TENSION,
    TENSION,
    THREAT,
    TRUST,
)
from rapallo.state.notes import note
from rapallo.state.windows import keep, leave
from rapallo.theory.kernels import inlined, kernel


@inlined
def set_clock(state: State, time: float) -> None:
    """Let it be `time` (years)."""
    state.moment[CLOCK] = time


@inlined
def set_one(state: State, row: int, i: int, value: float) -> None:
    """Set a field of one actor: a covariate, its existence, the mark of a new leader, unpunished gains."""
    state.one[row, i] = value
    note(state, state.roles.layers + row, i, -1)


@inlined
def set_pair(state: State, layer: int, i: int, j: int, value: float) -> None:
    """Set a field of an ordered pair: a value or a belief."""
    state.pair[layer, i, j] = value
    note(state, layer, i, j)


@kernel
def set_value(state: State, layer: int, i: int, j: int, value: float) -> None:
    """Set a value of the ordered pair (i, j); who controls j most is its patron from then on."""
    set_pair(state, layer, i, j, value)
    if layer == state.roles.control:
        patron, most = -1, 0.0
        for a in range(state.one.shape[1]):
            if state.pair[layer, a, j] > most:
                patron, most = a, state.pair[layer, a, j]
        if patron != state.who[PATRON, j]:
            state.who[PATRON, j] = patron
            note(state, state.roles.patron, j, -1)


@kernel
def set_threat(state: State, i: int, j: int, value: float) -> None:
    """Set the threat that i perceives from j, and what it weighs of it."""
    set_pair(state, THREAT, i, j, value)
    set_pair(state, FEARED, i, j, value)


@kernel
def move_belief(state: State, layer: int, i: int, j: int, change: float) -> None:
    """Move i's trust in j, or the threat that it perceives from j (log-odds)."""
    if change != 0.0:
        set_pair(state, layer, i, j, state.pair[layer, i, j] + change)


@kernel
def bear(state: State, i: int) -> None:
    """Let i exist, for the first time or again."""
    state.who[ABSORBED, i] = -1
    set_one(state, EXISTS, i, 1.0)


@kernel
def remove(state: State, i: int) -> None:
    """End an actor: it exists no more and its ties lapse; whom it had annexed whole exists again.

    What others remember and believe stays.
    """
    set_one(state, EXISTS, i, 0.0)
    close_all(state, i)
    for j in range(state.one.shape[1]):
        if state.who[ABSORBED, j] == i:
            bear(state, j)


@kernel
def absorb(state: State, i: int, j: int) -> None:
    """Let i take in j whole."""
    remove(state, j)
    state.who[ABSORBED, j] = i


@kernel
def remember(state: State, kind: int, i: int, j: int, share: float) -> None:
    """Add an act of i towards j, times `share`, to memory and to the tension of the system.

    A trace of the latest act is set to the act's weight, whatever its share.
    """
    traces, first, kept = state.traces, state.roles.first_trace, False
    for r in range(traces.half_life.shape[0]):
        weight = traces.weight[kind, r]
        if weight > 0.0:
            kept = kept or traces.window[r] < math.inf
            before = state.pair[first + r, i, j]
            after = weight if traces.latest[r] else before + share * weight
            state.total[r] += after - before
            set_pair(state, first + r, i, j, after)
    if kept:
        keep(state, kind, i, j, share)
    state.moment[RUNNING_TENSION] += share * traces.weight[kind, traces.hostile - first]


@kernel
def fade(elapsed: float, half_life: float) -> float:
    """Return 2 ** (-elapsed / half_life), both in years; 1 for an infinite half-life."""
    return float(0.5 ** (elapsed / half_life))


@kernel
def age(state: State, elapsed: float) -> None:
    """Age memory and belief by `elapsed` years: counts towards 0, beliefs towards their priors; windows end.

    What is weighed of threats, and the tension that is felt, are brought up to date.
    """
    settings, first, layers = state.settings, state.roles.first_trace, state.roles.layers
    trust, threat = fade(elapsed, settings.trust), fade(elapsed, settings.threat)
    fresh, impunity = fade(elapsed, settings.fresh), fade(elapsed, settings.impunity)
    n = state.one.shape[1]
    for i in range(n):
        state.one[FRESH, i] *= fresh
        state.one[IMPUNITY, i] *= impunity
        for j in range(n):
            state.pair[TRUST, i, j] = settings.prior_trust + trust * (state.pair[TRUST, i, j] - settings.prior_trust)
            state.pair[THREAT, i, j] = settings.prior_threat + threat * (
                state.pair[THREAT, i, j] - settings.prior_threat
            )
            state.pair[FEARED, i, j] = state.pair[THREAT, i, j]
    for r in range(state.traces.half_life.shape[0]):
        left = fade(elapsed, state.traces.half_life[r])
        state.total[r] *= left
        for i in range(n):
            for j in range(n):
                state.pair[first + r, i, j] *= left
        note(state, first + r, -1, -1)
    leave(state)
    state.moment[RUNNING_TENSION] *= fresh
    state.moment[TENSION] = state.moment[RUNNING_TENSION]
    for field in (TRUST, THREAT, FEARED, layers + FRESH, layers + IMPUNITY, state.roles.tension):
        note(state, field, -1, -1)
