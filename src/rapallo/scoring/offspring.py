"""How many further events an event brings: whether a model, left to itself, feeds on its own activity.

A self-exciting process dies down where the expected direct offspring of an event, as a matrix over types, has a
spectral radius below 1, and runs away where it is above (Hawkes 1971, Biometrika 58). The models here are not linear,
so the matrix is that of small disturbances about a state: what one event more adds, all else as it stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from rapallo.events.kinds import KindTable
from rapallo.model.channels import Channels
from rapallo.model.intensity import intensity
from rapallo.model.parameters import Parameters
from rapallo.model.refresh import CHANNELS
from rapallo.model.statistics import Statistics, Work
from rapallo.model.system import System
from rapallo.simulation.arm import Arm
from rapallo.simulation.happen import force
from rapallo.simulation.log import Log, new_log
from rapallo.state.arrays import Bools, Floats, Ints, State, copy_state
from rapallo.state.fields import FEARED, PATRON, TENSION, THREAT
from rapallo.state.notes import forget, look_everywhere, note
from rapallo.state.writer import age, set_one, set_pair
from rapallo.theory.kernels import compiled, kernel
from rapallo.theory.philox import PARAMETER, key_of, uniform

# how long offspring are counted, years; an event comes in the middle of a month on average, and ticks at its end
YEARS = 5
MONTH = 1.0 / 12.0


class Traced(NamedTuple):
    """What differs in the state that one event left behind.

    Attributes
    ----------
    values : State
        As few actors as hold it; it ages like any state.
    pairs : (5, D) int
        Layer and actors of each field of pairs that differs, and the place in `values` that holds it.
    ones, patrons : (3, D) int
        Row, actor and place of each field of actors that differs, and of each patron.
    """

    values: State
    pairs: Ints
    ones: Ints
    patrons: Ints


@dataclass(frozen=True)
class Offspring:
    """What one event more brings within five years.

    Attributes
    ----------
    families : tuple of str
        Families of the model, and kinds that stand in none; F of them.
    matrix : (F, F) float
        Expected events of the column's family that an event of the row's adds; 0 in the row of one never drawn. Below 0
        where it takes away what another would need, such as a tie that both would end.
    drawn : (F,) int
        Events drawn of each family.
    each : (n,) float
        Offspring of each event drawn, of all families.
    radius : float
        Spectral radius of the matrix with 0 for what is below 0: above 1 an outburst feeds on itself. What is used up
        sets an end to nothing but itself, and makes no outburst.
    error : float
        Its standard error, from the draw of events alone.
    """

    families: tuple[str, ...]
    matrix: Floats
    drawn: Ints
    each: Floats
    radius: float
    error: float


@kernel
def swap(state: State, traced: Traced) -> None:
    """Exchange what differs between the state and `traced`; a second time puts all back."""
    values = traced.values
    for d in range(traced.pairs.shape[1]):
        layer, i, j = traced.pairs[0, d], traced.pairs[1, d], traced.pairs[2, d]
        p, q = traced.pairs[3, d], traced.pairs[4, d]
        other = values.pair[layer, p, q]
        values.pair[layer, p, q] = state.pair[layer, i, j]
        set_pair(state, layer, i, j, other)
    for d in range(traced.ones.shape[1]):
        row, i, q = traced.ones[0, d], traced.ones[1, d], traced.ones[2, d]
        other = values.one[row, q]
        values.one[row, q] = state.one[row, i]
        set_one(state, row, i, other)
    for d in range(traced.patrons.shape[1]):
        row, i, q = traced.patrons[0, d], traced.patrons[1, d], traced.patrons[2, d]
        state.who[row, i], values.who[row, q] = values.who[row, q], state.who[row, i]
        note(state, state.roles.patron, i, -1)
    if state.moment[TENSION] != values.moment[TENSION]:
        state.moment[TENSION], values.moment[TENSION] = values.moment[TENSION], state.moment[TENSION]
        note(state, state.roles.tension, -1, -1)


def rates_with(update: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that ages a state and brings the intensities (N,) of all channels up to date."""

    def rates(
        state: State,
        elapsed: float,
        kinds: KindTable,
        channels: Channels,
        statistics: Statistics,
        parameters: Parameters,
        work: Work,
        rate: Floats,
    ) -> None:
        if elapsed > 0.0:
            age(state, elapsed)
        update(state, statistics, channels, work)
        for m in range(work.n[CHANNELS]):
            c = work.channels[m]
            work.channel_marked[c] = False
            rate[c] = intensity(state, kinds, channels, statistics, parameters, work.x, c)
        work.n[CHANNELS] = 0

    return rates


