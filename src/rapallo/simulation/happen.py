"""Let an event of the model happen."""

from __future__ import annotations

from rapallo.events.act import Act
from rapallo.events.acts import perform
from rapallo.events.consequences.catalogue import CONSEQUENCES
from rapallo.events.kinds import TERM, KindTable
from rapallo.events.risk import annexes_whole
from rapallo.simulation.log import MADE, Log, write
from rapallo.state.arrays import NO_TREATY, State
from rapallo.state.bonds import end_term
from rapallo.theory.kernels import compiled, kernel

ANNEXATION = [consequence.name for consequence in CONSEQUENCES].index("annexation")


@kernel
def happen(state: State, kinds: KindTable, log: Log, k: int, i: int, j: int, given: int) -> None:
    """Let an event of kind k from i to j happen now: real, open, in force, for the kind's own term."""
    whole = 1 if kinds.consequence[k, ANNEXATION] and annexes_whole(state, i, j) else 0
    act = Act(k, i, j, 1.0, 1, 0, whole, 0, 0, MADE + log.n[0], NO_TREATY, kinds.amount[TERM, k])
    perform(state, kinds, act)
    write(state, log, act, given, -1)


@kernel
def lapse(state: State, kinds: KindTable, log: Log, i: int, j: int, treaty: int) -> None:
    """Let a treaty between i and j lapse now, by an event of the kind under which lapses are written."""
    act = Act(kinds.lapse, i, j, 1.0, 1, 0, 0, 0, 0, treaty, treaty, kinds.amount[TERM, kinds.lapse])
    perform(state, kinds, act)
    write(state, log, act, 1, -1)


def _force(state: State, kinds: KindTable, log: Log, k: int, i: int, j: int) -> None:
    happen(state, kinds, log, k, i, j, 1)


def _lapse_now(state: State, kinds: KindTable, log: Log, i: int, j: int, treaty: int) -> None:
    lapse(state, kinds, log, i, j, treaty)


def _perform_now(state: State, kinds: KindTable, log: Log, act: Act, event: int) -> None:
    perform(state, kinds, act)
    write(state, log, act, 1, event)


def _end_now(state: State, i: int, j: int, treaty: int) -> None:
    end_term(state, treaty, i, j)


force = compiled(_force)
lapse_now = compiled(_lapse_now)
end_now = compiled(_end_now)
perform_now = compiled(_perform_now)
