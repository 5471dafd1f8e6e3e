"""The cells of a model: each statistic for each pair that some channel needs, and who depends on what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapallo.events.kinds import KindTable
from rapallo.events.rules.catalogue import RULES
from rapallo.model.channels import Channels
from rapallo.model.design import Design
from rapallo.model.terms import looks
from rapallo.state.arrays import Bools, Floats, Ints, Roles, State
from rapallo.state.fields import EXISTS, Reach, Reads, codes

Small = NDArray[np.int32]


class Statistics(NamedTuple):
    """P cells, in the order of statistic, sender, receiver; F fields, N channels, W places of terms.

    Attributes
    ----------
    e, i, j : (P,) int
        Statistic and pair of each cell.
    start : (E + 1,) int
        The cells of statistic e are start[e] <= n < start[e + 1].
    place : (E, A, A) int32
        Number of the cell, or -1.
    field_first, field_e, field_reach : (F + 1,), (D,), (D,) int
        A write to field f bears on the statistics field_e[d] with field_reach[d], field_first[f] <= d < [f + 1].
    rule_first, rule_k, rule_reach : (F + 1,), (G,), (G,) int
        The same for the risk rules of kinds.
    channel_first, channel : (P + 1,), (M,) int
        The channels that a cell enters.
    n_terms : (K,) int
        Number of terms of a kind; -1 without an intensity.
    cell, back : (N, W) int32
        The cells of (i, j) and, where consent is needed, of (j, i) in each channel; -1 beyond the last.
    """

    e: Ints
    i: Ints
    j: Ints
    start: Ints
    place: Small
    field_first: Ints
    field_e: Ints
    field_reach: Ints
    rule_first: Ints
    rule_k: Ints
    rule_reach: Ints
    channel_first: Ints
    channel: Ints
    n_terms: Ints
    cell: Small
    back: Small


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
    cells, n = len(statistics.e), len(channels.k)
    flags = np.bool_
    return Work(
        np.zeros(cells),
        np.zeros(cells, flags),
        np.zeros(n, flags),
        np.zeros(cells, np.int64),
        np.zeros(n, np.int64),
        np.zeros(2, np.int64),
    )


def statistics(design: Design, state: State, kinds: KindTable, channels: Channels) -> Statistics:
    """Return the cells that the channels need."""
    actors, n = len(state.exists), len(channels.k)
    needed = np.zeros((len(design.statistics), actors, actors), dtype=np.bool_)
    consent = kinds.consent[channels.k]
    for c_kind in np.flatnonzero(design.n_terms > 0):
        own = slice(channels.start[c_kind], channels.start[c_kind + 1])
        for e in design.columns[c_kind, : design.n_terms[c_kind]]:
            needed[e, channels.i[own], channels.j[own]] = True
            if kinds.consent[c_kind]:
                needed[e, channels.j[own], channels.i[own]] = True
    e, i, j = (column.astype(np.int64) for column in np.nonzero(needed))
    place = np.full(needed.shape, -1, dtype=np.int32)
    place[e, i, j] = np.arange(len(e))
    columns = design.columns[channels.k]
    known = columns >= 0
    safe = np.where(known, columns, 0)
    if len(e):
        cell = np.where(known, place[safe, channels.i[:, None], channels.j[:, None]], -1)
        back = np.where(known & consent[:, None], place[safe, channels.j[:, None], channels.i[:, None]], -1)
    else:
        cell = back = np.full(columns.shape, -1)
    channel_first, channel = _users(cell, back, len(e), n)
    roles, traces = state.roles, state.traces
    fields = roles.first_value + state.value.shape[0]
    of_statistic: list[tuple[int, int, int]] = []
    for number, expression in enumerate(design.statistics):
        of_statistic.append((EXISTS, number, int(Reach.ACTORS)))
        for look in looks(expression):
            place_of_trace = design.trace_place(state.settings, look.trace) if look.trace else look.own
            for read in look.effect.reads:
                own = place_of_trace if read.field == "trace" else look.own
                of_statistic += [(f, number, int(read.reach)) for f in codes(read, roles, traces, own)]
    of_rule: list[tuple[int, int, int]] = []
    for k in np.flatnonzero(design.n_terms >= 0):
        of_rule.append((EXISTS, int(k), int(Reach.ACTORS)))
        of_rule += _rule_reads(RULES[kinds.rule[k]].reads, roles, state, int(k), int(kinds.tie[k]))
    return Statistics(
        e,
        i,
        j,
        np.searchsorted(e, np.arange(len(design.statistics) + 1)).astype(np.int64),
        place,
        *_by_field(of_statistic, fields),
        *_by_field(of_rule, fields),
        channel_first,
        channel,
        design.n_terms,
        cell.astype(np.int32),
        back.astype(np.int32),
    )


def _rule_reads(reads: Iterable[Reads], roles: Roles, state: State, k: int, tie: int) -> list[tuple[int, int, int]]:
    found = []
    for read in reads:
        if read.field == "tie" and tie < 0:
            continue
        found += [(f, k, int(read.reach)) for f in codes(read, roles, state.traces, tie)]
    return found


def _by_field(rows: list[tuple[int, int, int]], fields: int) -> tuple[Ints, Ints, Ints]:
    """Return rows (field, who, reach) sorted by field, the widest reach of each (field, who) only."""
    widest: dict[tuple[int, int], int] = {}
    for field, who, reach in rows:
        widest[field, who] = max(reach, widest.get((field, who), 0))
    table = np.array([(f, w, r) for (f, w), r in sorted(widest.items())], dtype=np.int64).reshape(len(widest), 3)
    first = np.searchsorted(table[:, 0], np.arange(fields + 1)).astype(np.int64)
    return first, np.ascontiguousarray(table[:, 1]), np.ascontiguousarray(table[:, 2])


def _users(cell: Ints, back: Ints, cells: int, channels: int) -> tuple[Ints, Ints]:
    """Return for each cell the channels that it enters, as first places and a list."""
    both = np.concatenate([cell.ravel(), back.ravel()])
    who = np.tile(np.repeat(np.arange(channels), cell.shape[1]), 2)
    used = both >= 0
    order = np.argsort(both[used], kind="stable")
    first = np.searchsorted(both[used][order], np.arange(cells + 1)).astype(np.int64)
    return first, who[used][order].astype(np.int64)
