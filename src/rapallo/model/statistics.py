"""The cells of a model: each statistic for each pair that some channel needs, and who depends on what."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapallo.events.kinds import ASKS, CONSENT, RISK, KindTable
from rapallo.events.rules.catalogue import RULES
from rapallo.model.channels import Channels
from rapallo.model.design import Design
from rapallo.model.terms import looks
from rapallo.state.arrays import Bools, Floats, Ints, State
from rapallo.state.fields import EXISTS, Reach, codes

Small = NDArray[np.int32]
# rows of Statistics.cell, and of Statistics.dependent
STATISTIC, SENDER, RECEIVER = range(3)
WHO, REACH = range(2)


class Statistics(NamedTuple):
    """P cells, in the order of statistic, sender, receiver; E statistics, F fields, N channels, W places of terms.

    Attributes
    ----------
    cell : (3, P) int
        Statistic and pair of each cell.
    start : (E + 1,) int
        The cells of statistic e are start[e] <= n < start[e + 1].
    place : (E, A, A) int32
        Number of the cell, or -1.
    first : (2, F + 1) int
        A write to field f bears on the statistics (row 0) and on the risk rules of kinds (row 1) listed in
        `dependent` from first[., f] to first[., f + 1] - 1.
    dependent : (2, D) int
        Statistic or kind, and the reach of the write.
    user_first, user : (P + 1,), (U,) int
        The channels that a cell enters.
    n_terms : (K,) int
        Number of terms of a kind; -1 without an intensity.
    enters : (2, N, W) int32
        The cells of (i, j) and, where consent is needed, of (j, i) in each channel; -1 for none.
    """

    cell: Ints
    start: Ints
    place: Small
    first: Ints
    dependent: Ints
    user_first: Ints
    user: Ints
    n_terms: Ints
    enters: Small


class Work(NamedTuple):
    """What is kept up to date along a walk.

    Attributes
    ----------
    x : (P,) float
        The cells' values.
    cell_marked, channel_marked : (P,), (N,) bool
        Whether on the list already.
    cells, channels : (P,), (N,) int
        Lists of what is to be looked at; n[0] and n[1] long.
    n : (2,) int
    """

    x: Floats
    cell_marked: Bools
    channel_marked: Bools
    cells: Ints
    channels: Ints
    n: Ints


def new_work(statistics: Statistics, channels: Channels) -> Work:
    """Return blank working space."""
    cells, n = statistics.cell.shape[1], len(channels.k)
    return Work(
        np.zeros(cells),
        np.zeros(cells, np.bool_),
        np.zeros(n, np.bool_),
        np.zeros(cells, np.int64),
        np.zeros(n, np.int64),
        np.zeros(2, np.int64),
    )


def statistics(design: Design, state: State, kinds: KindTable, channels: Channels) -> Statistics:
    """Return the cells that the channels need."""
    actors = state.one.shape[1]
    needed = np.zeros((len(design.statistics), actors, actors), dtype=np.bool_)
    for k in np.flatnonzero(design.n_terms > 0):
        own = slice(channels.start[k], channels.start[k + 1])
        for e in design.columns[k, : design.n_terms[k]]:
            needed[e, channels.i[own], channels.j[own]] = True
            if kinds.code[CONSENT, k]:
                needed[e, channels.j[own], channels.i[own]] = True
    cell = np.array(np.nonzero(needed), dtype=np.int64)
    place = np.full(needed.shape, -1, dtype=np.int32)
    place[tuple(cell)] = np.arange(cell.shape[1])
    enters = _enters(design, kinds, channels, place)
    first, dependent = _dependents(design, state, kinds)
    user_first, user = _users(enters, cell.shape[1])
    return Statistics(
        cell,
        np.searchsorted(cell[STATISTIC], np.arange(len(needed) + 1)).astype(np.int64),
        place,
        first,
        dependent,
        user_first,
        user,
        design.n_terms,
        enters,
    )


def _enters(design: Design, kinds: KindTable, channels: Channels, place: Small) -> Small:
    columns = design.columns[channels.k]
    known = columns >= 0
    if not len(place):
        return np.full((2, *columns.shape), -1, dtype=np.int32)
    e, i, j = np.where(known, columns, 0), channels.i[:, None], channels.j[:, None]
    consent = kinds.code[CONSENT, channels.k] == 1
    there = np.where(known, place[e, i, j], -1)
    back = np.where(known & consent[:, None], place[e, j, i], -1)
    return np.stack([there, back]).astype(np.int32)


def _users(enters: Small, cells: int) -> tuple[Ints, Ints]:
    """Return for each cell the channels that it enters, as first places and a list."""
    cell = enters.ravel()
    who = np.broadcast_to(np.arange(enters.shape[1])[None, :, None], enters.shape).ravel()
    order = np.argsort(cell[cell >= 0], kind="stable")
    first = np.searchsorted(cell[cell >= 0][order], np.arange(cells + 1)).astype(np.int64)
    return first, who[cell >= 0][order].astype(np.int64)


def _dependents(design: Design, state: State, kinds: KindTable) -> tuple[Ints, Ints]:
    """Return which statistics and which kinds' risk a write to each field bears on, and how far it reaches."""
    roles, traces = state.roles, state.traces
    born = roles.layers + EXISTS
    rows: list[tuple[int, int, int, int]] = []
    for e, expression in enumerate(design.statistics):
        rows.append((0, born, e, Reach.ACTORS))
        for look in looks(expression):
            own = design.own_field(roles, look)
            for read in look.effect.reads:
                rows += [(0, f, e, read.reach) for f in codes(read, roles, traces, own)]
    for k in np.flatnonzero(design.n_terms >= 0):
        rows.append((1, born, int(k), Reach.ACTORS))
        for read in RULES[kinds.code[RISK, k]].reads:
            rows += [(1, f, int(k), read.reach) for f in codes(read, roles, traces, int(kinds.code[ASKS, k]))]
    widest: dict[tuple[int, int, int], int] = {}
    for what, field, who, reach in rows:
        widest[what, field, who] = max(int(reach), widest.get((what, field, who), 0))
    table = np.array([(*key, reach) for key, reach in sorted(widest.items())], dtype=np.int64).reshape(-1, 4)
    fields = roles.tension + 1
    key = table[:, 0] * fields + table[:, 1]
    first = np.array([np.searchsorted(key, what * fields + np.arange(fields + 1)) for what in (0, 1)], dtype=np.int64)
    return first, np.ascontiguousarray(table[:, 2:].T)
