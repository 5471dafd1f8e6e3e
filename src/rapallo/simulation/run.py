"""One run: what happened in it, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapallo.simulation.log import GIVEN, KIND, RECEIVER, SENDER, TIME
from rapallo.state.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Run:
    """What happened in one run, pair by pair in order.

    Attributes
    ----------
    number : int
        Which run of the seed it is.
    what, when : (12, n) int, (2, n) float
        As in `rapallo.simulation.log.Log`.
    fallen : frozenset of int
        Numbers of the given events that did not happen, for want of what they presuppose or of a party.
    seen : tuple of bool
        What the watches saw, in their order.
    """

    number: int
    what: Ints
    when: Floats
    fallen: frozenset[int]
    seen: tuple[bool, ...] = ()

    @property
    def time(self) -> Floats:
        """Times of the events, years."""
        return np.asarray(self.when[TIME])

    @property
    def kind(self) -> Ints:
        """Places of their kinds."""
        return np.asarray(self.what[KIND])

    @property
    def sender(self) -> Ints:
        """Places of their senders."""
        return np.asarray(self.what[SENDER])

    @property
    def receiver(self) -> Ints:
        """Places of their receivers; -1 for none."""
        return np.asarray(self.what[RECEIVER])

    @property
    def given(self) -> Bools:
        """Whether the schedule or an intervention made them."""
        return np.asarray(self.what[GIVEN] == 1)
