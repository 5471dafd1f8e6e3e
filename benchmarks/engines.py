"""Speed of the compiled engine as a ratio to the plain one, on the shipped record, 1933-1941.

The two run the same histories with the same seed in the same process, and are compared event for event. The plain
engine takes minutes per history, so it runs the first few of the hundred (PLAIN_RUNS, default 1) and the ratio is that
of the time per history; the compiled engine's is the median over three passes after a warm-up.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import time

import numpy as np
from rapallo.simulate.ensemble import prepare, run_batch

import rapallo

START, STOP, RUNS = dt.date(1933, 1, 30), dt.date(1941, 6, 21), 100
PLAIN_RUNS = int(os.environ.get("PLAIN_RUNS", "1"))


def main() -> None:
    """Measure and print."""
    soviet = rapallo.load("soviet")
    fitted = rapallo.fit(soviet.record, soviet.model, until=START)
    arm = prepare(soviet.record, soviet.model, fitted.coefficients(), START, STOP)
    run_batch(arm, 1, [0])
    passes = []
    for _ in range(3):
        began = time.perf_counter()
        fast = run_batch(arm, 1, range(RUNS))
        passes.append(time.perf_counter() - began)
    began = time.perf_counter()
    plain = run_batch(arm, 1, range(PLAIN_RUNS), engine="plain")
    slow = (time.perf_counter() - began) / PLAIN_RUNS
    quick = statistics.median(passes) / RUNS
    for one, other in zip(plain, fast, strict=False):
        for name in ("time", "k", "i", "j", "given", "flags"):
            if not np.array_equal(getattr(one, name), getattr(other, name)):
                sys.exit(f"run {one.number}: the engines differ in {name}")
    events = statistics.mean(len(r.time) for r in fast)
    print(f"{RUNS} histories {START} to {STOP}, {len(arm.world.channels.k)} channels, {events:.0f} events each")
    print(f"compiled: {quick * 1000:.1f} ms per history (median of 3 passes over {RUNS})")
    print(f"plain:    {slow:.1f} s per history (over the first {PLAIN_RUNS}), equal event for event")
    print(f"ratio:    {slow / quick:.0f}")


if __name__ == "__main__":
    main()
