"""The compiled engine: the same steps, but only what a change can have moved is computed anew."""

from __future__ import annotations

import math

from rapallo.effects.statistics import adjust, age, init, update
from rapallo.events.apply import WHOLE, moves_ties
from rapallo.events.timeline import EVENT, SET_COV, SET_PAIR, TICK
from rapallo.model.intensity import intensity
from rapallo.simulate.clocks import Clocks, fire, first, retime, wind
from rapallo.simulate.steps import carry_out, happen, touch, write
from rapallo.simulate.world import Log, World
from rapallo.state.arrays import CAPABILITY, Floats, Ints, State
from rapallo.theory.kernels import compiled, inlined, kernel


@inlined
def _retime_one(w: World, s: State, X: Floats, clocks: Clocks, now: float, c: int) -> None:
    k, i, j = w.channels.k[c], w.channels.i[c], w.channels.j[c]
    if clocks.allowed[c] == 0.0:
        retime(clocks, c, now, 0.0)
    else:
        rate = intensity(s, w.kinds, w.layout, w.constant, w.slope, X, k, i, j)
        retime(clocks, c, now, clocks.allowed[c] * rate)


@kernel
def _retime_all(w: World, s: State, X: Floats, clocks: Clocks, now: float) -> None:
    for c in range(w.channels.k.shape[0]):
        _retime_one(w, s, X, clocks, now, c)


@kernel
def _retime_aged(w: World, s: State, X: Floats, clocks: Clocks, now: float) -> None:
    """After a tick: what is not at risk does not come to be so by the passing of time."""
    for c in range(w.channels.k.shape[0]):
        if clocks.rate[c] > 0:
            _retime_one(w, s, X, clocks, now, c)


@kernel
def _retime_touched(w: World, s: State, X: Floats, clocks: Clocks, now: float, touched: Ints) -> None:
    for c in w.wide:
        _retime_one(w, s, X, clocks, now, c)
    for who in touched:
        if who >= 0:
            for n in range(w.channels.first[who], w.channels.first[who + 1]):
                _retime_one(w, s, X, clocks, now, w.channels.of_actor[n])


@kernel
def _run_history(w: World, s: State, X: Floats, clocks: Clocks, log: Log, touched: Ints, seed: int, run: int) -> int:
    """Do what `reference.run_history` does; `touched` (3,) is more working space."""
    wind(clocks, seed, run, w.start)
    n, row, now = 0, 0, w.start
    rows = w.timeline.time.shape[0]
    init(s, w.bound, X)
    _retime_all(w, s, X, clocks, now)
    while True:
        c = first(clocks)
        fires = clocks.fires[c]
        given = w.timeline.time[row] if row < rows else math.inf
        if min(fires, given) >= w.stop:
            return n
        if n >= log.time.shape[0] - 1:
            return -1
        if given <= fires:
            now = given
            scratch, aged, events = False, False, 0
            while row < rows and w.timeline.time[row] == now and n < log.time.shape[0] - 1:
                n = carry_out(w, s, clocks, log, n, row)
                op = w.timeline.op[row]
                if op == TICK:
                    aged = True
                elif op == EVENT and w.timeline.flags[row] & WHOLE == 0:
                    events += 1
                    touch(s, w.timeline.i[row], w.timeline.j[row], touched)
                    update(s, w.bound, X, touched, moves_ties(w.kinds, w.timeline.k[row]))
                elif op == SET_PAIR or (op == SET_COV and w.timeline.k[row] != CAPABILITY):
                    events += 2
                    adjust(s, w.bound, X, w.timeline.i[row])
                else:
                    scratch = True
                row += 1
            if scratch:
                init(s, w.bound, X)
                _retime_all(w, s, X, clocks, now)
            elif aged:
                age(s, w.bound, X)
                if events == 0:
                    _retime_aged(w, s, X, clocks, now)
                else:
                    _retime_all(w, s, X, clocks, now)
            elif events == 1:
                _retime_touched(w, s, X, clocks, now, touched)
            else:
                _retime_all(w, s, X, clocks, now)
            continue
        now = fires
        k, i, j = w.channels.k[c], w.channels.i[c], w.channels.j[c]
        flags = happen(w, s, k, i, j)
        n = write(log, n, now, k, i, j, 0, flags)
        fire(clocks, c, now, seed, run)
        if flags & WHOLE:
            init(s, w.bound, X)
            _retime_all(w, s, X, clocks, now)
        else:
            touch(s, i, j, touched)
            update(s, w.bound, X, touched, moves_ties(w.kinds, k))
            _retime_touched(w, s, X, clocks, now, touched)


run_history = compiled(_run_history)
