"""Keep the cells of a model up to date: what the notes of the writer say was written decides what is computed anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rapallo.model.channels import Channels
from rapallo.model.statistics import REACH, RECEIVER, SENDER, STATISTIC, WHO, Small, Statistics, Work
from rapallo.state.arrays import State
from rapallo.state.fields import EXISTS, Reach
from rapallo.state.notes import FIELD, FIRST, NOTES, SECOND
from rapallo.theory.kernels import inlined, kernel

PAIR, ALL = int(Reach.PAIR), int(Reach.ALL)
CELLS, CHANNELS = range(2)


@inlined
def mark_cell(work: Work, n: int) -> None:
    """Put cell n on the list; nothing happens if there is no such cell (-1) or it is there already."""
    if n >= 0 and not work.cell_marked[n]:
        work.cell_marked[n] = True
        work.cells[work.n[CELLS]] = n
        work.n[CELLS] += 1


@inlined
def mark_channel(work: Work, c: int) -> None:
    """Put channel c on the list; nothing happens if there is no such channel (-1) or it is there already."""
    if c >= 0 and not work.channel_marked[c]:
        work.channel_marked[c] = True
        work.channels[work.n[CHANNELS]] = c
        work.n[CHANNELS] += 1


@inlined
def mark(work: Work, what: int, n: int) -> None:
    """Put cell n (what = 0) or channel n (what = 1) on its list."""
    if what == CELLS:
        mark_cell(work, n)
    else:
        mark_channel(work, n)


@kernel
def mark_reached(work: Work, what: int, place: Small, reach: int, i: int, j: int) -> None:
    """Put on a list what a write at (i, j) reaches; `place` (A, A) holds the numbers of one statistic or kind."""
    n = place.shape[0]
    if reach == ALL or i < 0:
        for a in range(n):
            for b in range(n):
                mark(work, what, place[a, b])
    elif reach == PAIR and j >= 0:
        mark(work, what, place[i, j])
        mark(work, what, place[j, i])
    else:
        for other in range(n):
            mark(work, what, place[i, other])
            mark(work, what, place[other, i])
            if j >= 0:
                mark(work, what, place[j, other])
                mark(work, what, place[other, j])


@kernel
def read_notes(state: State, statistics: Statistics, channels: Channels, work: Work) -> None:
    """Put on the lists what the notes of the writer bear on, and empty the notes."""
    if state.counts[NOTES] > state.notes.shape[1]:
        for n in range(statistics.cell.shape[1]):
            mark_cell(work, n)
        for c in range(channels.k.shape[0]):
            mark_channel(work, c)
    else:
        for m in range(state.counts[NOTES]):
            field, i, j = state.notes[FIELD, m], state.notes[FIRST, m], state.notes[SECOND, m]
            for d in range(statistics.first[CELLS, field], statistics.first[CELLS, field + 1]):
                e, reach = statistics.dependent[WHO, d], statistics.dependent[REACH, d]
                mark_reached(work, CELLS, statistics.place[e], reach, i, j)
            for d in range(statistics.first[CHANNELS, field], statistics.first[CHANNELS, field + 1]):
                k, reach = statistics.dependent[WHO, d], statistics.dependent[REACH, d]
                mark_reached(work, CHANNELS, channels.place[k], reach, i, j)
    state.counts[NOTES] = 0


def refresh_with(value: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that brings cells up to date, for the statistics `value(e, state, i, j)`."""

    def refresh(state: State, statistics: Statistics, channels: Channels, work: Work) -> None:
        """Compute anew the cells that the notes bear on, and list the channels that may have changed.

        A cell of actors that do not both exist is 0. The list of channels is to be read and emptied by the caller.
        """
        read_notes(state, statistics, channels, work)
        for m in range(work.n[CELLS]):
            n = work.cells[m]
            work.cell_marked[n] = False
            i, j = statistics.cell[SENDER, n], statistics.cell[RECEIVER, n]
            new = 0.0
            if state.one[EXISTS, i] > 0 and state.one[EXISTS, j] > 0:
                new = value(statistics.cell[STATISTIC, n], state, i, j)
            if new != work.x[n]:
                work.x[n] = new
                for u in range(statistics.user_first[n], statistics.user_first[n + 1]):
                    mark_channel(work, statistics.user[u])
        work.n[CELLS] = 0

    return refresh
