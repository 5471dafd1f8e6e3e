"""The plain engine: the definition of what a simulation is.

After every change each statistic is computed from scratch from the terms as parsed, and each intensity anew. It is
slow, and short enough to be checked by eye; the compiled engine must equal it event for event, and shares none of
what keeps statistics and clocks up to date.
"""

from __future__ import annotations

import math

import numpy as np

from rapallo.effects import forms
from rapallo.events.kinds import CONSENT
from rapallo.events.risk import rule_holds
from rapallo.model.terms import Applied, Expression, Look, Number
from rapallo.simulation.arm import Arm
from rapallo.simulation.happen import happen
from rapallo.simulation.log import Log
from rapallo.state.arrays import Bools, Floats, State
from rapallo.state.fields import CLOCK, EXISTS
from rapallo.theory.philox import exponential, key_of


class PlainEngine:
    """The plain engine: for each channel its rate, since when, what is left to run, and how often it has fired."""

    def __init__(self, arm: Arm) -> None:
        system, record = arm.system, arm.system.record
        channels, design = system.channels, system.design
        self.names = [
            (record.kinds[k].name, record.actors[i].id, record.actors[j].id)
            for k, i, j in zip(channels.k, channels.i, channels.j, strict=True)
        ]
        self.terms = {
            k: [design.statistics[e] for e in design.columns[k, : max(design.n_terms[k], 0)]]
            for k in range(len(record.kinds))
        }

    def begin(self, arm: Arm, state: State, seed: int, run: int) -> None:
        """Draw the first arrival of every channel."""
        self.arm, self.seed, self.number = arm, seed, run
        n = len(self.names)
        self.rate, self.since = [0.0] * n, [arm.begin] * n
        self.arrivals, self.allowed = [1] * n, [1.0] * n
        self.factors = np.ones(len(arm.kinds.code[CONSENT]))
        self.left = [exponential(seed, run, *key_of(*name), 0) for name in self.names]

    def allow(self, channels: Bools, factor: float) -> None:
        """Multiply the intensities of the channels marked by `factor` from the next step on."""
        for c in np.flatnonzero(channels):
            self.allowed[c] = factor

    def level(self, factors: Floats) -> None:
        """Multiply the intensities of each kind by its factor from the next step on."""
        self.factors = factors

    def until(self, state: State, log: Log, time: float) -> None:
        """Let happen what happens before `time`."""
        channels = self.arm.system.channels
        while True:
            self.take_rates(state)
            fires = [
                since + left / rate if rate > 0 else math.inf
                for since, left, rate in zip(self.since, self.left, self.rate, strict=True)
            ]
            c = min(range(len(fires)), key=fires.__getitem__, default=-1)
            if c < 0 or fires[c] >= time:
                return
            state.moment[CLOCK] = now = fires[c]
            happen(state, self.arm.kinds, log, int(channels.k[c]), int(channels.i[c]), int(channels.j[c]), 0)
            self.left[c] = exponential(self.seed, self.number, *key_of(*self.names[c]), self.arrivals[c])
            self.arrivals[c] += 1
            self.since[c] = now

    def take_rates(self, state: State) -> None:
        """Give every channel its rate as of now; what has run off since its last change is taken from what is left."""
        channels, now = self.arm.system.channels, float(state.moment[CLOCK])
        known: dict[tuple[Expression, int, int], float] = {}
        for c in range(len(self.names)):
            k, i, j = int(channels.k[c]), int(channels.i[c]), int(channels.j[c])
            factor = self.allowed[c] * float(self.factors[k])
            rate = factor * self.intensity(state, known, k, i, j) if factor > 0 else 0.0
            if rate != self.rate[c]:
                self.left[c] = max(0.0, self.left[c] - self.rate[c] * (now - self.since[c]))
                self.since[c] = now
                self.rate[c] = rate

    def intensity(self, state: State, known: dict[tuple[Expression, int, int], float], k: int, i: int, j: int) -> float:
        """Return u / (1 + u / ceiling), 0 if (i, j) is not at risk.

        u = exp(beta + theta . x(i, j)), or with x(i, j) + x(j, i) where both must agree.
        """
        kinds, numbers = self.arm.kinds, self.arm.parameters
        if not rule_holds(state, kinds, k, i, j):
            return 0.0
        total = float(numbers.constant[k])
        for place, term in enumerate(self.terms[k]):
            x = self.statistic(state, known, term, i, j)
            if kinds.code[CONSENT, k]:
                x += self.statistic(state, known, term, j, i)
            total += float(numbers.slope[k, place]) * x
        if math.isnan(total):
            return 0.0
        rate = math.exp(total)
        return rate / (1.0 + rate / numbers.ceiling)

    def statistic(
        self, state: State, known: dict[tuple[Expression, int, int], float], term: Expression, i: int, j: int
    ) -> float:
        """Return a term for (i, j); 0 unless both exist."""
        if state.one[EXISTS, i] == 0 or state.one[EXISTS, j] == 0:
            return 0.0
        if (term, i, j) not in known:
            known[term, i, j] = self.value(state, term, i, j)
        return known[term, i, j]

    def value(self, state: State, part: Expression, i: int, j: int) -> float:
        """Return what an expression says of (i, j) in a state."""
        if isinstance(part, Number):
            return part.value
        if isinstance(part, Look):
            roles = state.roles
            own = self.arm.system.design.own_field(roles, part)
            named = [] if own < 0 else [own - roles.layers if own >= roles.layers else own]
            return float(part.effect.value(state, i, j, *named, *part.arguments))
        if isinstance(part, Applied):
            return float(getattr(forms, part.function)(self.value(state, part.inside, i, j)))
        left, right = self.value(state, part.left, i, j), self.value(state, part.right, i, j)
        return {"+": left + right, "-": left - right, "*": left * right}[part.sign]
