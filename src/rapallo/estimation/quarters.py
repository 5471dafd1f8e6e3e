"""The likelihood quarter by quarter: what each brought, what was expected of it, and its part in the derivatives."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from rapallo.estimation.likelihood import Block, Derivatives, Rows, exact
from rapallo.state.arrays import Floats


class Quarterly(NamedTuple):
    """One kind in Q quarters.

    Attributes
    ----------
    counts, expected : (Q,) float
        Weight of its events, and the integral of its intensities.
    gradient, hessian : (Q, 1 + P), (Q, 1 + P, 1 + P) float
        Each quarter's part in the derivatives of the log-likelihood.
    """

    counts: Floats
    expected: Floats
    gradient: Floats
    hessian: Floats


def quarterly(
    rows: Rows, b: Mapping[int, Floats], edges: Sequence[float], ceiling: float = math.inf
) -> dict[int, Quarterly]:
    """Return the parts of the quarters in the exact log-likelihood at b[k] (1 + P,).

    Parameters
    ----------
    rows : Rows
    b : mapping
    edges : (Q + 1,) float
        Where the quarters begin and the last ends, years; no row lies beyond.
    ceiling : float
        As in `exact`.
    """
    n = len(edges) - 1
    found = {k: Quarterly(*(np.zeros((n, *shape)) for shape in _shapes(len(at)))) for k, at in b.items()}

    def add(k: int, q: int, part: Derivatives) -> None:
        found[k].gradient[q] += part.gradient
        found[k].hessian[q] += part.hessian

    def spells(k: int, block: Block) -> None:
        for q, piece in _split(_cut(block, edges), edges):
            part = exact(Rows(lambda use, piece=piece: use(k, piece), {}), {k: b[k]}, ceiling)[k]  # type: ignore[misc]
            found[k].expected[q] -= part.value
            add(k, q, part)

    rows.each(spells)
    for k, block in rows.events.items():
        for q, piece in _split(block, edges):
            found[k].counts[q] += piece.size.sum()
            add(k, q, exact(Rows(lambda use: None, {k: piece}), {k: b[k]}, ceiling)[k])
    return found


def _shapes(p: int) -> list[tuple[int, ...]]:
    return [(), (), (p,), (p, p)]


def _places(times: Floats, edges: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the quarter of each time."""
    found: np.ndarray[tuple[int], np.dtype[np.int64]] = np.searchsorted(edges[1:-1], times, side="right")
    return found


def _cut(block: Block, edges: Sequence[float]) -> Block:
    """Return spells none of which goes on from one quarter into the next."""
    stop = block.since + block.size
    first, last = _places(block.since, edges), np.searchsorted(edges[1:-1], stop, side="left")
    many = np.maximum(last - first, 0) + 1
    if (many == 1).all():
        return block
    row = np.repeat(np.arange(len(many)), many)
    q = first[row] + np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    bounds = np.asarray(edges)
    since, until = np.maximum(block.since[row], bounds[q]), np.minimum(stop[row], bounds[q + 1])
    return Block(block.x[row], block.offset[row], since, until - since, block.first[row], block.last[row])


def _split(block: Block, edges: Sequence[float]) -> Iterator[tuple[int, Block]]:
    """Yield the rows of each quarter."""
    where = _places(block.since, edges)
    for q in np.unique(where):
        own = np.flatnonzero(where == q)
        yield int(q), Block(*(column[own] for column in block))  # type: ignore[arg-type]
