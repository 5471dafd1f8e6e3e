"""The forms in which a decayed count can enter: binary, count, log."""

from __future__ import annotations

import math

from rapallo.theory.kernels import kernel

FORMS = ("log", "binary", "count")
LOG, BINARY, COUNT = range(3)


@kernel
def shape(count: float, form: int) -> float:
    """Return log(1 + count), 1 if count > 0 else 0, or the count itself."""
    if form == LOG:
        return math.log(1.0 + count)
    if form == BINARY:
        return 1.0 if count > 0 else 0.0
    return count
