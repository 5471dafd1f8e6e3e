"""The channels: every (kind, sender, receiver) that can ever be at risk."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapallo.events.kinds import ANY_TYPE, CONSENT, RECEIVER, RISK, SENDER, KindTable, ever_contiguous
from rapallo.events.rules.catalogue import RULES
from rapallo.events.rules.rule import Geography
from rapallo.record.tables import Record
from rapallo.state.arrays import Ints, State
from rapallo.state.fields import HOME, TYPE


class Channels(NamedTuple):
    """Channels in the order of kind, sender, receiver; N of them.

    Attributes
    ----------
    k, i, j : (N,) int
        Kind, sender, receiver; i < j for kinds that need consent.
    place : (K, A, A) int32
        Number of the channel, or -1; filled both ways for kinds that need consent.
    start : (K + 1,) int
        The channels of kind k are start[k] <= c < start[k + 1].
    """

    k: Ints
    i: Ints
    j: Ints
    place: NDArray[np.int32]
    start: Ints


def channels(record: Record, state: State, kinds: KindTable, n_terms: Ints) -> Channels:
    """Return the channels of all kinds with an intensity (n_terms >= 0)."""
    n = state.one.shape[1]
    where = Geography(state.who[HOME], np.arange(n) < state.sovereign, ever_contiguous(record))
    place = np.full((len(n_terms), n, n), -1, dtype=np.int32)
    found: list[tuple[int, int, int]] = []
    for k in np.flatnonzero(n_terms >= 0):
        possible = kinds.cover[k].copy()
        if kinds.code[SENDER, k] != ANY_TYPE:
            possible &= (state.who[TYPE] == kinds.code[SENDER, k])[:, None]
        if kinds.code[RECEIVER, k] != ANY_TYPE:
            possible &= (state.who[TYPE] == kinds.code[RECEIVER, k])[None, :]
        rule = RULES[kinds.code[RISK, k]]
        if rule.possible is not None:
            possible &= rule.possible(where)
        if kinds.code[CONSENT, k]:
            possible = np.triu(possible | possible.T, k=1)
        for i, j in zip(*np.nonzero(possible), strict=True):
            place[k, i, j] = len(found)
            if kinds.code[CONSENT, k]:
                place[k, j, i] = len(found)
            found.append((int(k), int(i), int(j)))
    columns = np.array(found, dtype=np.int64).reshape(len(found), 3).T
    k_, i_, j_ = (np.ascontiguousarray(c) for c in columns)
    start = np.searchsorted(k_, np.arange(len(n_terms) + 1)).astype(np.int64)
    return Channels(k_, i_, j_, place, start)
