"""The log of a run: what happened, with all that is needed to tell it again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rapallo.events.act import Act
from rapallo.state.arrays import Floats, Ints, State
from rapallo.state.beginning import ROOM
from rapallo.state.fields import CLOCK
from rapallo.theory.kernels import kernel

KIND, SENDER, RECEIVER, GIVEN, EVENT, REAL, SECRET, WHOLE, VOID, STAYS, TREATY, OF = range(12)
TIME, TERM = range(2)
# treaties that the model makes are numbered from here, by their place in the log
MADE = 1_000_000


class Log(NamedTuple):
    """What happened in one run, pair by pair in order; columns filled from the front.

    Attributes
    ----------
    what : (12, L) int
        Kind, sender, receiver; 1 if the schedule or an intervention made it, 0 if the model did; number of the event
        that it is part of (-1 if the model made it); then the fields of `rapallo.events.act.Act`.
    when : (2, L) float
        Time, and the term for which it was made, years.
    n : (1,) int
    """

    what: Ints
    when: Floats
    n: Ints


def new_log() -> Log:
    """Return an empty log."""
    return Log(np.zeros((12, ROOM), dtype=np.int64), np.zeros((2, ROOM)), np.zeros(1, dtype=np.int64))


@kernel
def write(state: State, log: Log, act: Act, given: int, event: int) -> None:
    """Write an act that happens now into the log."""
    n = log.n[0]
    log.what[KIND, n] = act.kind
    log.what[SENDER, n] = act.i
    log.what[RECEIVER, n] = act.j
    log.what[GIVEN, n] = given
    log.what[EVENT, n] = event
    log.what[REAL, n] = act.real
    log.what[SECRET, n] = act.secret
    log.what[WHOLE, n] = act.whole
    log.what[VOID, n] = act.void
    log.what[STAYS, n] = act.stays
    log.what[TREATY, n] = act.treaty
    log.what[OF, n] = act.of
    log.when[TIME, n] = state.moment[CLOCK]
    log.when[TERM, n] = act.term
    log.n[0] = n + 1


@kernel
def is_full(log: Log) -> bool:
    """Return whether the log has no room for the events of another step."""
    return bool(log.n[0] >= log.what.shape[1] - 1024)
