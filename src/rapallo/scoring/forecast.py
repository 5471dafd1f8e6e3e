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

# bins of intensity in which expectations and events are compared: the first lies below LOWEST events per year, each
# other is an eighth of a power of ten wide, and the last has no end
LOWEST, BINS = 1e-6, 66
# columns of `Told.figures`
TIME, WEIGHT, RATE, TOTAL, BETTER, TIED, AT_RISK, REACHED = range(8)
# columns of `Told.who`
EVENT_NUMBER, CELL, KIND = range(3)
WRITTEN, MISSED = range(2)


class Now(NamedTuple):
    """What holds at the moment.

    Attributes
    ----------
    channel, channel_since : (N,) float
        Intensity of each channel without levels, and since when.
    cell, cell_since : (C,) float
        Intensity of each cell, and since when.
    level : (K,) float
        Factor on the intensities of each kind.
    scale : (N,) float
        What the model's intensity of a channel is multiplied by: 1 for a model, the rate for a baseline.
    """

    channel: Floats
    channel_since: Floats
    cell: Floats
    cell_since: Floats
    level: Floats
    scale: Floats


class Told(NamedTuple):
    """What is written.

    Attributes
    ----------
    expected : (G, Q, B) float
        Integral of the intensities of a scored kind, by quarter and bin of intensity.
    without_levels : (K, Q) float
        Integral of the intensities of each kind in scored cells, levels left out, by quarter.
    figures : (R, 8) float
        Of each event pair: time, weight, intensity of its cell just before, of all cells of the kind together, number
        of cells with a higher one and with the same, and of cells with any; integral of the kind's total intensity up
        to then.
    who : (R, 3) int
        Number of the event, cell, and kind.
    counts : (2,) int
        Rows written; event pairs without an intensity.
    """

    expected: Floats
    without_levels: Floats
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
def settle(cells: Cells, now: Now, told: Told, cell: int, time: float, quarter: int) -> None:
    """Add what a cell was expected to bring since it was last looked at, all of it within a quarter."""
    rate, years = now.cell[cell], time - now.cell_since[cell]
    if years <= 0.0:
        return
    now.cell_since[cell] = time
    if rate > 0.0:
        told.expected[cells.group[cell], quarter, level_of(rate)] += rate * years


@kernel
def settle_channel(channels: Channels, now: Now, told: Told, c: int, time: float, quarter: int) -> None:
    """Add what a channel was expected to bring since it was last looked at, levels left out."""
    years = time - now.channel_since[c]
    if years > 0.0:
        now.channel_since[c] = time
        told.without_levels[channels.k[c], quarter] += now.channel[c] * years


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
    quarter: int,
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
            settle(cells, now, told, cell, time, quarter)
            settle_channel(channels, now, told, c, time, quarter)
            level = now.level[channels.k[c]]
            # of a cell of one channel the difference leaves no remainder
            rest = now.cell[cell] - level * now.channel[c]
            now.cell[cell] = level * rate + (rest if rest > 1e-12 * now.cell[cell] else 0.0)
            now.channel[c] = rate
    work.n[CHANNELS] = 0


@kernel
def reached(cells: Cells, now: Now, told: Told, group: int, time: float, quarter: int) -> float:
    """Return the integral of the total intensity of a scored kind from the first quarter to `time`, in a quarter."""
    for cell in range(cells.start[group], cells.start[group + 1]):
        settle(cells, now, told, cell, time, quarter)
    total = 0.0
    for period in range(told.expected.shape[1]):
        for level in range(told.expected.shape[2]):
            total += told.expected[group, period, level]
    return total


def _happen(cells: Cells, rows: Rows, now: Now, told: Told, first: int, last: int, quarter: int) -> None:
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
        told.figures[n, REACHED] = reached(cells, now, told, g, rows.time[row], quarter)
        for column, value in ((TIME, rows.time[row]), (WEIGHT, rows.weight[row]), (RATE, rate), (TOTAL, total)):
            told.figures[n, column] = value
        for column, number in ((BETTER, better), (TIED, tied - 1), (AT_RISK, at_risk)):
            told.figures[n, column] = number
        told.who[n, EVENT_NUMBER] = rows.event[row]
        told.who[n, CELL] = cell
        told.who[n, KIND] = rows.what[row]
        told.counts[WRITTEN] = n + 1


def _turn(
    channels: Channels, cells: Cells, now: Now, told: Told, level: Floats, time: float, quarter: int, begin: bool
) -> None:
    """Settle everything at the end of a quarter, or forget what lies before the first, and go on with other levels."""
    for cell in range(now.cell.shape[0]):
        if not begin:
            settle(cells, now, told, cell, time, quarter)
        now.cell_since[cell] = time
        now.cell[cell] = 0.0
    for k in range(level.shape[0]):
        now.level[k] = level[k]
    for c in range(channels.k.shape[0]):
        cell = cells.of[c]
        if cell >= 0:
            if not begin:
                settle_channel(channels, now, told, c, time, quarter)
            now.channel_since[c] = time
            now.cell[cell] += level[channels.k[c]] * now.channel[c]


