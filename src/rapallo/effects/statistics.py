"""The statistics of a model kept up to date as the state changes.

A bound effect is an effect with its arguments and the types of actors that it is asked for. `init` computes
its matrix from scratch; `update` recomputes, after one event, what the effect's reach says can have changed.
"""

from __future__ import annotations

from typing import NamedTuple

from rapallo.effects.catalogue import call
from rapallo.effects.effect import Reach
from rapallo.state.arrays import Floats, Ints, State
from rapallo.theory.kernels import kernel

GIVEN, TOUCHED, ALL = int(Reach.GIVEN), int(Reach.TOUCHED), int(Reach.ALL)


class Bound(NamedTuple):
    """E bound effects as arrays of codes.

    Attributes
    ----------
    code, a, b, reach : (E,) int
        Place in the catalogue, arguments, reach.
    i0, i1, j0, j1 : (E,) int
        The block of actors, senders i0 <= i < i1 and receivers j0 <= j < j1, for which it is kept.
    """

    code: Ints
    a: Ints
    b: Ints
    reach: Ints
    i0: Ints
    i1: Ints
    j0: Ints
    j1: Ints


@kernel
def init(s: State, bound: Bound, X: Floats) -> None:
    """Fill X (E, A, A) from scratch; pairs of actors that do not exist keep 0."""
    for e in range(bound.code.shape[0]):
        for i in range(bound.i0[e], bound.i1[e]):
            for j in range(bound.j0[e], bound.j1[e]):
                if i != j and s.exists[i] > 0 and s.exists[j] > 0:
                    X[e, i, j] = call(bound.code[e], s, i, j, bound.a[e], bound.b[e])
                else:
                    X[e, i, j] = 0.0


@kernel
def _refresh(s: State, bound: Bound, X: Floats, e: int, i: int, j: int) -> None:
    inside = bound.i0[e] <= i < bound.i1[e] and bound.j0[e] <= j < bound.j1[e]
    if inside and i != j and s.exists[i] > 0 and s.exists[j] > 0:
        X[e, i, j] = call(bound.code[e], s, i, j, bound.a[e], bound.b[e])


@kernel
def update(s: State, bound: Bound, X: Floats, touched: Ints) -> None:
    """Bring X up to date after an event that touched the actors `touched` (-1: nobody) and ended none.

    Equal to `init`, bit for bit: the same function computes each cell.
    """
    n = s.exists.shape[0]
    for e in range(bound.code.shape[0]):
        if bound.reach[e] == GIVEN:
            continue
        if bound.reach[e] == ALL:
            for i in range(bound.i0[e], bound.i1[e]):
                for j in range(bound.j0[e], bound.j1[e]):
                    _refresh(s, bound, X, e, i, j)
            continue
        for who in touched:
            if who < 0:
                continue
            for other in range(n):
                _refresh(s, bound, X, e, who, other)
                _refresh(s, bound, X, e, other, who)
