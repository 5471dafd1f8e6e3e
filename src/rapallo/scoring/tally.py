"""What is known of every channel at a moment, as simple forecasts need it: how often, for how long, in what months."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from rapallo.errors import FitError
from rapallo.events.timeline import EVENT, TICK
from rapallo.model.channels import Channels
from rapallo.model.parameters import Parameters
from rapallo.model.refresh import CHANNELS
from rapallo.model.system import System
from rapallo.record.clock import to_time
from rapallo.scoring.cells import Cells
from rapallo.scoring.dyads import PATTERNS
from rapallo.scoring.forecast import ForecastObserver
from rapallo.state.arrays import Bools, Floats, Ints, State
from rapallo.state.fields import CLOCK
from rapallo.vocabulary.words import Vocabulary


class Tally(NamedTuple):
    """What has been counted; N channels, K kinds, S patterns of a pair (`rapallo.scoring.dyads`).

    Attributes
    ----------
    channels : Channels
    consent : (K,) bool
        Whether both sides are senders.
    happened, years : (N,) float
        Weight of events, and years at risk, since the record is coded as declared.
    pattern : (N,) int
        The pattern of the pair, as of the first of the month.
    months, eventful : (K, S) float
        Months that began with a pair at risk, or brought it an event; and those with an event (a treaty of many counts
        in each of its pairs by its weight, at most 1).
    """

    channels: Channels
    consent: Bools
    happened: Floats
    years: Floats
    pattern: Ints
    months: Floats
    eventful: Floats


# (N,) events per year of each channel while it is at risk, from what is known
Rates = Callable[[Tally], Floats]


class Baseline:
    """A forecast that is no `Model`: rates of channels, brought up to date on the first of each month."""

    def fitted(self, tally: Tally) -> Rates:
        """Estimate what stays from what is known at an origin, and return the rates as a function of what is known."""
        raise NotImplementedError

    def pattern(self, state: State, words: Vocabulary) -> Ints:
        """Return (A, A): the pattern of each pair now; 0 throughout where none are told apart."""
        return np.zeros(state.pair.shape[1:], np.int64)

    @property
    def digest(self) -> str:
        """SHA-256 of which baseline it is and what it was given, as of a model."""
        return hashlib.sha256(repr((type(self).__name__, sorted(vars(self).items()))).encode()).hexdigest()


class BaselineObserver(ForecastObserver):
    """An observer of the walk that counts from the record's first day and says what a baseline says in the quarters.

    Without ticks the rates stay as they are at its begin.
    """

    def __init__(
        self,
        system: System,
        baseline: Baseline,
        cells: Cells,
        edges: Sequence[float],
        issues: Sequence[float] = (),
    ) -> None:
        kinds, n = len(system.record.kinds), len(system.channels.k)
        # an intensity of 1 wherever a pair is at risk
        unit = Parameters(np.zeros(kinds), np.zeros((kinds, 1)), np.inf)
        super().__init__(system, unit, cells, edges, issues)
        self.baseline, self.first, self.begin = baseline, to_time(system.record.begin), edges[0]
        self.rates: Rates | None = None
        self.risk, self.from_ = np.zeros(n, np.bool_), np.zeros(n)
        self.month_risk, self.month = np.zeros(n, np.bool_), np.zeros(n)
        consent = np.array([kind.consent for kind in system.record.kinds], dtype=np.bool_)
        counts = np.zeros((kinds, PATTERNS)), np.zeros((kinds, PATTERNS))
        self.tally = Tally(system.channels, consent, np.zeros(n), np.zeros(n), np.zeros(n, np.int64), *counts)

    def before(self, state: State, first: int, last: int) -> None:
        """Estimate at `begin`, and count the event of this step, if it is one."""
        rows = self.system.history.timeline.rows
        time = float(rows.time[first])
        if rows.op[first] == TICK:
            self._close_month()
        if self.rates is None and time >= self.begin:
            self._estimate(state)
        super().before(state, first, last)
        if rows.op[first] == EVENT and time >= self.first:
            own = first + np.flatnonzero(rows.weight[first:last] > 0)
            c = self.tally.channels.place[rows.what[own], rows.i[own], rows.j[own]]
            own, c = own[c >= 0], c[c >= 0]
            own, c = own[self.risk[c]], c[self.risk[c]]
            np.add.at(self.tally.happened, c, rows.weight[own])
            np.add.at(self.month, c, rows.weight[own])

    def after(self, state: State, first: int, last: int) -> None:
        """Note whose risk began or ended; on the first of a month, bring the rates up to date."""
        system, time = self.system, float(state.moment[CLOCK])
        system.kernel.refresh(state, system.statistics, system.channels, self.work)
        listed = self.work.channels[: self.work.n[CHANNELS]].copy()
        risk = self.at_risk(state, listed)
        self._bring(listed[self.risk[listed] & ~risk], time)
        self.from_[listed[risk & ~self.risk[listed]]] = time
        self.risk[listed] = risk
        if system.history.timeline.rows.op[first] == TICK:
            self.month_risk = self.risk.copy()
            patterns = self.baseline.pattern(state, system.record.vocabulary)
            self.tally.pattern[:] = patterns[self.tally.channels.i, self.tally.channels.j]
            if self.rates is not None:
                self._update(time)
        self.look(state)

    def finish(self, state: State) -> None:
        """Write what is still open at the end."""
        if self.rates is None:
            self._estimate(state)
        super().finish(state)

    def _bring(self, channels: Ints, time: float) -> None:
        """Count the years at risk of some channels up to `time`."""
        since = np.maximum(self.from_[channels], self.first)
        self.tally.years[channels] += np.maximum(time - since, 0.0)
        self.from_[channels] = time

    def _close_month(self) -> None:
        """Count the month that ends."""
        month = np.minimum(self.month, 1.0)
        tried = self.month_risk | (month > 0)
        place = self.tally.channels.k[tried], self.tally.pattern[tried]
        np.add.at(self.tally.months, place, 1.0)
        np.add.at(self.tally.eventful, place, month[tried])
        self.month[:] = 0.0

    def _estimate(self, state: State) -> None:
        """Estimate from what is known at `begin`; FitError if nothing happened before it."""
        self._bring(np.flatnonzero(self.risk), self.begin)
        if not self.tally.happened.any():
            raise FitError("no event of a modelled kind lies before it; take a later one.")
        self.rates = self.baseline.fitted(self.tally)
        self._update(self.begin)
        self.look(state)

    def _update(self, time: float) -> None:
        """Bring the rates up to what is known at `time`, and list all channels."""
        if self.rates is None:
            return
        self._bring(np.flatnonzero(self.risk), time)
        self.now.scale[:] = self.rates(self.tally)
        n = len(self.now.scale)
        self.work.channels[:n] = np.arange(n)
        self.work.n[CHANNELS] = n
