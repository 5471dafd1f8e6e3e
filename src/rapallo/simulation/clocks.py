"""The clocks: each channel is a unit-rate Poisson process run on its own integrated intensity.

A channel keeps what is left until its next arrival. When its intensity changes from lambda at time `since` to a
new value at time t, `left` falls by lambda * (t - since); at constant intensity it fires at t + left / lambda. Its
luck is keyed by the names of its kind and actors.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from rapallo.model.channels import Channels
from rapallo.record.tables import Record
from rapallo.state.arrays import Floats, Ints
from rapallo.theory.kernels import inlined, kernel
from rapallo.theory.philox import exponential, key_of


class Clocks(NamedTuple):
    """One entry per channel, all of shape (N,) but the last.

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
    key : (2, N) int
        Key of the channel's luck; never changed.
    """

    rate: Floats
    since: Floats
    left: Floats
    fires: Floats
    number: Ints
    allowed: Floats
    key: Ints


def channel_keys(record: Record, channels: Channels) -> Ints:
    """Return (2, N): the key of each channel, from the names of its kind, sender and receiver."""
    kinds, actors = [k.name for k in record.kinds], [a.id for a in record.actors]
    rows = zip(channels.k, channels.i, channels.j, strict=True)
    keys = [key_of(kinds[k], actors[i], actors[j]) for k, i, j in rows]
    return np.array(keys, dtype=np.int64).reshape(len(keys), 2).T.copy()


def new_clocks(key: Ints) -> Clocks:
    """Return clocks of the channels with these keys, not yet wound."""
    n = key.shape[1]
    return Clocks(np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n, dtype=np.int64), np.ones(n), key)


@kernel
def wind_up(clocks: Clocks, seed: int, run: int, start: float) -> None:
    """Set every clock to its first arrival at time `start`, at rate 0, nothing forbidden."""
    for c in range(clocks.rate.shape[0]):
        clocks.rate[c] = 0.0
        clocks.since[c] = start
        clocks.left[c] = exponential(seed, run, clocks.key[0, c], clocks.key[1, c], 0)
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
    clocks.left[c] = exponential(seed, run, clocks.key[0, c], clocks.key[1, c], clocks.number[c])
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
