"""The channels: every (kind, sender, receiver) that can ever be at risk."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapallo.events.kind_table import ANY_TYPE, KindTable
from rapallo.events.risk import AFFILIABLE, HOME, SAME_HOME
from rapallo.state.arrays import MOVEMENT, Ints, State


class Channels(NamedTuple):
    """Channels in the order of kind, sender, receiver.

    Attributes
    ----------
    k, i, j : (N,) int
        Kind, sender, receiver; i < j for kinds that need consent.
    place : (K, A, A) int32
        Number of the channel, or -1; filled both ways for kinds that need consent.
    first, of_actor : (A + 1,) and (2N,) int
        The channels in which actor a takes part are of_actor[first[a]:first[a + 1]].
    """

    k: Ints
    i: Ints
    j: Ints
    place: NDArray[np.int32]
    first: Ints
    of_actor: Ints


def channels(state: State, kinds: KindTable, n_terms: Ints, borders: NDArray[np.bool_]) -> Channels:
    """Return the channels of all kinds with an intensity (n_terms >= 0); `borders` says who ever shares a border."""
    n = len(state.exists)
    place = np.full((len(n_terms), n, n), -1, dtype=np.int32)
    found: list[tuple[int, int, int]] = []
    home = state.home
    for k in np.flatnonzero(n_terms >= 0):
        possible = kinds.cover[k].copy()
        if kinds.sender[k] != ANY_TYPE:
            possible &= (state.type == kinds.sender[k])[:, None]
        if kinds.receiver[k] != ANY_TYPE:
            possible &= (state.type == kinds.receiver[k])[None, :]
        own, others = home[:, None], home[None, :]
        if kinds.risk[k] == HOME:
            reach = np.where(home[:, None] >= 0, borders[home] | (np.arange(n) == home[:, None]), True)
            movement = state.type == MOVEMENT
            possible &= (movement[:, None] & reach) | (movement[None, :] & reach.T)
        elif kinds.risk[k] == SAME_HOME:
            possible &= ((own == others) & (own >= 0)) | ((own < 0) != (others < 0))
        elif kinds.risk[k] == AFFILIABLE:
            possible &= (own >= 0) != (others >= 0)
        if kinds.consent[k]:
            possible = np.triu(possible | possible.T, k=1)
        for i, j in zip(*np.nonzero(possible), strict=True):
            place[k, i, j] = len(found)
            if kinds.consent[k]:
                place[k, j, i] = len(found)
            found.append((int(k), int(i), int(j)))
    columns = np.array(found, dtype=np.int64).reshape(len(found), 3).T
    k_, i_, j_ = (np.ascontiguousarray(c) for c in columns)
    both = np.concatenate([i_, j_])
    of_actor = np.argsort(both, kind="stable") % max(len(found), 1)
    first = np.searchsorted(np.sort(both), np.arange(n + 1))
    return Channels(k_, i_, j_, place, first.astype(np.int64), of_actor.astype(np.int64))
