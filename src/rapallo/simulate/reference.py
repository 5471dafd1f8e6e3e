"""The plain engine: the definition of what a simulation is.

After every change each statistic is computed from scratch and each intensity anew. It is slow, and short enough
to be checked by eye; the compiled engine must equal it event for event.
"""

from __future__ import annotations

from rapallo.effects.statistics import init
from rapallo.model.intensity import intensity
from rapallo.simulate.clocks import Clocks, fire, first, retime, wind
from rapallo.simulate.steps import carry_out, happen, write
from rapallo.simulate.world import Log, World
from rapallo.state.arrays import Floats, Ints, State


def run_history(w: World, s: State, X: Floats, clocks: Clocks, log: Log, touched: Ints, seed: int, run: int) -> int:
    """Simulate one history from w.start to w.stop and return its number of events.

    `s` is the state at the start and is changed; X, clocks and log are working space, and so is
    `touched`, which only the compiled engine needs. Returns -1 if the log is full.
    """
    wind(clocks, seed, run, w.start)
    n, row, now = 0, 0, w.start
    while True:
        _refresh(w, s, X, clocks, now)
        c = first(clocks)
        fires = clocks.fires[c]
        given = w.timeline.time[row] if row < len(w.timeline.time) else w.stop
        if min(fires, given) >= w.stop:
            return n
        if n >= len(log.time) - 1:
            return -1
        if given <= fires:
            now = float(given)
            # no time passes between rows of one instant, so no intensity is asked for
            while row < len(w.timeline.time) and w.timeline.time[row] == given and n < len(log.time) - 1:
                n = carry_out(w, s, clocks, log, n, row)
                row += 1
        else:
            now = float(fires)
            k, i, j = (int(a[c]) for a in (w.channels.k, w.channels.i, w.channels.j))
            flags = happen(w, s, k, i, j)
            n = write(log, n, now, k, i, j, 0, flags)
            fire(clocks, c, now, seed, run)


def _refresh(w: World, s: State, X: Floats, clocks: Clocks, now: float) -> None:
    init(s, w.bound, X)
    for c in range(len(w.channels.k)):
        k, i, j = int(w.channels.k[c]), int(w.channels.i[c]), int(w.channels.j[c])
        rate = clocks.allowed[c] * intensity(s, w.kinds, w.layout, w.constant, w.slope, X, k, i, j)
        retime(clocks, c, now, rate)
