"""Speed of the compiled engine: as a ratio to the plain one over a month, and for the windows that questions ask of.

Over the month the two run the same histories with the same seed in the same process and are compared event for event.
The plain engine computes everything anew after each event, so it runs the first few (PLAIN_RUNS, default 1) and the
ratio is that of the time per history. Figures are processor seconds, the median of five passes after a warm-up.
"""

from __future__ import annotations

import os
import statistics
import sys
import time

import numpy as np

import rapallo
from rapallo.simulation.arm import Arm, prepare
from rapallo.simulation.ensemble import run_batch
from rapallo.simulation.run import Run

FIT_UNTIL = "1933-01-30"
MONTH = ("1939-08-01", "1939-08-31")
# window, histories
WINDOWS = ((("1939-08-01", "1941-12-31"), 50), (("1933-01-30", "1941-06-21"), 20), (("1919-01-01", "1953-12-31"), 5))
PLAIN_RUNS = int(os.environ.get("PLAIN_RUNS", "1"))
PASSES = 5


def passed(arm: Arm, runs: int) -> tuple[float, list[Run]]:
    """Return processor seconds per history (median of passes), and the histories."""
    run_batch(arm, 1, [0])
    times = []
    for _ in range(PASSES):
        began = time.process_time()
        done = run_batch(arm, 1, range(runs))
        times.append((time.process_time() - began) / runs)
    return statistics.median(times), done


def main() -> None:
    """Measure and print."""
    system = rapallo.load("soviet").system
    coefficients = rapallo.fit(system, until=FIT_UNTIL).coefficients()
    arm = prepare(system, coefficients, *MONTH)
    quick, fast = passed(arm, max(20, PLAIN_RUNS))
    began = time.process_time()
    plain = run_batch(arm, 1, range(PLAIN_RUNS), engine="plain")
    slow = (time.process_time() - began) / PLAIN_RUNS
    for one, other in zip(plain, fast, strict=False):
        if not (np.array_equal(one.what, other.what) and np.array_equal(one.when, other.when)):
            sys.exit(f"run {one.number}: the engines differ")
    print(f"{len(system.channels.k)} channels, {system.statistics.cell.shape[1]} cells; processor time per history")
    print(
        f"{MONTH[0]} to {MONTH[1]}  plain {slow:.2f} s, compiled {quick * 1000:.2f} ms, ratio {slow / quick:.0f}; equal"
    )
    for window, runs in WINDOWS:
        seconds, done = passed(prepare(system, coefficients, *window), runs)
        events = statistics.mean(len(run.time) for run in done)
        print(f"{window[0]} to {window[1]}  compiled {seconds * 1000:.1f} ms, {events:.0f} rows of events")


if __name__ == "__main__":
    main()
