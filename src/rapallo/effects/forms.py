"""The forms in which a decayed count can enter: saturating, binary, count, log.

The default saturates: what feeds on itself stays bounded, so simulated histories do not explode.
"""

from __future__ import annotations

import math

from rapallo.theory.kernels import inlined

# of one act the saturating form makes .8, of a quarter of one .5, of many 1
STEEPNESS = 4.0
FORMS = ("saturating", "binary", "count", "log")
SATURATING, BINARY, COUNT, LOG = range(4)
# places of the ways
EITHER, SENT, RECEIVED = range(3)


@inlined
def saturate(count: float) -> float:
    """Return m / (1 + m), in [0, 1)."""
    return count / (1.0 + count)


@inlined
def shape(count: float, form: int) -> float:
    """Return 4 m / (1 + 4 m), 1 if m > 0 else 0, m itself, or log(1 + m)."""
    if form == SATURATING:
        return saturate(STEEPNESS * count)
    if form == BINARY:
        return 1.0 if count > 0 else 0.0
    if form == COUNT:
        return count
    return math.log(1.0 + count)


@inlined
def log_one_plus(x: float) -> float:
    """Return log(1 + x)."""
    return math.log(1.0 + x)
