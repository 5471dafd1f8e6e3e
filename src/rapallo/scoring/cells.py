"""What is scored: kinds, perhaps merged, and pairs of actors, perhaps only some."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np

from rapallo.errors import UsageError
from rapallo.model.system import System
from rapallo.record.tables import unknown
from rapallo.state.arrays import Bools, Ints

# two actors by id
Pair = tuple[str, str]


class Cells(NamedTuple):
    """Cells are pairs of a scored kind; C of them, of G kinds, and N channels.

    Attributes
    ----------
    of : (N,) int
        The cell of each channel; -1 for one that is not scored.
    group, i, j : (C,) int
        Scored kind and pair of a cell.
    start : (G + 1,) int
        The cells of scored kind g are start[g] <= cell < start[g + 1].
    place : (K, A, A) int
        Cell of a kind and a pair; -1 where there is none.
    """

    of: Ints
    group: Ints
    i: Ints
    j: Ints
    start: Ints
    place: Ints


def cells(
    system: System, merged: Mapping[str, str] | None = None, only: Mapping[str, Collection[Pair]] | None = None
) -> tuple[tuple[str, ...], Cells]:
    """Return the names of the scored kinds and the cells of a system's channels.

    Parameters
    ----------
    system : System
    merged : mapping
        For each kind the name under which it is scored; its intensities and those of others of that name are summed.
        A kind that it leaves out keeps its own name.
    only : mapping
        For each scored kind the pairs that count, in either order; kinds that it leaves out are not scored. None: all.

    Raises
    ------
    UsageError
        If `merged` names a kind that the record does not have.
    """
    record, channels = system.record, system.channels
    merged = merged or {}
    for name in merged:
        if name not in record.kind_index:
            raise UsageError(f"merged: {unknown('kind', name, list(record.kind_index))}")
    modelled = [k for k in range(len(record.kinds)) if system.design.n_terms[k] >= 0]
    named = {k: merged.get(record.kinds[k].name, record.kinds[k].name) for k in modelled}
    names = tuple(n for n in dict.fromkeys(named.values()) if only is None or n in only)
    group = {k: names.index(n) for k, n in named.items() if n in names}
    counts = np.ones((len(names), len(record.actors), len(record.actors)), dtype=np.bool_)
    if only is not None:
        counts = _counting(system, names, only)
    keys: dict[tuple[int, int, int], list[int]] = {}
    for c, (k, i, j) in enumerate(zip(channels.k.tolist(), channels.i.tolist(), channels.j.tolist(), strict=True)):
        if k in group and counts[group[k], i, j]:
            keys.setdefault((group[k], i, j), []).append(c)
    order = sorted(keys)
    of = np.full(len(channels.k), -1, dtype=np.int64)
    place = np.full(channels.place.shape, -1, dtype=np.int64)
    for cell, key in enumerate(order):
        of[keys[key]] = cell
        for c in keys[key]:
            k, i, j = channels.k[c], channels.i[c], channels.j[c]
            place[k, i, j] = cell
            if channels.place[k, j, i] == c:
                place[k, j, i] = cell
    columns = np.array(order, dtype=np.int64).reshape(-1, 3).T
    g, i, j = (np.ascontiguousarray(column) for column in columns)
    return names, Cells(of, g, i, j, np.searchsorted(g, np.arange(len(names) + 1)).astype(np.int64), place)


def _counting(system: System, names: tuple[str, ...], only: Mapping[str, Collection[Pair]]) -> Bools:
    """Return (G, A, A): whether a pair counts for a scored kind; actors that the record does not have count nowhere."""
    index = system.record.index
    found = np.zeros((len(names), len(index), len(index)), dtype=np.bool_)
    for g, name in enumerate(names):
        for a, b in only[name]:
            if a in index and b in index:
                found[g, index[a], index[b]] = found[g, index[b], index[a]] = True
    return found
