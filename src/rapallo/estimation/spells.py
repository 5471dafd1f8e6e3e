"""From a history to the rows of a likelihood: what every channel was exposed to, and what happened.

The state is constant between changes, so the integral of an intensity is a sum over spells: stretches in which a
channel's statistics did not change. They are written by an observer of the one walk.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from rapallo.events.kinds import KindTable
from rapallo.events.risk import rule_holds
from rapallo.events.timeline import EVENT, Rows, Timeline
from rapallo.events.walk import Observer, walk
from rapallo.model.channels import Channels
from rapallo.model.intensity import term
from rapallo.model.refresh import CHANNELS
from rapallo.model.statistics import Statistics, Work
from rapallo.model.system import System
from rapallo.state.arrays import Bools, Floats, Ints, State
from rapallo.state.fields import CLOCK
from rapallo.theory.kernels import compiled, kernel

BUFFER = 100_000
WRITTEN, NOT_COVERED, NOT_AT_RISK, CHOICES = range(4)


class Spells(NamedTuple):
    """Rows of the likelihood of one kind, in the order in which they were written.

    Attributes
    ----------
    x : (R, P) float
        Statistics, both sides added where consent is needed.
    size : (R,) float
        Years of exposure; for events, and the choices among which they were made, the weight.
    stratum : (R,) int32
        Number of the choice, for the ordered likelihood; empty for the exact one.
    chosen : (R,) bool
        True for events, False for spells and for the alternatives of a choice.
    """

    x: Floats
    size: Floats
    stratum: Ints
    chosen: Bools


class Buffer(NamedTuple):
    """Rows as they are written, of all kinds; B of them.

    `counts` (4,) are rows written, events not covered, events not at risk, choices.
    """

    channel: Ints
    x: Floats
    size: Floats
    stratum: Ints
    chosen: Bools
    counts: Ints


class Open(NamedTuple):
    """The spell now open for each channel: (N, W) its statistics, (N,) whether it is at risk, (N,) since when.

    `unknown` (N,) is True for channels that were ever left out for want of a statistic.
    """

    x: Floats
    at_risk: Bools
    since: Floats
    unknown: Bools


@kernel
def write(out: Buffer, now: Open, c: int, size: float, stratum: int, chosen: bool) -> None:
    """Write the statistics of channel c as a row."""
    row = out.counts[WRITTEN]
    out.channel[row] = c
    for place in range(now.x.shape[1]):
        out.x[row, place] = now.x[c, place]
    out.size[row] = size
    out.stratum[row] = stratum
    out.chosen[row] = chosen
    out.counts[WRITTEN] = row + 1


@kernel
def close(out: Buffer, now: Open, c: int, time: float, begin: float) -> None:
    """End the spell of channel c at `time`; what lies before `begin` is not observed."""
    start = max(now.since[c], begin)
    if now.at_risk[c] and time > start:
        write(out, now, c, time - start, -1, False)
    now.since[c] = time


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
        if exact:
            close(out, now, c, time, begin)
        now.at_risk[c] = risk
        if risk:
            for place in range(terms):
                now.x[c, place] = term(statistics, work.x, c, place)
    work.n[CHANNELS] = 0


def _happen(channels: Channels, rows: Rows, now: Open, out: Buffer, first: int, last: int, exact: bool) -> None:
    """Write the rows of an event, or of the choices among all channels of its kind."""
    for row in range(first, last):
        if rows.weight[row] <= 0:
            continue
        k = rows.what[row]
        c = channels.place[k, rows.i[row], rows.j[row]]
        if c < 0:
            out.counts[NOT_COVERED] += 1
        elif not now.at_risk[c]:
            out.counts[NOT_AT_RISK] += 1
        elif exact:
            write(out, now, c, rows.weight[row], rows.event[row], True)
        else:
            for other in range(channels.start[k], channels.start[k + 1]):
                if now.at_risk[other]:
                    write(out, now, other, rows.weight[row], out.counts[CHOICES], other == c)
            out.counts[CHOICES] += 1


look = compiled(_look)
happen = compiled(_happen)


class SpellObserver(Observer):
    """An observer of the walk that writes the rows of the likelihood, kind by kind, from time `begin` on."""

    def __init__(self, system: System, timeline: Timeline, begin: float, *, exact: bool) -> None:
        self.system, self.timeline, self.begin, self.exact = system, timeline, begin, exact
        _, n, width = system.statistics.enters.shape
        self.work = system.work()
        self.now = Open(np.zeros((n, width)), np.zeros(n, np.bool_), np.zeros(n), np.zeros(n, np.bool_))
        self.largest = int(np.diff(system.channels.start).max(initial=0))
        self.parts: dict[int, list[Spells]] = {}
        self.out = self._buffer(BUFFER)

    def _buffer(self, size: int) -> Buffer:
        ints, width = np.int64, self.now.x.shape[1]
        return Buffer(
            np.zeros(size, ints),
            np.zeros((size, width)),
            np.zeros(size),
            np.zeros(size, ints),
            np.zeros(size, np.bool_),
            np.zeros(4, ints),
        )

    def before(self, state: State, first: int, last: int) -> None:
        """Write what happens in this step, if it is an event."""
        rows = self.timeline.rows
        if rows.op[first] != EVENT or rows.time[first] < self.begin:
            return
        self._make_room((last - first) * (1 if self.exact else self.largest))
        happen(self.system.channels, rows, self.now, self.out, first, last, self.exact)

    def after(self, state: State, first: int, last: int) -> None:
        """End the spells of the channels that the step changed, and begin others."""
        system = self.system
        system.kernel.refresh(state, system.statistics, system.channels, self.work)
        self._make_room(len(self.now.since))
        look(
            state,
            system.kinds,
            system.channels,
            system.statistics,
            self.work,
            self.now,
            self.out,
            self.begin,
            self.exact,
        )

    def finish(self, stop: float) -> None:
        """End every spell at `stop`."""
        if self.exact:
            self._make_room(len(self.now.since))
            for c in range(len(self.now.since)):
                close(self.out, self.now, c, stop, self.begin)
        self._flush()

    def take(self, kind: int) -> Spells | None:
        """Return the rows of a kind and forget them; None if there are none (left)."""
        parts = self.parts.pop(kind, None)
        return None if parts is None else Spells(*map(np.concatenate, zip(*parts, strict=True)))

    def _make_room(self, rows: int) -> None:
        if self.out.counts[WRITTEN] + rows > len(self.out.size):
            self._flush()
        if rows > len(self.out.size):
            counts = self.out.counts
            self.out = self._buffer(2 * rows)._replace(counts=counts)

    def _flush(self) -> None:
        """Move what is in the buffer to the kinds' own rows, without the places that a kind does not use."""
        n = int(self.out.counts[WRITTEN])
        kind = self.system.channels.k[self.out.channel[:n]]
        for k in np.unique(kind):
            own = np.flatnonzero(kind == k)
            terms = int(self.system.design.n_terms[k])
            part = Spells(
                self.out.x[own, :terms],
                self.out.size[own],
                self.out.stratum[own].astype(np.int32) if not self.exact else np.zeros(0, np.int32),
                self.out.chosen[own],
            )
            self.parts.setdefault(int(k), []).append(part)
        self.out.counts[WRITTEN] = 0


def observe(system: System, begin: float, end: float, *, exact: bool) -> SpellObserver:
    """Return an observer that holds the rows of the likelihood, for what happens from `begin` to before `end` (years).

    In continuous time (a record without ticks) observation stops with the last event.
    """
    history = system.history
    rows = history.timeline.rows
    last = int(np.searchsorted(rows.time, end, side="left"))
    observer = SpellObserver(system, history.timeline, begin, exact=exact)
    walk(history.beginning(), history.kinds, history.timeline, 0, last, observer)
    stop = end if system.record.ticks else float(rows.time[last - 1])
    observer.finish(stop)
    return observer
