"""What an engine is, and the run of one history: an observer of the walk through what is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np

from rapallo.errors import FitError
from rapallo.events.kinds import CONSENT
from rapallo.events.risk import at_risk
from rapallo.events.timeline import EVENT, FORCE_BY, MASK, TICK
from rapallo.events.walk import Observer, act_of, walk
from rapallo.record.clock import quarters
from rapallo.simulation.arm import Arm
from rapallo.simulation.happen import end_now, force, lapse_now, perform_now
from rapallo.simulation.levels import drawn
from rapallo.simulation.log import KIND, RECEIVER, SENDER, Log, is_full
from rapallo.simulation.run import Run
from rapallo.state.arrays import Floats, State, copy_state
from rapallo.state.bonds import BONDS, ENDED, HOLDER, OTHER, TIE, TREATY, UNTIL
from rapallo.state.fields import CLOCK, EXISTS
from rapallo.state.look import waits

Watch = tuple[float, Callable[[State], bool]]


class Engine(Protocol):
    """Lets the events of a model happen between the changes that are given."""

    def begin(self, arm: Arm, state: State, seed: int, run: int) -> None:
        """Make ready for a run that starts in `state`."""

    def allow(self, channels: np.ndarray[tuple[int], np.dtype[np.bool_]], factor: float) -> None:
        """Multiply the intensities of the channels marked (N,) by `factor` from the next step on."""

    def level(self, factors: Floats) -> None:
        """Multiply the intensities of each kind (K,) by its factor from the next step on; 1 at the beginning."""

    def until(self, state: State, log: Log, time: float) -> None:
        """Let happen what happens before `time`; what was written since the last call is looked at first."""


class _Player(Observer):
    """Goes through what is given, and lets the engine fill the time between."""

    def __init__(
        self, arm: Arm, engine: Engine, log: Log, watches: Sequence[Watch], turns: Sequence[tuple[float, Floats]]
    ) -> None:
        self.arm, self.engine, self.log = arm, engine, log
        self.watches = sorted(range(len(watches)), key=lambda n: watches[n][0])
        self.looks = watches
        self.turns = list(turns)
        self.seen = [False] * len(watches)
        self.happened: set[int] = set()
        self.fallen: set[int] = set()

    def before(self, state: State, first: int, last: int) -> None:
        self.pass_time(state, float(self.arm.timeline.rows.time[first]))

    def pass_time(self, state: State, until: float) -> None:
        """Let the engine fill the time before `until`, quarter by quarter where each has levels of its own."""
        while self.turns and self.turns[0][0] <= until:
            time, factors = self.turns.pop(0)
            self.fill(state, time)
            state.moment[CLOCK] = time
            self.engine.level(factors)
        self.fill(state, until)

    def fill(self, state: State, until: float) -> None:
        """Let the engine fill the time before `until`, and whoever watches look at its time."""
        while self.watches and self.looks[self.watches[0]][0] <= until:
            watch = self.watches.pop(0)
            time, look = self.looks[watch]
            self.engine.until(state, self.log, time)
            self.seen[watch] = look(state)
        self.engine.until(state, self.log, until)
        if is_full(self.log):
            raise FitError(
                f"a history has more than {self.log.n[0]} events: with these coefficients activity feeds on itself. "
                "Fit on a longer window or set a tighter prior."
            )

    def admitted(self, state: State, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield what the walk is to carry out: all but events, which are carried out and logged here."""
        rows = self.arm.timeline.rows
        if rows.op[first] != EVENT:
            begin = first
            for row in range(first, last):
                if not self.stands(row):
                    if row > begin:
                        yield begin, row
                    begin = row + 1
            if last > begin:
                yield begin, last
            return
        number = int(rows.event[first])
        for row in range(first, last):
            i, j = int(rows.i[row]), int(rows.j[row])
            exist = state.one[EXISTS, i] > 0 and (j < 0 or state.one[EXISTS, j] > 0)
            if exist and self.stands(row):
                state.moment[CLOCK] = rows.time[row]
                perform_now(state, self.arm.kinds, self.log, act_of(rows, row), number)
                self.happened.add(number)
        if number not in self.happened:
            self.fallen.add(number)

    def after(self, state: State, first: int, last: int) -> None:
        rows = self.arm.timeline.rows
        for row in range(first, last):
            if rows.op[row] == MASK:
                self.engine.allow(self.channels(row), float(rows.value[row]))
            elif rows.op[row] == FORCE_BY:
                self.force(state, row)
            elif rows.op[row] == TICK:
                self.lapses(state)

    def stands(self, row: int) -> bool:
        """Return whether everything that a row presupposes has happened in this run."""
        return all(self.has_happened(name) for name in self.arm.timeline.requires[row])

    def has_happened(self, name: str) -> bool:
        """Return whether an event of the record, or for one after the start its like, has happened in this run."""
        wanted = self.arm.later.get(name)
        if wanted is None:
            return True
        if wanted.given:
            return wanted.number in self.happened
        n, what = int(self.log.n[0]), self.log.what
        same = what[KIND, :n] == wanted.kind
        return any(bool((same & (what[SENDER, :n] == i) & (what[RECEIVER, :n] == j)).any()) for i, j in wanted.pairs)

    def channels(self, row: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return which channels (N,) a MASK row names; -1 stands for anyone."""
        rows, channels = self.arm.timeline.rows, self.arm.system.channels
        k, a, b = int(rows.what[row]), int(rows.i[row]), int(rows.j[row])

        def fits(i: int, j: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
            first = (channels.i == i) if i >= 0 else np.ones(len(channels.k), np.bool_)
            return first & (channels.j == j) if j >= 0 else first

        found = fits(a, b) | fits(b, a) if self.arm.kinds.code[CONSENT, k] else fits(a, b)
        return np.asarray(found & (channels.k == k))

    def force(self, state: State, row: int) -> None:
        """Make an event happen unless it has happened in this run or is not possible."""
        rows, kinds, n = self.arm.timeline.rows, self.arm.kinds, int(self.log.n[0])
        k, i, j = int(rows.what[row]), int(rows.i[row]), int(rows.j[row])
        what = self.log.what
        logged = (what[KIND, :n] == k) & (what[SENDER, :n] == i) & (what[RECEIVER, :n] == j)
        if at_risk(state, kinds, k, i, j) and not logged.any():
            state.moment[CLOCK] = rows.time[row]
            force(state, kinds, self.log, k, i, j)

    def lapses(self, state: State) -> None:
        """Let every treaty lapse whose term is over; what awaits an answer ends in silence."""
        kinds = self.arm.kinds
        if kinds.lapse < 0:
            return
        n = int(state.counts[BONDS])
        over = (state.term[UNTIL, :n] <= state.moment[CLOCK]) & np.isinf(state.term[ENDED, :n])
        for bond in np.flatnonzero(over):
            i, j, treaty = (int(state.bond[part, bond]) for part in (HOLDER, OTHER, TREATY))
            if waits(state, int(state.bond[TIE, bond])):
                end_now(state, i, j, treaty)
            else:
                lapse_now(state, kinds, self.log, i, j, treaty)


def _turns(arm: Arm, seed: int, number: int) -> list[tuple[float, Floats]]:
    """Return when the levels of the kinds turn in a run, and to which factors (K,); never without frailty."""
    process = arm.system.levels
    if process is None or arm.levels is None:
        return []
    times = quarters(arm.begin, arm.stop)[:-1]
    factors = np.ones((len(times), len(arm.kinds.code[CONSENT])))
    factors[:, process.places] = drawn(process, arm.levels, len(times), seed, number)
    return list(zip(times, factors, strict=True))


def play(arm: Arm, engine: Engine, log: Log, seed: int, number: int, watches: Sequence[Watch] = ()) -> Run:
    """Return run `number` of an arm; `log` is working space.

    Each watch is a time (years) and a question (state) -> bool that is put to the state just before that time.

    Raises
    ------
    FitError
        If the run has more events than a log holds: the model explodes with these parameters.
    """
    state = copy_state(arm.state)
    log.n[0] = 0
    player = _Player(arm, engine, log, watches, _turns(arm, seed, number))
    engine.begin(arm, state, seed, number)
    walk(state, arm.kinds, arm.timeline, 0, len(arm.timeline), player)
    player.pass_time(state, arm.stop)
    n = int(log.n[0])
    return Run(number, log.what[:, :n].copy(), log.when[:, :n].copy(), frozenset(player.fallen), tuple(player.seen))
