"""Rows of the likelihood as the search needs them: kept in memory, or written anew each time they are gone through."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from rapallo.estimation.likelihood import Block
from rapallo.estimation.scale import Moments
from rapallo.estimation.spells import Piece, Sink, SpellObserver, observe
from rapallo.model.system import Part
from rapallo.state.arrays import Floats

# rows of spells that are kept before they are written anew instead, bytes
KEPT = 1024 * 1024**2


def empty_piece(terms: int) -> Piece:
    """Return a piece without rows, of a kind that had no event."""
    none = np.zeros(0, np.int32)
    return Piece(np.zeros((0, terms)), np.zeros(0), np.zeros(0), none, none)


class Columns(NamedTuple):
    """Which statistics of a kind are looked for, on which scale, and which are offsets.

    Attributes
    ----------
    kept : (P,) int
    offsets : (Q,) int
    mean, scale : (P,) float
        What is taken from each statistic, and what it is divided by.
    """

    kept: Sequence[int]
    offsets: Sequence[int]
    mean: Floats
    scale: Floats

    def block(self, piece: Piece) -> Block:
        """Return a piece as the search needs it."""
        x = (piece.x[:, self.kept] - self.mean) / self.scale
        return Block(x, piece.x[:, self.offsets].sum(axis=1), piece.since, piece.size, piece.first, piece.last)


@dataclass
class Gathered:
    """What one walk found: moments of every statistic, events, and the spells unless they are too many.

    Attributes
    ----------
    moments : dict
        By kind, over spells weighted by years (by choices in the ordered likelihood).
    events : dict
        By kind, all in one piece.
    spells : dict
        By kind, in the order in which they were written; None if they were too many to keep.
    """

    part: Part
    begin: float
    end: float
    exact: bool
    moments: dict[int, Moments] = field(default_factory=dict)
    events: dict[int, Piece] = field(default_factory=dict)
    spells: dict[int, list[Piece]] | None = field(default_factory=dict)
    observer: SpellObserver = field(init=False)

    def __post_init__(self) -> None:
        """Walk once."""
        parts: dict[int, list[Piece]] = {}
        size = 0

        def sink(kind: int, events: bool, piece: Piece) -> None:
            nonlocal size
            if events:
                parts.setdefault(kind, []).append(piece)
                return
            weight = piece.size if self.exact else (piece.last - piece.first).astype(np.float64)
            self.moments.setdefault(kind, Moments(piece.x.shape[1])).add(piece.x, weight)
            if self.spells is not None:
                size += sum(column.nbytes for column in piece)
                if size > KEPT:
                    self.spells = None
                else:
                    self.spells.setdefault(kind, []).append(piece)

        self.observer = self.walk(sink)
        self.events = {k: Piece(*map(np.concatenate, zip(*found, strict=True))) for k, found in parts.items()}

    def walk(self, sink: Sink) -> SpellObserver:
        """Write all rows into a sink."""
        return observe(self.part, self.begin, self.end, sink, exact=self.exact)

    def each(self, columns: Mapping[int, Columns]) -> Callable[[Callable[[int, Block], None]], None]:
        """Return the function that goes through all blocks of spells of the kinds named.

        Spells that are kept are put on their scale once, and are then no longer here.
        """
        if self.spells is not None:
            blocks = []
            for k in columns:
                # each piece is let go as soon as it is on its scale
                pieces = self.spells.pop(k, [])[::-1]
                while pieces:
                    blocks.append((k, columns[k].block(pieces.pop())))

            def kept(use: Callable[[int, Block], None]) -> None:
                for k, block in blocks:
                    use(k, block)

            return kept

        def anew(use: Callable[[int, Block], None]) -> None:
            def sink(kind: int, events: bool, piece: Piece) -> None:
                if not events and kind in columns:
                    use(kind, columns[kind].block(piece))

            self.walk(sink)

        return anew
