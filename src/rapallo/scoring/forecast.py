"""The intensities of a model along the record: what it said of each event, and how much it expected in between."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rapallo.events.kinds import KindTable
from rapallo.events.timeline import EVENT, Rows
from rapallo.events.walk import Observer, walk
from rapallo.model.channels import Channels
from rapallo.model.intensity import intensity
from rapallo.model.parameters import Parameters
from rapallo.model.refresh import CHANNELS
from rapallo.model.statistics import Statistics, Work
from rapallo.model.system import System
from rapallo.scoring.cells import Cells
from rapallo.state.arrays import Floats, Ints, State
from rapallo.state.fields import CLOCK
from rapallo.theory.kernels import compiled, kernel

# a period over which expectations are summed, years
PERIOD = 0.25
# edges of the bins of intensity in which expectations and events are compared, events per year
EDGES = (0.01, 0.1, 1.0)
# columns of `Told.figures`
TIME, WEIGHT, RATE, TOTAL, BETTER, TIED, AT_RISK, REACHED = range(8)
# columns of `Told.who`
EVENT_NUMBER, CELL = range(2)
WRITTEN, MISSED = range(2)


class Now(NamedTuple):
    """What holds at the moment: (N,) intensity of each channel; (C,) of each cell, and since when."""

    channel: Floats
    cell: Floats
    since: Floats


class Told(NamedTuple):
    """What is written.

    Attributes
    ----------
    expected : (G, Q, B) float
        Integral of the intensities of a scored kind, by period and bin of intensity.
    figures : (R, 8) float
        Of each event pair: time, weight, intensity of its cell just before, of all cells of the kind together, number
        of cells with a higher one and with the same, and of cells with any; integral of the kind's total intensity up
        to then.
    who : (R, 2) int
        Number of the event, and cell.
    counts : (2,) int
        Rows written; event pairs without an intensity.
    """

    expected: Floats
    figures: Floats
    who: Ints
    counts: Ints


@kernel
def settle(cells: Cells, now: Now, told: Told, cell: int, time: float, begin: float) -> None:
    """Add what a cell was expected to bring since it was last looked at, period by period."""
    start, rate = max(now.since[cell], begin), now.cell[cell]
    now.since[cell] = time
    if rate <= 0.0:
        return
    level = 0
    while level < len(EDGES) and rate >= EDGES[level]:
        level += 1
    while start < time:
        period = int((start - begin) / PERIOD + 1e-9)
        stop = min(time, begin + (period + 1) * PERIOD)
        told.expected[cells.group[cell], min(period, told.expected.shape[1] - 1), level] += rate * (stop - start)
        if stop <= start:
            break
        start = stop


def _look(
    state: State,
    kinds: KindTable,
    channels: Channels,
    statistics: Statistics,
    parameters: Parameters,
    work: Work,
    cells: Cells,
    now: Now,
    told: Told,
    begin: float,
) -> None:
    """Compute anew the intensities of the channels that are listed."""
    time = state.moment[CLOCK]
    for m in range(work.n[CHANNELS]):
        c = work.channels[m]
        work.channel_marked[c] = False
        cell = cells.of[c]
        if cell < 0:
            continue
        rate = intensity(state, kinds, channels, statistics, parameters, work.x, c)
        if rate != now.channel[c]:
            settle(cells, now, told, cell, time, begin)
            # of a cell of one channel the difference leaves no remainder
            rest = now.cell[cell] - now.channel[c]
            now.cell[cell] = rate + (rest if rest > 1e-12 * now.cell[cell] else 0.0)
            now.channel[c] = rate
    work.n[CHANNELS] = 0


@kernel
def reached(cells: Cells, now: Now, told: Told, group: int, time: float, begin: float) -> float:
    """Return the integral of the total intensity of a scored kind from `begin` to `time`."""
    for cell in range(cells.start[group], cells.start[group + 1]):
        settle(cells, now, told, cell, time, begin)
    total = 0.0
    for period in range(told.expected.shape[1]):
        for level in range(told.expected.shape[2]):
            total += told.expected[group, period, level]
    return total


def _happen(cells: Cells, rows: Rows, now: Now, told: Told, first: int, last: int, begin: float) -> None:
    """Write what was said of the pairs of an event."""
    for row in range(first, last):
        if rows.weight[row] <= 0:
            continue
        cell = cells.place[rows.what[row], rows.i[row], rows.j[row]]
        if cell < 0:
            continue
        rate = now.cell[cell]
        if rate <= 0.0:
            told.counts[MISSED] += 1
            continue
        total, better, tied, at_risk = 0.0, 0, 0, 0
        g = cells.group[cell]
        for other in range(cells.start[g], cells.start[g + 1]):
            its = now.cell[other]
            if its > 0.0:
                at_risk += 1
                total += its
                if its > rate:
                    better += 1
                elif its == rate:
                    tied += 1
        n = told.counts[WRITTEN]
        told.figures[n, REACHED] = reached(cells, now, told, g, rows.time[row], begin)
        for column, value in ((TIME, rows.time[row]), (WEIGHT, rows.weight[row]), (RATE, rate), (TOTAL, total)):
            told.figures[n, column] = value
        for column, number in ((BETTER, better), (TIED, tied - 1), (AT_RISK, at_risk)):
            told.figures[n, column] = number
        told.who[n, EVENT_NUMBER] = rows.event[row]
        told.who[n, CELL] = cell
        told.counts[WRITTEN] = n + 1


def _settle_all(cells: Cells, now: Now, told: Told, time: float, begin: float) -> None:
    """Settle every cell."""
    for cell in range(now.cell.shape[0]):
        settle(cells, now, told, cell, time, begin)


look = compiled(_look)
happen = compiled(_happen)
settle_all = compiled(_settle_all)


class ForecastObserver(Observer):
    """An observer of the walk that writes what a model with given parameters says from time `begin` on."""

    def __init__(self, system: System, parameters: Parameters, cells: Cells, begin: float, end: float) -> None:
        self.system, self.parameters, self.cells, self.begin, self.end = system, parameters, cells, begin, end
        self.work = system.work()
        n, c = len(system.channels.k), len(cells.group)
        self.now = Now(np.zeros(n), np.zeros(c), np.full(c, begin))
        rows = system.history.timeline.rows
        periods = max(1, round((end - begin) / PERIOD))
        within = int(((rows.op == EVENT) & (rows.time >= begin) & (rows.time < end)).sum())
        self.told = Told(
            np.zeros((len(cells.start) - 1, periods, len(EDGES) + 1)),
            np.zeros((within, 8)),
            np.zeros((within, 2), np.int64),
            np.zeros(2, np.int64),
        )

    def before(self, state: State, first: int, last: int) -> None:
        """Write what was said of the event of this step, if it is one."""
        rows = self.system.history.timeline.rows
        if rows.op[first] == EVENT and rows.time[first] >= self.begin:
            happen(self.cells, rows, self.now, self.told, first, last, self.begin)

    def after(self, state: State, first: int, last: int) -> None:
        """Compute anew what the step changed."""
        system = self.system
        system.kernel.refresh(state, system.statistics, system.channels, self.work)
        look(
            state,
            system.kinds,
            system.channels,
            system.statistics,
            self.parameters,
            self.work,
            self.cells,
            self.now,
            self.told,
            self.begin,
        )


def forecast(system: System, parameters: Parameters, scored: Cells, begin: float, end: float) -> Told:
    """Return what a model says of the time from `begin` to before `end` (years), the record known up to each moment."""
    history = system.history
    rows = history.timeline.rows
    last = int(np.searchsorted(rows.time, end, side="left"))
    observer = ForecastObserver(system, parameters, scored, begin, end)
    walk(history.beginning(), history.kinds, history.timeline, 0, last, observer)
    settle_all(scored, observer.now, observer.told, end, begin)
    n = int(observer.told.counts[WRITTEN])
    return observer.told._replace(figures=observer.told.figures[:n], who=observer.told.who[:n])
