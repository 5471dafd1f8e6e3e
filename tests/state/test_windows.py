"""Memory over a window: in full, then not at all."""

from __future__ import annotations

import math

import pytest

from rapallo.errors import UsageError
from rapallo.estimation.fitting import fit
from rapallo.io.relational_events import read_relational_events
from rapallo.model.hypothesis import Model
from rapallo.model.system import System
from rapallo.simulation.ensemble import simulate
from rapallo.state.traces import Trace
from rapallo.state.windows import leave
from rapallo.state.writer import age, remember, set_clock
from tests.worlds import Names, born


def test_an_act_counts_in_full_and_leaves_with_the_first_tick_after_its_window(small):
    state = born(small, [Trace("raid", math.inf, window=1.0)])
    x, trace = Names(small, state), state.roles.first_trace + 2
    for time, share in ((10.0, 1.0), (10.3, 0.1), (10.6, 0.2)):
        set_clock(state, time)
        remember(state, x.kind("raid"), x.AVA, x.BOR, share)
    remember(state, x.kind("amity"), x.AVA, x.BOR, 1.0)

    def at(time):
        set_clock(state, time)
        age(state, 0.1)
        return state.pair[trace, x.AVA, x.BOR]

    assert state.pair[trace, x.AVA, x.BOR] == pytest.approx(1.3)
    # all three; then 0.1 + 0.2: what is a year old to the day counts no more; then the last; then exactly nothing
    assert [at(10.9), at(11.0), at(11.4)] == [1.3, 0.1 + 0.2, 0.2]
    assert at(11.6) == 0.0
    # an amity is no raid
    assert state.counts[2] == 3


def test_without_a_window_nothing_is_kept(small):
    state = born(small, [Trace("raid", 2.0)])
    x = Names(small, state)
    remember(state, x.kind("raid"), x.AVA, x.BOR, 1.0)
    leave(state)
    assert (state.past.shape, state.counts[2]) == ((3, 0), 0)
    assert state.pair[state.roles.first_trace + 2, x.AVA, x.BOR] == 1.0


@pytest.fixture
def continuous(tmp_path):
    """Three events in continuous time: 1 to 2 at 1 and at 4, 2 to 3 at 2.5 years."""
    (tmp_path / "actors.csv").write_text("label\n1\n2\n3\n")
    (tmp_path / "events.csv").write_text("time,sender,receiver\n1,1,2\n2.5,2,3\n4,1,2\n")
    record = read_relational_events(tmp_path / "actors.csv", tmp_path / "events.csv")
    return System(record, Model({"event": ("inertia(window=2, form=count)",)}))


def test_in_continuous_time_the_end_of_a_window_is_a_change_of_its_own(continuous):
    times = continuous.history.timeline.rows.time
    first = times[times > times.min()].min()
    # three events, and two years after each
    assert [round(t - first, 6) for t in times if t >= first] == [0.0, 1.5, 2.0, 3.0, 3.5, 5.0]


def test_a_fit_in_continuous_time_knows_the_window(continuous):
    # at risk: 6 pairs. x = 1 for 1-2 from 1 to 3, for 2-3 from 2.5 to 4; no event falls on a pair remembered, so that
    # with x the coefficient has no finite estimate; with an offset of 0.5 the constant is
    # log(3 / (4 * 6 - 3.5 + 3.5 * exp(0.5)))
    system = System(continuous.record, Model({"event": ("offset(0.5 * inertia(window=2, form=count))",)}))
    found = fit(system).kinds["event"].estimate[0]
    assert found == pytest.approx(math.log(3 / (4 * 6 - 3.5 + 3.5 * math.exp(0.5))), abs=1e-6)


def test_a_simulation_in_continuous_time_is_refused(continuous):
    begin, end = continuous.record.begin, continuous.record.end
    with pytest.raises(UsageError, match="in continuous time, where memory over a window is fitted but not simulated"):
        simulate(continuous, {"event": {"constant": 0.0}}, begin, end)
