"""Keep the cells of a model up to date: what the notes of the writer say was written decides what is computed anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rapallo.model.channels import Channels
from rapallo.model.statistics import Statistics, Work
from rapallo.state.arrays import State
from rapallo.state.fields import Reach
from rapallo.theory.kernels import inlined, kernel

PAIR, ACTORS = int(Reach.PAIR), int(Reach.ACTORS)


@inlined
def mark_cell(work: Work, n: int) -> None:
    """Put cell n on the list; nothing happens if there is no such cell (-1) or it is there already."""
    if n >= 0 and not work.cell_marked[n]:
        work.cell_marked[n] = True
        work.cells[work.n[0]] = n
        work.n[0] += 1


@inlined
def mark_channel(work: Work, c: int) -> None:
    """Put channel c on the list; nothing happens if there is no such channel (-1) or it is there already."""
    if c >= 0 and not work.channel_marked[c]:
        work.channel_marked[c] = True
        work.channels[work.n[1]] = c
        work.n[1] += 1


@kernel
def mark_cells(statistics: Statistics, work: Work, e: int, reach: int, i: int, j: int) -> None:
    """Put on the list the cells of statistic e that a write at (i, j) reaches."""
    if reach > ACTORS or i < 0:
        for n in range(statistics.start[e], statistics.start[e + 1]):
            mark_cell(work, n)
    elif reach == PAIR and j >= 0:
        mark_cell(work, statistics.place[e, i, j])
        mark_cell(work, statistics.place[e, j, i])
    else:
        for other in range(statistics.place.shape[1]):
            mark_cell(work, statistics.place[e, i, other])
            mark_cell(work, statistics.place[e, other, i])
            if j >= 0:
                mark_cell(work, statistics.place[e, j, other])
                mark_cell(work, statistics.place[e, other, j])


@kernel
def mark_channels(channels: Channels, work: Work, k: int, reach: int, i: int, j: int) -> None:
    """Put on the list the channels of kind k whose risk a write at (i, j) can change."""
    if reach > ACTORS or i < 0:
        for c in range(channels.start[k], channels.start[k + 1]):
            mark_channel(work, c)
    elif reach == PAIR and j >= 0:
        mark_channel(work, channels.place[k, i, j])
        mark_channel(work, channels.place[k, j, i])
    else:
        for other in range(channels.place.shape[1]):
            mark_channel(work, channels.place[k, i, other])
            mark_channel(work, channels.place[k, other, i])
            if j >= 0:
                mark_channel(work, channels.place[k, j, other])
                mark_channel(work, channels.place[k, other, j])


@kernel
def mark_all(statistics: Statistics, work: Work) -> None:
    """Put every cell and every channel on the list."""
    for n in range(statistics.e.shape[0]):
        mark_cell(work, n)
    for c in range(work.channel_marked.shape[0]):
        mark_channel(work, c)


@kernel
def read_notes(state: State, statistics: Statistics, channels: Channels, work: Work) -> None:
    """Put on the lists what the notes of the writer bear on, and empty the notes."""
    notes = state.notes
    if notes.n[0] > notes.field.shape[0]:
        mark_all(statistics, work)
    else:
        for m in range(notes.n[0]):
            field, i, j = notes.field[m], notes.i[m], notes.j[m]
            for d in range(statistics.field_first[field], statistics.field_first[field + 1]):
                mark_cells(statistics, work, statistics.field_e[d], statistics.field_reach[d], i, j)
            for d in range(statistics.rule_first[field], statistics.rule_first[field + 1]):
                mark_channels(channels, work, statistics.rule_k[d], statistics.rule_reach[d], i, j)
    notes.n[0] = 0


def refresh_with(value: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that brings cells up to date, for the statistics `value(e, state, i, j)`."""

    def refresh(state: State, statistics: Statistics, channels: Channels, work: Work) -> None:
        """Compute anew the cells that the notes bear on, and list the channels that may have changed.

        A cell of actors that do not both exist is 0. The list of channels is to be read and emptied by the caller.
        """
        read_notes(state, statistics, channels, work)
        for m in range(work.n[0]):
            n = work.cells[m]
            work.cell_marked[n] = False
            i, j = statistics.i[n], statistics.j[n]
            new = 0.0
            if state.exists[i] > 0 and state.exists[j] > 0:
                new = value(statistics.e[n], state, i, j)
            if new != work.x[n]:
                work.x[n] = new
                for u in range(statistics.channel_first[n], statistics.channel_first[n + 1]):
                    mark_channel(work, statistics.channel[u])
        work.n[0] = 0

    return refresh
