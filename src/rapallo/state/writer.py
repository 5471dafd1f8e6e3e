"""The only code that changes a state. Every write notes the field and the place that it changed."""

from __future__ import annotations

import math

from rapallo.state.arrays import NO_TREATY, RUNNING_TENSION, TENSION, State
from rapallo.state.fields import EXISTS, FEARED, FRESH, IMPUNITY, PATRON, SYSTEM, THREAT, TRUST
from rapallo.state.treaties import FALL
from rapallo.theory.kernels import inlined, kernel


@inlined
def note(state: State, field: int, i: int, j: int) -> None:
    """Note that `field` was written at (i, j); j = -1 for a value of one actor, both -1 for every place."""
    n = state.notes.n[0]
    if n < state.notes.field.shape[0]:
        state.notes.field[n] = field
        state.notes.i[n] = i
        state.notes.j[n] = j
    state.notes.n[0] = n + 1


@inlined
def set_clock(state: State, time: float) -> None:
    """Let it be `time` (years)."""
    state.clock[0] = time


@kernel
def set_covariate(state: State, covariate: int, i: int, value: float) -> None:
    """Set a covariate of i."""
    state.covariate[covariate, i] = value
    note(state, state.roles.first_covariate + covariate, i, -1)


@kernel
def set_value(state: State, name: int, i: int, j: int, value: float) -> None:
    """Set a value of the ordered pair (i, j); who controls j most is its patron from then on."""
    state.value[name, i, j] = value
    note(state, state.roles.first_value + name, i, j)
    if name == state.roles.control:
        patron, most = -1, 0.0
        for a in range(state.exists.shape[0]):
            if state.value[name, a, j] > most:
                patron, most = a, state.value[name, a, j]
        if patron != state.patron[j]:
            state.patron[j] = patron
            note(state, PATRON, j, -1)


@inlined
def _count(state: State, tie: int, i: int, j: int, change: float, hidden: float) -> None:
    state.tie[tie, i, j] += change
    state.secret[tie, i, j] += hidden
    note(state, state.roles.first_tie + tie, i, j)
    if not state.roles.directed[tie]:
        state.tie[tie, j, i] += change
        state.secret[tie, j, i] += hidden


@kernel
def open_bond(state: State, tie: int, i: int, j: int, treaty: int, until: float, hidden: int) -> None:
    """Put a tie from i to j in force, made by `treaty`, until a time or for good (inf); both ways unless directed."""
    bonds = state.bonds
    n = bonds.n[0]
    a, b = i, j
    if not state.roles.directed[tie] and j < i:
        a, b = j, i
    bonds.tie[n] = tie
    bonds.i[n] = a
    bonds.j[n] = b
    bonds.treaty[n] = treaty
    bonds.since[n] = state.clock[0]
    bonds.until[n] = until
    bonds.ended[n] = math.inf
    bonds.hidden[n] = hidden
    bonds.cause[n] = 0
    bonds.n[0] = n + 1
    _count(state, tie, a, b, 1.0, float(hidden))


@inlined
def end_bond(state: State, n: int, cause: int) -> None:
    """End bond n, which is in force."""
    bonds = state.bonds
    bonds.ended[n] = state.clock[0]
    bonds.cause[n] = cause
    _count(state, bonds.tie[n], bonds.i[n], bonds.j[n], -1.0, -float(bonds.hidden[n]))


@inlined
def joins(state: State, n: int, i: int, j: int) -> bool:
    """Return whether bond n is in force and joins i and j, either way."""
    bonds = state.bonds
    if bonds.ended[n] != math.inf:
        return False
    return (bonds.i[n] == i and bonds.j[n] == j) or (bonds.i[n] == j and bonds.j[n] == i)


@kernel
def close_tie(state: State, tie: int, i: int, j: int, cause: int) -> None:
    """End every bond of a tie from i to j; either way unless the tie is directed."""
    if state.tie[tie, i, j] == 0.0:
        return
    for n in range(state.bonds.n[0]):
        if state.bonds.tie[n] == tie and joins(state, n, i, j):
            if not state.roles.directed[tie] or state.bonds.i[n] == i:
                end_bond(state, n, cause)


@kernel
def close_treaty(state: State, treaty: int, i: int, j: int, cause: int) -> None:
    """End what `treaty` binds between i and j."""
    for n in range(state.bonds.n[0]):
        if state.bonds.treaty[n] == treaty and joins(state, n, i, j):
            end_bond(state, n, cause)


@kernel
def close_pacts(state: State, i: int, j: int, cause: int) -> None:
    """End every pact between i and j, either way."""
    for n in range(state.bonds.n[0]):
        if state.roles.pact[state.bonds.tie[n]] and joins(state, n, i, j):
            end_bond(state, n, cause)


@kernel
def close_at_war(state: State, i: int, j: int, cause: int) -> None:
    """End every tie between i and j that war ends."""
    for n in range(state.bonds.n[0]):
        if state.roles.ends_at_war[state.bonds.tie[n]] and joins(state, n, i, j):
            end_bond(state, n, cause)