def _risk(state: State, kinds: KindTable, channels: Channels, listed: Ints, found: Bools) -> None:
    """Say of each channel that is listed whether its pair is at risk now."""
    for m in range(listed.shape[0]):
        c = listed[m]
        found[m] = rule_holds(state, kinds, channels.k[c], channels.i[c], channels.j[c])


look = compiled(_look)
happen = compiled(_happen)
turn = compiled(_turn)
risk = compiled(_risk)


class ForecastObserver(Observer):
    """An observer of the walk that writes what a model with given parameters says, quarter by quarter.

    Attributes
    ----------
    told : Told
    edges : (Q + 1,) float
        Where the quarters begin and the last ends, years (`rapallo.record.clock.quarters`).
    issued : list of (C,) float
        Intensity of each cell at the start of each day of issue, before the events of the day; nan where no pair of it
        is at risk.
    """

    def __init__(
        self,
        system: System,
        parameters: Parameters,
        cells: Cells,
        edges: Sequence[float],
        issues: Sequence[float] = (),
        levels: Floats | None = None,
    ) -> None:
        self.system, self.parameters, self.cells, self.edges, self.issues = system, parameters, cells, edges, issues
        self.issued: list[Floats] = []
        self.work, self.quarter = system.work(), -1
        n, c, k, q = len(system.channels.k), len(cells.group), len(system.record.kinds), len(edges) - 1
        self.levels = np.ones((q, k)) if levels is None else levels
        # before the first quarter nothing is settled
        never = np.full(n, np.inf), np.full(c, np.inf)
        self.now = Now(np.zeros(n), never[0], np.zeros(c), never[1], np.ones(k), np.ones(n))
        rows = system.history.timeline.rows
        within = int(((rows.op == EVENT) & (rows.time >= edges[0]) & (rows.time < edges[-1])).sum())
        self.told = Told(
            np.zeros((len(cells.start) - 1, q, BINS)),
            np.zeros((k, q)),
            np.zeros((within, 8)),
            np.zeros((within, 3), np.int64),
            np.zeros(2, np.int64),
        )

    def before(self, state: State, first: int, last: int) -> None:
        """Write what is said on a day of issue, and what was said of the event of this step, if it is one."""
        rows = self.system.history.timeline.rows
        time = float(rows.time[first])
        # what a day begins with, the first of a month among it, goes before its issue
        self.issue(state, time if rows.op[first] >= EVENT else time - 1e-9)
        self.pass_time(time)
        if rows.op[first] == EVENT and self.quarter >= 0:
            happen(self.cells, rows, self.now, self.told, first, last, self.quarter)

    def pass_time(self, time: float) -> None:
        """Go on to the quarter in which `time` lies."""
        while self.quarter + 1 < len(self.edges) and self.edges[self.quarter + 1] <= time:
            begins = self.quarter + 1
            level = self.levels[min(begins, len(self.levels) - 1)]
            at, quarter = self.edges[begins], self.quarter
            turn(self.system.channels, self.cells, self.now, self.told, level, at, quarter, begin=quarter < 0)
            self.quarter = begins

    def issue(self, state: State, time: float) -> None:
        """Write what is said on the days of issue up to `time` that are not yet written."""
        while len(self.issued) < len(self.issues) and self.issues[len(self.issued)] <= time:
            self.pass_time(self.issues[len(self.issued)])
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
            self.quarter,
        )

    def finish(self, state: State) -> None:
        """Write what is still open at the end."""
        self.issue(state, self.edges[-1])
        self.pass_time(self.edges[-1])
        n = int(self.told.counts[WRITTEN])
        self.told = self.told._replace(figures=self.told.figures[:n], who=self.told.who[:n])


def observe(observer: ForecastObserver) -> None:
    """Walk through the record to the end of an observer's time; what it heard stands in `told` and `issued`."""
    history = observer.system.history
    last = int(np.searchsorted(history.timeline.rows.time, observer.edges[-1], side="left"))
    state = history.beginning()
    walk(state, history.kinds, history.timeline, 0, last, observer)
    observer.finish(state)


def forecast(
    system: System, parameters: Parameters, scored: Cells, edges: Sequence[float], levels: Floats | None = None
) -> Told:
    """Return what a model says of the time between edges, the record known up to each moment.

    Parameters
    ----------
    system : System
    parameters : Parameters
    scored : Cells
    edges : (Q + 1,) float
        Where quarters begin and the last ends (`rapallo.record.clock.quarters`), years.
    levels : (Q, K) float
        Factors on the intensities of the record's kinds in each quarter; 1 if they are left out.
    """
    observer = ForecastObserver(system, parameters, scored, edges, levels=levels)
    observe(observer)
    return observer.told
