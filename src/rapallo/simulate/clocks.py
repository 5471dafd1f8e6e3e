"""The clocks: each channel is a unit-rate Poisson process run on its own integrated intensity.

A channel keeps what is left until its next arrival. When its intensity changes from lambda at time `since` to a
new value at time t, `left` falls by lambda * (t - since); at constant intensity it fires at t + left / lambda.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from rapallo.state.arrays import Floats, Ints
from rapallo.theory.kernels import inlined, kernel
from rapallo.theory.philox import exponential


class Clocks(NamedTuple):
    """One entry per channel, all of shape (N,).

    Attributes
    ----------
    rate : float
        Intensity since `since`, per year.
    since : float
        Time of the last change of rate, years.
    left : float
        Integrated intensity still to run until the next arrival.
    fires : float
        Time of the next event at the present rate; inf if the rate is 0.
    number : int
        How many arrivals have been drawn.
    allowed : float
        1, or 0 while an intervention forbids the channel, or a factor on its rate.
    """

    rate: Floats
    since: Floats
    left: Floats
    fires: Floats
    number: Ints
    allowed: Floats


def new_clocks(n: int) -> Clocks:
    """Return clocks of n channels, not yet wound."""
    return Clocks(np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n, dtype=np.int64), np.ones(n))


@kernel
def wind(clocks: Clocks, seed: int, run: int, start: float) -> None:
    """Set every clock to its first arrival at time `start`, at rate 0, nothing forbidden."""
    for c in range(clocks.rate.shape[0]):
        clocks.rate[c] = 0.0
        clocks.since[c] = start
        clocks.left[c] = exponential(seed, run, c, 0)
        clocks.fires[c] = math.inf
        clocks.number[c] = 1
        clocks.allowed[c] = 1.0


@inlined
def retime(clocks: Clocks, c: int, now: float, rate: float) -> None:
    """Give channel c a new rate from `now` on; nothing changes if the rate is the same."""
    if rate == clocks.rate[c]:
        return
    clocks.left[c] = max(0.0, clocks.left[c] - clocks.rate[c] * (now - clocks.since[c]))
    clocks.since[c] = now
    clocks.rate[c] = rate
    clocks.fires[c] = now + clocks.left[c] / rate if rate > 0 else math.inf


@kernel
def fire(clocks: Clocks, c: int, now: float, seed: int, run: int) -> None:
    """Take an arrival of channel c at `now` and draw the next."""
    clocks.left[c] = exponential(seed, run, c, clocks.number[c])
    clocks.number[c] += 1
    clocks.since[c] = now
    clocks.fires[c] = now + clocks.left[c] / clocks.rate[c]


@kernel
def first(clocks: Clocks) -> int:
    """Return the channel that fires next; the lowest number if several fire at once."""
    best = 0
    for c in range(1, clocks.fires.shape[0]):
        if clocks.fires[c] < clocks.fires[best]:
            best = c
    return best