@kernel
def prolong(state: State, treaty: int, i: int, j: int, until: float) -> None:
    """Give the pacts between i and j, or the treaty named, a new end; an earlier one than they have changes nothing."""
    for n in range(state.bonds.n[0]):
        named = state.bonds.treaty[n] == treaty
        if treaty == NO_TREATY:
            named = state.roles.pact[state.bonds.tie[n]]
        if named and joins(state, n, i, j):
            state.bonds.until[n] = max(state.bonds.until[n], until)


@kernel
def reveal(state: State, treaty: int, i: int, j: int) -> None:
    """Let third parties learn of what `treaty` binds between i and j."""
    for n in range(state.bonds.n[0]):
        if state.bonds.treaty[n] == treaty and state.bonds.hidden[n] == 1 and joins(state, n, i, j):
            state.bonds.hidden[n] = 0
            _count(state, state.bonds.tie[n], state.bonds.i[n], state.bonds.j[n], 0.0, -1.0)


@inlined
def set_exists(state: State, i: int, value: float) -> None:
    """Let i exist (1) or not (0)."""
    state.exists[i] = value
    note(state, EXISTS, i, -1)


@kernel
def bear(state: State, i: int) -> None:
    """Let i exist, for the first time or again."""
    state.absorbed[i] = -1
    set_exists(state, i, 1.0)


@kernel
def remove(state: State, i: int) -> None:
    """End an actor: it exists no more and its ties lapse; whom it had annexed whole exists again.

    What others remember and believe stays.
    """
    set_exists(state, i, 0.0)
    for n in range(state.bonds.n[0]):
        if state.bonds.ended[n] == math.inf and (state.bonds.i[n] == i or state.bonds.j[n] == i):
            end_bond(state, n, FALL)
    for j in range(state.exists.shape[0]):
        if state.absorbed[j] == i:
            bear(state, j)


@kernel
def absorb(state: State, i: int, j: int) -> None:
    """Let i take in j whole."""
    remove(state, j)
    state.absorbed[j] = i


@inlined
def move_trust(state: State, i: int, j: int, change: float) -> None:
    """Move i's trust in j (log-odds)."""
    if change != 0.0:
        state.trust[i, j] += change
        note(state, TRUST, i, j)


@inlined
def move_threat(state: State, i: int, j: int, change: float) -> None:
    """Move the threat that i perceives from j (log-odds)."""
    if change != 0.0:
        state.threat[i, j] += change
        note(state, THREAT, i, j)


@kernel
def set_trust(state: State, i: int, j: int, value: float) -> None:
    """Set i's trust in j."""
    state.trust[i, j] = value
    note(state, TRUST, i, j)


@kernel
def set_threat(state: State, i: int, j: int, value: float) -> None:
    """Set the threat that i perceives from j, and what it weighs of it."""
    state.threat[i, j] = value
    state.feared[i, j] = value
    note(state, THREAT, i, j)
    note(state, FEARED, i, j)


@kernel
def remember(state: State, kind: int, i: int, j: int, share: float) -> None:
    """Add an act of i towards j, times `share`, to memory and to the tension of the system."""
    traces = state.traces
    for n in range(traces.first[kind], traces.first[kind + 1]):
        state.trace[traces.trace[n], i, j] += share * traces.weight[n]
        note(state, state.roles.first_trace + traces.trace[n], i, j)
    state.system[RUNNING_TENSION] += share * traces.tension[kind]


@inlined
def set_fresh(state: State, i: int) -> None:
    """Mark a new leader of i."""
    state.fresh[i] = 1.0
    note(state, FRESH, i, -1)


@inlined
def set_impunity(state: State, i: int, value: float) -> None:
    """Set the count of gains of i that nobody punished."""
    state.impunity[i] = value
    note(state, IMPUNITY, i, -1)


@kernel
def fade(elapsed: float, half_life: float) -> float:
    """Return 2 ** (-elapsed / half_life), both in years; 1 for an infinite half-life."""
    return 0.5 ** (elapsed / half_life)


@kernel
def age(state: State, elapsed: float) -> None:
    """Age memory and belief by `elapsed` years: counts towards 0, beliefs towards their priors.

    What is weighed of threats, and the tension that is felt, are brought up to date.
    """
    settings = state.settings
    trust, threat = fade(elapsed, settings.trust), fade(elapsed, settings.threat)
    fresh, impunity = fade(elapsed, settings.fresh), fade(elapsed, settings.impunity)
    n = state.exists.shape[0]
    for i in range(n):
        state.fresh[i] *= fresh
        state.impunity[i] *= impunity
        for j in range(n):
            state.trust[i, j] = settings.prior_trust + trust * (state.trust[i, j] - settings.prior_trust)
            state.threat[i, j] = settings.prior_threat + threat * (state.threat[i, j] - settings.prior_threat)
            state.feared[i, j] = state.threat[i, j]
    for r in range(state.trace.shape[0]):
        left = fade(elapsed, state.traces.half_life[r])
        for i in range(n):
            for j in range(n):
                state.trace[r, i, j] *= left
        note(state, state.roles.first_trace + r, -1, -1)
    state.system[RUNNING_TENSION] *= fresh
    state.system[TENSION] = state.system[RUNNING_TENSION]
    for field in (TRUST, THREAT, FEARED, FRESH, IMPUNITY, SYSTEM):
        note(state, field, -1, -1)
