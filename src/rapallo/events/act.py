"""One act: a pair of an event, with all that bears on what it does to the state."""

from __future__ import annotations

from typing import NamedTuple


class Act(NamedTuple):
    """One pair of an event.

    Attributes
    ----------
    kind, i, j : int
        j = -1 if there is no other side.
    share : float
        Weight in memory.
    real : int
        1 unless it is a rumour or a forgery, which move belief and nothing else.
    secret : int
        1 if third parties do not know of it.
    whole : int
        1 if all of j is annexed.
    void : int
        1 for a treaty that never came into force and an installation that failed: nothing opens.
    stays : int
        1 if it leaves an occupation where it is.
    treaty : int
        Number of the treaty that it makes or joins.
    of : int
        Number of the treaty that it ends or prolongs; -1 for the kind's own rule.
    term : float
        Years for which it is made; inf for good.
    """

    kind: int
    i: int
    j: int
    share: float
    real: int
    secret: int
    whole: int
    void: int
    stays: int
    treaty: int
    of: int
    term: float