def added_with(update: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that ages what differs and adds to `gain` (F,) what it adds to the intensities, times years.

    Only the channels that it can have moved are looked at.
    """

    def added(
        state: State,
        traced: Traced,
        elapsed: float,
        years: float,
        kinds: KindTable,
        channels: Channels,
        statistics: Statistics,
        parameters: Parameters,
        work: Work,
        rate: Floats,
        family: Ints,
        gain: Floats,
    ) -> None:
        if elapsed > 0.0:
            age(traced.values, elapsed)
        swap(state, traced)
        update(state, statistics, channels, work)
        for m in range(work.n[CHANNELS]):
            c = work.channels[m]
            now = intensity(state, kinds, channels, statistics, parameters, work.x, c)
            gain[family[channels.k[c]]] += years * (now - rate[c])
        swap(state, traced)
        update(state, statistics, channels, work)
        for m in range(work.n[CHANNELS]):
            work.channel_marked[work.channels[m]] = False
        work.n[CHANNELS] = 0

    return added


@cache
def functions_of(kernel_module: ModuleType) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return both functions, compiled for a model's kernel."""
    return compiled(rates_with(kernel_module.update)), compiled(added_with(kernel_module.update))


def trace(state: State, kinds: KindTable, log: Log, k: int, i: int, j: int) -> Traced:
    """Return what differs after an event of kind k from i to j, as the simulation lets it happen in `state`."""
    after = copy_state(state)
    log.n[0] = 0
    force(after, kinds, log, k, i, j)
    layer, a, b = np.nonzero(_differ(state.pair, after.pair))
    # what is weighed of a threat follows it at the next tick
    feared = layer == THREAT
    kept = layer != FEARED
    pairs = np.array([[*layer[kept], *np.full(feared.sum(), FEARED)], [*a[kept], *a[feared]], [*b[kept], *b[feared]]])
    row, actor = np.nonzero(_differ(state.one, after.one))
    moved = np.flatnonzero(state.who[PATRON] != after.who[PATRON])
    actors = np.unique([*actor, *moved]).astype(np.int64)
    which, place = np.unique(pairs[1] * state.one.shape[1] + pairs[2], return_inverse=True)
    size = max(math.isqrt(max(len(which) - 1, 0)) + 1, len(actors))
    pair, one = np.zeros((len(state.pair), size * size)), np.zeros((len(state.one), size))
    pair[:, : len(which)] = after.pair.reshape(len(pair), -1)[:, which]
    one[:, : len(actors)] = after.one[:, actors]
    who = np.full((len(state.who), size), -1, dtype=np.int64)
    who[:, : len(actors)] = after.who[:, actors]
    values = after._replace(
        pair=pair.reshape(len(pair), size, size),
        one=one,
        who=who,
        bond=np.zeros((len(state.bond), 1), np.int64),
        term=np.zeros((len(state.term), 1)),
        notes=np.zeros((3, 1), np.int64),
    )
    return Traced(
        values,
        np.array([*pairs, place // size, place % size], dtype=np.int64).reshape(5, -1),
        np.array([row, actor, np.searchsorted(actors, actor)], dtype=np.int64),
        np.array([np.full(len(moved), PATRON), moved, np.searchsorted(actors, moved)], dtype=np.int64),
    )


def _differ(one: Floats, other: Floats) -> Bools:
    """Return where two arrays differ; an unknown value (nan) equals another."""
    return np.asarray((one != other) & ~(np.isnan(one) & np.isnan(other)))


def families_of(system: System) -> tuple[tuple[str, ...], Ints]:
    """Return the families, kinds without one each alone, and (K,) the family of each kind; -1 without an intensity."""
    record, model = system.record, system.model
    of = {kind: model.family_of(kind) or kind for kind in system.design.kinds}
    names = tuple(dict.fromkeys(of.values()))
    return names, np.array([names.index(of[k.name]) if k.name in of else -1 for k in record.kinds], dtype=np.int64)


def offspring(arm: Arm, *, events: int = 200, seed: int = 1) -> Offspring:
    """Return how many events one event more adds within five years, by family, about the state at an arm's start.

    An event (kind, pair) is drawn in proportion to the intensities of the start and happens in a copy of the state as
    it does in a simulation: one pair, remembered in full, with all its consequences. Both states then age month by
    month and nothing else happens. Entry (f, g) of the matrix is the mean over the events drawn of family f of

        sum over channels c of family g of the integral over five years of lambda_c(with) - lambda_c(without).

    The matrix averages over pairs, and the state is that of the start: a model whose busiest pairs alone run away can
    have a small radius. `each` and the simulated histories tell.

    The standard error of the radius is that of its first-order change: with left and right eigenvectors l and r, entry
    (f, g) moves it by l_f r_g / (l . r).

    Parameters
    ----------
    arm : Arm
        What it gives after its start is left aside.
    events : int
        How many are drawn.
    seed : int
        Of the draw.
    """
    system = arm.system
    names, family = families_of(system)
    rates, added = functions_of(system.kernel)
    state, work = copy_state(arm.state), system.work()
    rate = np.zeros(len(system.channels.k))
    model = (system.kinds, system.channels, system.statistics, arm.parameters, work, rate)
    look_everywhere(state)
    rates(state, 0.0, *model)
    drawn = _draw(rate, family[system.channels.k], events, seed)
    log, forgetful = new_log(), copy_state(state)
    forget(forgetful)
    traces = [trace(forgetful, system.kinds, log, *(int(column[c]) for column in system.channels[:3])) for c in drawn]
    gain = np.zeros((len(drawn), len(names)))
    ticks = round(YEARS / MONTH)
    for n in range(ticks + 1):
        elapsed, years = MONTH if n else 0.0, MONTH if 0 < n < ticks else MONTH / 2
        if n:
            rates(state, elapsed, *model)
        for traced, own in zip(traces, gain, strict=True):
            added(state, traced, elapsed, years, *model, family, own)
    return _summed(names, gain, family[system.channels.k[drawn]])


def _draw(rate: Floats, family: Ints, events: int, seed: int) -> Ints:
    """Return channels drawn in proportion to their intensities, at even steps through them in the order of families."""
    order = np.argsort(family, kind="stable")
    reached = np.cumsum(rate[order])
    if not len(reached) or reached[-1] <= 0.0:
        return np.zeros(0, np.int64)
    steps = (np.arange(events) + uniform(seed, 0, *key_of("offspring"), 0, PARAMETER)) * (reached[-1] / events)
    return np.asarray(order[np.searchsorted(reached, steps, side="right")], dtype=np.int64)


def _summed(names: tuple[str, ...], gain: Floats, family: Ints) -> Offspring:
    """Return what the offspring (n, F) of the events drawn, of families (n,), amount to."""
    drawn = np.bincount(family, minlength=len(names))
    matrix = np.zeros((len(names), len(names)))
    for f in np.flatnonzero(drawn):
        matrix[f] = gain[family == f].mean(axis=0)
    each = gain.sum(axis=1)
    if not np.isfinite(matrix).all():
        return Offspring(names, matrix, drawn, each, math.inf, math.inf)
    # of a matrix without negative entries the greatest root is real, and so are its vectors (Perron, Frobenius)
    more = np.maximum(matrix, 0.0)
    (values, right), (others, left) = np.linalg.eig(more), np.linalg.eig(more.T)
    radius = float(values.real.max())
    r, l = right[:, values.real.argmax()].real, left[:, others.real.argmax()].real  # noqa: E741  (as in the formula)
    size, variance = abs(l @ r), 0.0
    for f in np.flatnonzero(drawn):
        along = gain[family == f] @ np.where(matrix[f] > 0.0, r, 0.0)
        # of one alone nothing is known but its size
        spread = along.var(ddof=1) if len(along) > 1 else float(along[0] ** 2)
        variance += l[f] ** 2 * spread / len(along)
    return Offspring(names, matrix, drawn, each, radius, math.sqrt(variance) / size if size > 0.0 else 0.0)
