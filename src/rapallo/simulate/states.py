"""The state of a simulated history at a date."""

from __future__ import annotations

import datetime as dt

from rapallo.errors import UsageError
from rapallo.events.apply import apply_event
from rapallo.events.changes import apply_change
from rapallo.events.timeline import EVENT, FORCE_BY, MASK
from rapallo.record.clock import to_date, to_time
from rapallo.simulate.ensemble import Arm, Run
from rapallo.simulate.world import Log, World
from rapallo.state.arrays import State, copy_state
from rapallo.theory.kernels import compiled


def _advance(w: World, s: State, log: Log, until: float) -> None:
    rows, events = w.timeline.time.shape[0], log.time.shape[0]
    row, n = 0, 0
    while True:
        given = w.timeline.time[row] if row < rows else until
        logged = log.time[n] if n < events else until
        if min(given, logged) >= until:
            return
        # the log holds the events, given or not; the timeline everything else; at one instant that goes first
        if given <= logged:
            op = w.timeline.op[row]
            if op not in (EVENT, MASK, FORCE_BY):
                apply_change(s, w.kinds, w.settings, w.timeline, row)
            row += 1
        else:
            apply_event(s, w.kinds, w.settings, log.k[n], log.i[n], log.j[n], 1.0, log.flags[n])
            n += 1


run_advance = compiled(_advance)


def state_at(arm: Arm, run: Run, date: dt.date) -> State:
    """Return the state of one simulated history at the end of day `date`.

    Raises
    ------
    UsageError
        If the date lies outside the simulation.
    """
    until = to_time(date + dt.timedelta(days=1))
    if not arm.world.start <= until <= arm.world.stop + 1e-9:
        first, last = to_date(arm.world.start), to_date(arm.world.stop)
        raise UsageError(f"date: {date} lies outside the simulation, {first} to {last}.")
    state = copy_state(arm.state)
    log = Log(run.time, run.k, run.i, run.j, run.given, run.flags)
    run_advance(arm.world, state, log, until)
    return state
