"""What a risk rule is: a question to the state about one pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from rapallo.state.arrays import Bools, Ints, State
from rapallo.state.fields import Reads


class Pair(NamedTuple):
    """A pair about which a rule is asked, and the tie that its kind names (-1 for none)."""

    tie: int
    i: int
    j: int


class Geography(NamedTuple):
    """What never changes in a record: (A,) home or -1, (A,) whether sovereign, (A, A) whether ever contiguous."""

    home: Ints
    sovereign: Bools
    borders: Bools


@dataclass(frozen=True)
class Rule:
    """A risk rule, named in kinds.csv. Both actors exist when it is asked.

    Attributes
    ----------
    holds
        Kernel (state, pair) -> bool; symmetric, so that it serves kinds that need consent.
    reads
        The fields that it reads, besides `exists`.
    possible
        Function of the geography -> (A, A) bool: the pairs for which it can ever hold; None for all.
    meaning
        For the documentation.
    """

    name: str
    holds: Callable[[State, Pair], bool]
    reads: tuple[Reads, ...]
    meaning: str
    possible: Callable[[Geography], Bools] | None = None
