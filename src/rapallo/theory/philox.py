"""Philox 4x32-10, a counter-based generator of random numbers.

A draw is a pure function of a key and a counter, so it can be asked for alone, in any order and on any
number of workers. Rapallo keys by the seed and counts by run, name, number and purpose.

Reference: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as
1, 2, 3", SC11 (2011). The tests hold the known answers of that paper's library.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np
from numpy.typing import NDArray

from rapallo.theory.kernels import kernel

MASK = 0xFFFFFFFF
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9
WEYL_1 = 0xBB67AE85

# purposes: independent streams of one run
ARRIVAL = 0
PARAMETER = 1
LEVEL = 2


@kernel
def philox(key0: int, key1: int, c0: int, c1: int, c2: int, c3: int) -> tuple[int, int, int, int]:
    """Return four words of 32 bits from a key of two words and a counter of four.

    Shapes: scalars, each in [0, 2**32). The high half of a product is taken with a mask so that 64-bit
    wrapping arithmetic (compiled) and unbounded integers (Python) agree.
    """
    for _ in range(10):
        product0 = MULTIPLIER_0 * c0
        product1 = MULTIPLIER_1 * c2
        high0 = (product0 >> 32) & MASK
        low0 = product0 & MASK
        high1 = (product1 >> 32) & MASK
        low1 = product1 & MASK
        c0 = high1 ^ c1 ^ key0
        c1 = low1
        c2 = high0 ^ c3 ^ key1
        c3 = low0
        key0 = (key0 + WEYL_0) & MASK
        key1 = (key1 + WEYL_1) & MASK
    return c0, c1, c2, c3


def key_of(*names: str) -> tuple[int, int]:
    """Return a key of 32 and 28 bits that hangs on the names alone (SHA-256), so that nothing else moves its luck."""
    word = int.from_bytes(hashlib.sha256("\0".join(names).encode()).digest()[:8], "big") >> 4
    return word & MASK, word >> 32


@kernel
def uniform(seed: int, run: int, low: int, high: int, number: int, purpose: int) -> float:
    """Return a uniform draw in (0, 1), 53 bits, never 0 or 1; `low` and `high` are a key of 32 and 28 bits."""
    # int(): plain Python numbers in the plain engine, where numpy's would warn of the wrapping that masks allow for
    last = (int(high) << 4) | purpose
    a, b, _, _ = philox(seed & MASK, (seed >> 32) & MASK, int(run), int(low), int(number), last)
    return (float(a >> 5) * 67108864.0 + float(b >> 6) + 0.5) / 9007199254740992.0


@kernel
def exponential(seed: int, run: int, low: int, high: int, number: int) -> float:
    """Return the gap before arrival `number` of a unit-rate Poisson process on the clock of a key."""
    return -math.log(uniform(seed, run, low, high, number, ARRIVAL))


def resampled(n: int, size: int, draws: int, seed: int, name: str) -> NDArray[np.int64]:
    """Return (draws, size): in each draw some places from 0 to n - 1, with replacement, as a bootstrap takes them."""
    low, high = key_of(name)
    return np.array(
        [[int(n * uniform(seed, d, low, high, b, PARAMETER)) for b in range(size)] for d in range(draws)],
        dtype=np.int64,
    )


def normal(seed: int, run: int, low: int, high: int, number: int) -> float:
    """Return a standard normal draw (Box and Muller 1958) from the parameter stream of a key."""
    u = uniform(seed, run, low, high, 2 * number, PARAMETER)
    v = uniform(seed, run, low, high, 2 * number + 1, PARAMETER)
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)
