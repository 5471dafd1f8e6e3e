"""The intensities of a model along the record: what it said of each event, and how much it expected in between."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rapallo.events.kinds import KindTable
from rapallo.events.risk import rule_holds
from rapallo.events.timeline import EVENT, Rows
from rapallo.events.walk import Observer, walk
from rapallo.model.channels import Channels
from rapallo.model.intensity import intensity
from rapallo.model.parameters import Parameters
from rapallo.model.refresh import CHANNELS
from rapallo.model.statistics import Statistics, Work
from rapallo.model.system import System
from rapallo.scoring.cells import Cells
from rapallo.state.arrays import Bools, Floats, Ints, State
from rapallo.state.fields import CLOCK
from rapallo.theory.kernels import compiled, kernel

# a period over which expectations are summed, years
PERIOD = 0.25
# bins of intensity in which expectations and events are compared: the first lies below LOWEST events per year, each
# other is an eighth of a power of ten wide, and the last has no end
LOWEST, BINS = 1e-6, 66
# columns of `Told.figures`
TIME, WEIGHT, RATE, TOTAL, BETTER, TIED, AT_RISK = range(7)
# columns of `Told.who`
EVENT_NUMBER, CELL = range(2)
WRITTEN, MISSED = range(2)


class Now(NamedTuple):
    """What holds at the moment: (N,) intensity of each channel; (C,) of each cell, and since when.

    `scale` (N,) is what the model's intensity of a channel is multiplied by: 1 for a model, the rate for a baseline.
    """

    channel: Floats
    cell: Floats
    since: Floats
    scale: Floats


class Told(NamedTuple):
    """What is written.

    Attributes
    ----------
    expected : (G, Q, B) float
        Integral of the intensities of a scored kind, by period and bin of intensity.
    figures : (R, 7) float
        Of each event pair: time, weight, intensity of its cell just before, of all cells of the kind together, number
        of cells with a higher one and with the same, and of cells with any.
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
def level_of(rate: float) -> int:
    """Return the bin of an intensity above 0: 0 below LOWEST, else 1 + floor(8 log10(rate / LOWEST)), at most 65."""
    return 0 if rate < LOWEST else min(BINS - 1, 1 + int(8.0 * math.log10(rate / LOWEST) + 1e-9))


def lower_edges() -> Floats:
    """Return (B,): the lower edge of each bin of intensity, events per year."""
    return np.concatenate([[0.0], LOWEST * 10.0 ** (np.arange(BINS - 1) / 8.0)])


@kernel
def settle(cells: Cells, now: Now, told: Told, cell: int, time: float, begin: float) -> None:
    """Add what a cell was expected to bring since it was last looked at, period by period."""
    start, rate = max(now.since[cell], begin), now.cell[cell]
    now.since[cell] = time
    if rate <= 0.0:
        return
    level = level_of(rate)
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
        rate = now.scale[c] * intensity(state, kinds, channels, statistics, parameters, work.x, c)
        if rate != now.channel[c]:
            settle(cells, now, told, cell, time, begin)
            # of a cell of one channel the difference leaves no remainder
            rest = now.cell[cell] - now.channel[c]
            now.cell[cell] = rate + (rest if rest > 1e-12 * now.cell[cell] else 0.0)
            now.channel[c] = rate
    work.n[CHANNELS] = 0


def _happen(cells: Cells, rows: Rows, now: Now, told: Told, first: int, last: int) -> None:
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


def _risk(state: State, kinds: KindTable, channels: Channels, listed: Ints, found: Bools) -> None:
    """Say of each channel that is listed whether its pair is at risk now."""
    for m in range(listed.shape[0]):
        c = listed[m]
        found[m] = rule_holds(state, kinds, channels.k[c], channels.i[c], channels.j[c])


look = compiled(_look)
risk = compiled(_risk)
happen = compiled(_happen)
settle_all = compiled(_settle_all)


class ForecastObserver(Observer):
    """An observer of the walk that writes what a model with given parameters says from time `begin` on.

    Attributes
    ----------
    told : Told
    issued : list of (C,) float
        Intensity of each cell at the start of each day of issue, before the events of the day; nan where no pair of it
        is at risk.
    """

    def __init__(
        self,
        system: System,
        parameters: Parameters,
        cells: Cells,
        begin: float,
        end: float,
        issues: Sequence[float] = (),
    ) -> None:
        self.system, self.parameters, self.cells, self.begin, self.end = system, parameters, cells, begin, end
        self.issues = issues
        self.issued: list[Floats] = []
        self.work = system.work()
        n, c = len(system.channels.k), len(cells.group)
        self.now = Now(np.zeros(n), np.zeros(c), np.full(c, begin), np.ones(n))
        rows = system.history.timeline.rows
        periods = max(1, round((end - begin) / PERIOD))
        within = int(((rows.op == EVENT) & (rows.time >= begin) & (rows.time < end)).sum())
        self.told = Told(
            np.zeros((len(cells.start) - 1, periods, BINS)),
            np.zeros((within, 7)),
            np.zeros((within, 2), np.int64),
            np.zeros(2, np.int64),
        )

    def before(self, state: State, first: int, last: int) -> None:
        """Write what is said on a day of issue, and what was said of the event of this step, if it is one."""
        rows = self.system.history.timeline.rows
        # what a day begins with, the first of a month among it, goes before its issue
        self.issue(state, rows.time[first] if rows.op[first] >= EVENT else rows.time[first] - 1e-9)
        if rows.op[first] == EVENT and rows.time[first] >= self.begin:
            happen(self.cells, rows, self.now, self.told, first, last)

    def issue(self, state: State, time: float) -> None:
        """Write what is said on the days of issue up to `time` that are not yet written."""
        while len(self.issued) < len(self.issues) and self.issues[len(self.issued)] <= time:
            at_risk = np.zeros(len(self.now.cell), np.bool_)
            at_risk[self.cells.of[(self.cells.of >= 0) & self.at_risk(state, np.arange(len(self.cells.of)))]] = True
            self.issued.append(np.where(at_risk, self.now.cell, np.nan))

    def at_risk(self, state: State, listed: Ints) -> Bools:
        """Return whether the pairs of the channels listed are at risk now."""
        found = np.zeros(len(listed), np.bool_)
        risk(state, self.system.kinds, self.system.channels, listed, found)
        return found

    def after(self, state: State, first: int, last: int) -> None:
        """Compute anew what the step changed."""
        self.system.kernel.refresh(state, self.system.statistics, self.system.channels, self.work)
        self.look(state)

    def look(self, state: State) -> None:
        """Compute anew the intensities of the channels that are listed."""
        system = self.system
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

    def finish(self, state: State) -> None:
        """Write what is still open at the end."""
        self.issue(state, self.end)
        settle_all(self.cells, self.now, self.told, self.end, self.begin)
        n = int(self.told.counts[WRITTEN])
        self.told = self.told._replace(figures=self.told.figures[:n], who=self.told.who[:n])


def observe(observer: ForecastObserver) -> None:
    """Walk through the record to the end of an observer's time; what it heard stands in `told` and `issued`."""
    history = observer.system.history
    last = int(np.searchsorted(history.timeline.rows.time, observer.end, side="left"))
    state = history.beginning()
    walk(state, history.kinds, history.timeline, 0, last, observer)
    observer.finish(state)


def forecast(system: System, parameters: Parameters, scored: Cells, begin: float, end: float) -> Told:
    """Return what a model says of the time from `begin` to before `end` (years), the record known up to each moment."""
    observer = ForecastObserver(system, parameters, scored, begin, end)
    observe(observer)
    return observer.told
