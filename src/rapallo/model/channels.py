"""The channels: every (kind, sender, receiver) that can ever be at risk."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapallo.events.kind_table import ANY_TYPE, KindTable
from rapallo.events.risk import AFFILIABLE, SAME_HOME
from rapallo.state.arrays import Ints, State


class Channels(NamedTuple):
    """Channels in the order of kind, sender, receiver.

    Attributes
    ----------
    k, i, j : (N,) int
        Kind, sender, receiver; i < j for kinds that need consent.
    place : (K, A, A) int32
        Number of the channel, or -1; filled both ways for kinds that need consent.
    """

    k: Ints
    i: Ints
    j: Ints
    place: NDArray[np.int32]


def channels(state: State, kinds: KindTable, n_terms: Ints) -> Channels:
    """Return the channels of all kinds with an intensity (n_terms >= 0)."""
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
        if kinds.risk[k] == SAME_HOME:
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
    return Channels(k_, i_, j_, place)
