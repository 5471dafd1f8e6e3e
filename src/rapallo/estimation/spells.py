"""From a history to the rows of a likelihood: what every channel was exposed to, and what happened.

The state is constant between changes, so the integral of an intensity is a sum over spells: stretches in which a
channel's statistics did not change. They are written by an observer of the one walk. For the ordered likelihood a
spell lasts from one choice of its kind to another instead of from one time to another.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapallo.events.kinds import KindTable
from rapallo.events.risk import rule_holds
from rapallo.events.timeline import EVENT, Rows, Timeline
from rapallo.events.walk import Observer, walk
from rapallo.model.channels import Channels
from rapallo.model.intensity import term
from rapallo.model.refresh import CHANNELS
from rapallo.model.statistics import Statistics, Work
from rapallo.model.system import Part
from rapallo.state.arrays import Bools, Floats, Ints, State
from rapallo.state.fields import CLOCK
from rapallo.theory.kernels import compiled, kernel

BUFFER = 50_000
WRITTEN, NOT_COVERED, NOT_AT_RISK = range(3)
# choices of an ordered likelihood are counted in 32 bits
Counts = NDArray[np.int32]


class Piece(NamedTuple):
    """Rows of one kind in the order in which they were written; R spells or events of P statistics.

    Attributes
    ----------
    x : (R, P) float
        Statistics, both sides added where consent is needed.
    since : (R,) float
        When a spell began (0 in the ordered likelihood), or an event happened, years.
    size : (R,) float
        Years of exposure of a spell (0 in the ordered likelihood); weight of an event.
    first, last : (R,) int32
        The choices first <= e < last among which the spell stood; an event's own choice and the next. Ordered
        likelihood only; 0 in the exact one.
    """

    x: Floats
    since: Floats
    size: Floats
    first: Counts
    last: Counts


# what is done with a piece: kind, whether its rows are events, the rows
Sink = Callable[[int, bool, Piece], None]


class Buffer(NamedTuple):
    """Rows as they are written, of all kinds; B of them.

    `counts` (3,) are rows written, events not covered, events not at risk; `choices` (K,) events of each kind so far.
    """

    channel: Ints
    x: Floats
    since: Floats
    size: Floats
    first: Counts
    last: Counts
    chosen: Bools
    counts: Ints
    choices: Ints


class Open(NamedTuple):
    """The spell now open for each channel: (N, W) its statistics, (N,) whether it is at risk, (N,) since when.

    `choice` (N,) is the number of events of the kind before the spell began. `unknown` (N,) is True for channels that
    were ever left out for want of a statistic.
    """

    x: Floats
    at_risk: Bools
    since: Floats
    choice: Ints
    unknown: Bools


@kernel
def write(out: Buffer, now: Open, c: int, since: float, size: float, first: int, last: int, chosen: bool) -> None:
    """Write the statistics of channel c as a row."""
    row = out.counts[WRITTEN]
    out.channel[row] = c
    for place in range(now.x.shape[1]):
        out.x[row, place] = now.x[c, place]
    out.since[row] = since
    out.size[row] = size
    out.first[row] = first
    out.last[row] = last
    out.chosen[row] = chosen
    out.counts[WRITTEN] = row + 1


@kernel
def close(out: Buffer, now: Open, c: int, k: int, time: float, begin: float, exact: bool) -> None:
    """End the spell of channel c, of kind k, at `time`; what lies before `begin` is not observed."""
    if now.at_risk[c]:
        if exact:
            start = max(now.since[c], begin)
            if time > start:
                write(out, now, c, start, time - start, 0, 0, False)
        elif out.choices[k] > now.choice[c]:
            write(out, now, c, 0.0, 0.0, now.choice[c], out.choices[k], False)
    now.since[c] = time
    now.choice[c] = out.choices[k]


def _look(
    state: State,
    kinds: KindTable,
    channels: Channels,
    statistics: Statistics,
    work: Work,
    now: Open,
    out: Buffer,
    begin: float,
    exact: bool,
) -> None:
    """Compare the listed channels with their spells; where statistics or risk changed, end one and begin another."""
    time = state.moment[CLOCK]
    for m in range(work.n[CHANNELS]):
        c = work.channels[m]
        work.channel_marked[c] = False
        k = channels.k[c]
        terms = statistics.n_terms[k]
        risk = rule_holds(state, kinds, k, channels.i[c], channels.j[c])
        same = True
        if risk:
            for place in range(terms):
                x = term(statistics, work.x, c, place)
                if math.isnan(x):
                    risk = False
                    now.unknown[c] = True
                elif x != now.x[c, place]:
                    same = False
        if risk == now.at_risk[c] and (same or not risk):
            continue
        close(out, now, c, k, time, begin, exact)
        now.at_risk[c] = risk
        if risk:
            for place in range(terms):
                now.x[c, place] = term(statistics, work.x, c, place)
    work.n[CHANNELS] = 0


def _happen(channels: Channels, rows: Rows, now: Open, out: Buffer, first: int, last: int) -> None:
    """Write the rows of an event: one per pair, each a choice among all channels of its kind."""
    for row in range(first, last):
        if rows.weight[row] <= 0:
            continue
        k = rows.what[row]
        c = channels.place[k, rows.i[row], rows.j[row]]
        if c < 0:
            out.counts[NOT_COVERED] += 1
        elif not now.at_risk[c]:
            out.counts[NOT_AT_RISK] += 1
        else:
            write(out, now, c, rows.time[row], rows.weight[row], out.choices[k], out.choices[k] + 1, True)
            out.choices[k] += 1


def _close_all(channels: Channels, now: Open, out: Buffer, time: float, begin: float, exact: bool) -> None:
    """End the spells of all channels at `time`."""
    for c in range(channels.k.shape[0]):
        close(out, now, c, channels.k[c], time, begin, exact)


look = compiled(_look)
happen = compiled(_happen)
close_all = compiled(_close_all)


class SpellObserver(Observer):
    """An observer of the walk that hands the rows of the likelihood to a sink, from time `begin` on.

    Rows are handed over kind by kind whenever the buffer is full: nothing of them is kept here.
    """

    def __init__(self, part: Part, timeline: Timeline, begin: float, sink: Sink, *, exact: bool) -> None:
        self.part, self.timeline, self.begin, self.sink, self.exact = part, timeline, begin, sink, exact
        _, n, width = part.statistics.enters.shape
        self.work = part.work()
        zeros = np.zeros(n, np.int64)
        self.now = Open(np.zeros((n, width)), np.zeros(n, np.bool_), np.zeros(n), zeros, np.zeros(n, np.bool_))
        self.kinds = np.unique(part.channels.k)
        rows, ints = max(BUFFER, 2 * n), np.int64
        self.out = Buffer(
            np.zeros(rows, ints),
            np.zeros((rows, width)),
            np.zeros(rows),
            np.zeros(rows),
            np.zeros(rows, np.int32),
            np.zeros(rows, np.int32),
            np.zeros(rows, np.bool_),
            np.zeros(3, ints),
            np.zeros(len(part.channels.place), ints),
        )

    def before(self, state: State, first: int, last: int) -> None:
        """Write what happens in this step, if it is an event of a kind that is looked at."""
        rows = self.timeline.rows
        if rows.op[first] != EVENT or rows.time[first] < self.begin or rows.what[first] not in self.kinds:
            return
        self._make_room(last - first)
        happen(self.part.channels, rows, self.now, self.out, first, last)

    def after(self, state: State, first: int, last: int) -> None:
        """End the spells of the channels that the step changed, and begin others."""
        part = self.part
        part.kernel.refresh(state, part.statistics, part.channels, self.work)
        self._make_room(int(self.work.n[CHANNELS]))
        look(
            state,
            part.kinds,
            part.channels,
            part.statistics,
            self.work,
            self.now,
            self.out,
            self.begin,
            self.exact,
        )

    def finish(self, stop: float) -> None:
        """End every spell at `stop` and hand over what is left."""
        self._make_room(len(self.now.since))
        close_all(self.part.channels, self.now, self.out, stop, self.begin, self.exact)
        self._flush()

    def _make_room(self, rows: int) -> None:
        if self.out.counts[WRITTEN] + rows > len(self.out.size):
            self._flush()

    def _flush(self) -> None:
        """Hand over what is in the buffer, kind by kind, without the places that a kind does not use."""
        out, n = self.out, int(self.out.counts[WRITTEN])
        kind, chosen = self.part.channels.k[out.channel[:n]], out.chosen[:n]
        for k in np.unique(kind):
            terms = int(self.part.statistics.n_terms[k])
            for events in (False, True):
                own = np.flatnonzero((kind == k) & (chosen == events))
                if len(own):
                    columns = (out.since[own], out.size[own], out.first[own], out.last[own])
                    self.sink(int(k), events, Piece(out.x[own, :terms], *columns))
        out.counts[WRITTEN] = 0


def observe(part: Part, begin: float, end: float, sink: Sink, *, exact: bool) -> SpellObserver:
    """Hand the rows of the likelihood to a sink, for what happens from `begin` to before `end` (years).

    In continuous time (a record without ticks) observation stops with the last event.
    """
    history = part.system.history
    rows = history.timeline.rows
    last = int(np.searchsorted(rows.time, end, side="left"))
    observer = SpellObserver(part, history.timeline, begin, sink, exact=exact)
    walk(history.beginning(), history.kinds, history.timeline, 0, last, observer)
    happened = rows.time[:last][rows.op[:last] == EVENT]
    stop = end if part.system.record.ticks or not len(happened) else float(happened[-1])
    observer.finish(stop)
    return observer
