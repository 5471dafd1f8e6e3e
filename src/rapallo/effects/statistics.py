"""The statistics of a model kept up to date as the state changes.

A bound effect is an effect with its arguments and the pairs that it is needed for. `init` computes its matrix from
scratch; `update` recomputes, after one event, what the effect's reach says can have changed; `age` after a tick.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapallo.effects.catalogue import call
from rapallo.effects.effect import Reach
from rapallo.state.arrays import Floats, Ints, State
from rapallo.theory.kernels import inlined, kernel

TOUCHED, ALL, TIES = int(Reach.TOUCHED), int(Reach.ALL), int(Reach.TIES)


class Bound(NamedTuple):
    """E bound effects as arrays of codes, and the P pairs for which each is kept: those of the channels that use it.

    Attributes
    ----------
    code, a, b, reach, fades : (E,) int
        Place in the catalogue, arguments, reach, and 1 if a tick changes it.
    start : (E + 1,) int
        The pairs of effect e are start[e] to start[e + 1] - 1.
    i, j : (P,) int
        The two actors of each pair.
    first, of : (E * A + 1,) and (2P,) int
        The pairs of effect e in which actor a takes part are of[first[e * A + a]:first[e * A + a + 1]].
    """

    code: Ints
    a: Ints
    b: Ints
    reach: Ints
    fades: Ints
    start: Ints
    i: Ints
    j: Ints
    first: Ints
    of: Ints


def keep(code: Ints, a: Ints, b: Ints, reach: Ints, fades: Ints, needed: NDArray[np.bool_]) -> Bound:
    """Return bound effects that are kept for the pairs in `needed` (E, A, A)."""
    effects, actors, _ = needed.shape
    e, i, j = np.nonzero(needed)
    start = np.searchsorted(e, np.arange(effects + 1))
    place = np.concatenate([e * actors + i, e * actors + j])
    first = np.searchsorted(np.sort(place), np.arange(effects * actors + 1))
    of = np.argsort(place, kind="stable") % max(len(e), 1)
    return Bound(code, a, b, reach, fades, *(x.astype(np.int64) for x in (start, i, j, first, of)))


@inlined
def _refresh(s: State, bound: Bound, X: Floats, e: int, n: int) -> None:
    i, j = bound.i[n], bound.j[n]
    if s.exists[i] > 0 and s.exists[j] > 0:
        X[e, i, j] = call(bound.code[e], s, i, j, bound.a[e], bound.b[e])
    else:
        X[e, i, j] = 0.0


@kernel
def _fill(s: State, bound: Bound, X: Floats, e: int) -> None:
    for n in range(bound.start[e], bound.start[e + 1]):
        _refresh(s, bound, X, e, n)


@kernel
def init(s: State, bound: Bound, X: Floats) -> None:
    """Fill X (E, A, A) from scratch; pairs of actors that do not exist have 0."""
    for e in range(X.shape[0]):
        _fill(s, bound, X, e)


@kernel
def age(s: State, bound: Bound, X: Floats) -> None:
    """Bring X up to date after a tick: only what fades has changed. Equal to `init`, bit for bit."""
    for e in range(X.shape[0]):
        if bound.fades[e]:
            _fill(s, bound, X, e)


@kernel
def _cross(s: State, bound: Bound, X: Floats, e: int, who: int) -> None:
    """Refresh one statistic for every pair in which `who` takes part."""
    place = e * X.shape[1] + who
    for n in range(bound.first[place], bound.first[place + 1]):
        _refresh(s, bound, X, e, bound.of[n])


@kernel
def update(s: State, bound: Bound, X: Floats, touched: Ints, ties: bool) -> None:
    """Bring X up to date after an event that touched the actors `touched` (-1: nobody) and ended none.

    `ties` says whether its kind opens or closes ties. Equal to `init`, bit for bit: the same function computes each
    cell.
    """
    for e in range(X.shape[0]):
        if bound.reach[e] == ALL:
            _fill(s, bound, X, e)
        elif bound.reach[e] == TOUCHED or (ties and bound.reach[e] == TIES):
            for who in touched:
                if who >= 0:
                    _cross(s, bound, X, e, who)


@kernel
def adjust(s: State, bound: Bound, X: Floats, who: int) -> None:
    """Bring X up to date after a covariate of `who`, or a pair value that it shares, was set.

    Not for capability, which bears on pairs of others. Equal to `init`, bit for bit.
    """
    for e in range(X.shape[0]):
        _cross(s, bound, X, e, who)
