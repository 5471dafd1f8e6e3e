"""The compiled engine: the same steps, but only what a change can have moved is computed anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np

from rapallo.events.kinds import CONSENT, KindTable
from rapallo.model.channels import Channels
from rapallo.model.intensity import intensity
from rapallo.model.parameters import Parameters
from rapallo.model.refresh import CHANNELS
from rapallo.model.statistics import Statistics, Work
from rapallo.simulation.arm import Arm
from rapallo.simulation.clocks import Clocks, channel_keys, fire, first, new_clocks, retime, wind_up
from rapallo.simulation.happen import happen
from rapallo.simulation.log import Log, is_full
from rapallo.state.arrays import Bools, Floats, State
from rapallo.state.fields import CLOCK
from rapallo.state.notes import look_everywhere
from rapallo.theory.kernels import compiled, kernel


@kernel
def retime_listed(
    state: State,
    kinds: KindTable,
    channels: Channels,
    statistics: Statistics,
    parameters: Parameters,
    work: Work,
    clocks: Clocks,
    level: Floats,
) -> None:
    """Give the channels on the list their rates as of now, and empty the list."""
    now = state.moment[CLOCK]
    for m in range(work.n[CHANNELS]):
        c = work.channels[m]
        work.channel_marked[c] = False
        rate = 0.0
        if clocks.allowed[c] > 0.0:
            rate = clocks.allowed[c] * level[channels.k[c]]
            rate *= intensity(state, kinds, channels, statistics, parameters, work.x, c)
        retime(clocks, c, now, rate)
    work.n[CHANNELS] = 0


def run_with(update: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that lets events happen, for the cells that `update` keeps."""

    def run(
        state: State,
        kinds: KindTable,
        channels: Channels,
        statistics: Statistics,
        parameters: Parameters,
        work: Work,
        clocks: Clocks,
        level: Floats,
        log: Log,
        until: float,
        seed: int,
        number: int,
    ) -> None:
        while True:
            update(state, statistics, channels, work)
            retime_listed(state, kinds, channels, statistics, parameters, work, clocks, level)
            c = first(clocks)
            if clocks.fires[c] >= until or is_full(log):
                return
            state.moment[CLOCK] = clocks.fires[c]
            happen(state, kinds, log, channels.k[c], channels.i[c], channels.j[c], 0)
            fire(clocks, c, state.moment[CLOCK], seed, number)

    return run


@cache
def run_of(kernel_module: ModuleType) -> Callable[..., Any]:
    """Return the compiled function for a model's kernel."""
    return compiled(run_with(kernel_module.update))


wind_now = compiled(wind_up)


class CompiledEngine:
    """The fast engine; working space for one run at a time."""

    def __init__(self, arm: Arm) -> None:
        self.clocks = new_clocks(channel_keys(arm.system.record, arm.system.channels))
        self.work = arm.system.work()
        self.run = run_of(arm.system.kernel)

    def begin(self, arm: Arm, state: State, seed: int, run: int) -> None:
        """Wind the clocks; everything is computed at the first step."""
        self.arm, self.seed, self.number = arm, seed, run
        wind_now(self.clocks, seed, run, arm.begin)
        self.factors = np.ones(len(arm.kinds.code[CONSENT]))
        look_everywhere(state)

    def allow(self, channels: Bools, factor: float) -> None:
        """Multiply the intensities of the channels marked by `factor` from the next step on."""
        self.clocks.allowed[channels] = factor
        self.mark(channels)

    def level(self, factors: Floats) -> None:
        """Multiply the intensities of each kind by its factor from the next step on."""
        moved = factors != self.factors
        self.factors = factors
        self.mark(moved[self.arm.system.channels.k])

    def mark(self, channels: Bools) -> None:
        """Put channels on the list of those whose rates are computed anew."""
        for c in np.flatnonzero(channels & ~self.work.channel_marked):
            self.work.channel_marked[c] = True
            self.work.channels[self.work.n[CHANNELS]] = c
            self.work.n[CHANNELS] += 1

    def until(self, state: State, log: Log, time: float) -> None:
        """Let happen what happens before `time`."""
        system = self.arm.system
        self.run(
            state,
            system.kinds,
            system.channels,
            system.statistics,
            self.arm.parameters,
            self.work,
            self.clocks,
            self.factors,
            log,
            time,
            self.seed,
            self.number,
        )
