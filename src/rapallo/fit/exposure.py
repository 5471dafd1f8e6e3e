"""From a record to the rows of a likelihood: what every channel was exposed to, and what happened.

The state is constant between changes, so the integral of an intensity is a sum over spells: stretches in which a
channel's statistics did not change. Spells are made in one pass of replay, the same code as everywhere.
"""

from __future__ import annotations

from typing import NamedTuple

from rapallo.effects.statistics import Bound, age, init, update
from rapallo.events.apply import WHOLE, moves_ties
from rapallo.events.changes import apply_change
from rapallo.events.kind_table import KindTable
from rapallo.events.risk import rule_holds
from rapallo.events.settings import Settings
from rapallo.events.timeline import EVENT, TICK, Timeline
from rapallo.model.channels import Channels
from rapallo.model.intensity import Layout, statistic
from rapallo.state.arrays import Floats, Ints, State
from rapallo.theory.kernels import compiled, kernel


class Spells(NamedTuple):
    """Rows of the likelihood.

    Attributes
    ----------
    channel : (R,) int
        Channel of the spell or event.
    x : (R, Pmax) float
        Its statistics, both sides added where consent is needed.
    size : (R,) float
        Years of exposure; for events the weight.
    stratum : (R,) int
        For events the group of the event; for the ordered likelihood the number of the choice; else -1.
    chosen : (R,) int
        1 for events, 0 for spells and for the alternatives of a choice.
    """

    channel: Ints
    x: Floats
    size: Floats
    stratum: Ints
    chosen: Ints


class Pass(NamedTuple):
    """Working space of one pass: the statistics now in force for each channel.

    Attributes
    ----------
    X : (E, A, A) float
    x : (N, Pmax) float
    open : (N,) int
        1 while the channel is at risk.
    since : (N,) float
        Beginning of the present spell.
    counts : (4,) int
        Rows written, events not covered, events not at risk, choices.
    """

    X: Floats
    x: Floats
    open: Ints
    since: Floats
    counts: Ints


ROWS, NOT_COVERED, NOT_AT_RISK, CHOICES = range(4)


@kernel
def _write(out: Spells, p: Pass, counting: bool, c: int, size: float, stratum: int, chosen: int) -> None:
    if not counting:
        row = p.counts[ROWS]
        out.channel[row] = c
        for place in range(p.x.shape[1]):
            out.x[row, place] = p.x[c, place]
        out.size[row] = size
        out.stratum[row] = stratum
        out.chosen[row] = chosen
    p.counts[ROWS] += 1


@kernel
def _close(out: Spells, p: Pass, counting: bool, c: int, now: float, begin: float) -> None:
    """End the spell of channel c at `now`; what lies before `begin` is not observed."""
    start = max(p.since[c], begin)
    if p.open[c] == 1 and now > start:
        _write(out, p, counting, c, now - start, -1, 0)
    p.since[c] = now


@kernel
def _look(
    s: State,
    kt: KindTable,
    layout: Layout,
    ch: Channels,
    out: Spells,
    p: Pass,
    exact: bool,
    counting: bool,
    c: int,
    now: float,
    begin: float,
) -> None:
    """Compare channel c with its present spell; start another if its statistics or its risk changed."""
    k, i, j = ch.k[c], ch.i[c], ch.j[c]
    risk = 1 if rule_holds(s, kt, k, i, j) else 0
    same = risk == p.open[c]
    if risk == 1 and same:
        for place in range(layout.n_terms[k]):
            if p.x[c, place] != statistic(p.X, kt.consent, layout.columns[k, place], i, j, k):
                same = False
                break
    if same:
        return
    if exact:
        _close(out, p, counting, c, now, begin)
    p.open[c] = risk
    if risk == 1:
        for place in range(layout.n_terms[k]):
            p.x[c, place] = statistic(p.X, kt.consent, layout.columns[k, place], i, j, k)


@kernel
def _happened(
    kt: KindTable, ch: Channels, tl: Timeline, out: Spells, p: Pass, exact: bool, counting: bool, row: int
) -> None:
    """Write the row of an event, or of the choice among all channels of its kind."""
    k = tl.k[row]
    c = ch.place[k, tl.i[row], tl.j[row]]
    if c < 0:
        p.counts[NOT_COVERED] += 1
        return
    if p.open[c] == 0:
        p.counts[NOT_AT_RISK] += 1
        return
    if exact:
        _write(out, p, counting, c, tl.weight[row], tl.group[row], 1)
        return
    for other in range(ch.k.shape[0]):
        if ch.k[other] == k and p.open[other] == 1:
            _write(out, p, counting, other, tl.weight[row], p.counts[CHOICES], 1 if other == c else 0)
    p.counts[CHOICES] += 1


@kernel
def _spells(
    s: State,
    kt: KindTable,
    st: Settings,
    bound: Bound,
    layout: Layout,
    ch: Channels,
    wide: Ints,
    tl: Timeline,
    begin: float,
    stop: float,
    exact: bool,
    counting: bool,
    out: Spells,
    p: Pass,
    touched: Ints,
) -> None:
    rows = tl.time.shape[0]
    row = 0
    while row < rows:
        now = tl.time[row]
        if tl.op[row] != EVENT:
            scratch = False
            while row < rows and tl.time[row] == now and tl.op[row] != EVENT:
                apply_change(s, kt, st, tl, row)
                scratch = scratch or tl.op[row] != TICK
                row += 1
            if scratch:
                init(s, bound, p.X)
            else:
                age(s, bound, p.X)
            for c in range(ch.k.shape[0]):
                _look(s, kt, layout, ch, out, p, exact, counting, c, now, begin)
            continue
        last = row + 1
        while last < rows and tl.op[last] == EVENT and tl.group[last] == tl.group[row]:
            last += 1
        for r in range(row, last):
            if tl.weight[r] > 0 and now >= begin:
                _happened(kt, ch, tl, out, p, exact, counting, r)
        for r in range(row, last):
            i, j = tl.i[r], tl.j[r]
            apply_change(s, kt, st, tl, r)
            touched[0] = i
            touched[1] = j
            touched[2] = s.patron[i]
            if tl.flags[r] & WHOLE:
                init(s, bound, p.X)
                for c in range(ch.k.shape[0]):
                    _look(s, kt, layout, ch, out, p, exact, counting, c, now, begin)
                continue
            update(s, bound, p.X, touched, moves_ties(kt, tl.k[r]))
            for c in wide:
                _look(s, kt, layout, ch, out, p, exact, counting, c, now, begin)
            for who in touched:
                if who >= 0:
                    for n in range(ch.first[who], ch.first[who + 1]):
                        _look(s, kt, layout, ch, out, p, exact, counting, ch.of_actor[n], now, begin)
        row = last
    if exact:
        for c in range(ch.k.shape[0]):
            _close(out, p, counting, c, stop, begin)


run_spells = compiled(_spells)
