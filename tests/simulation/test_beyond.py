"""Histories that go on where the record has ended."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from rapallo.errors import UsageError
from rapallo.events.history import observed
from rapallo.io.relational_events import read_relational_events
from rapallo.model.hypothesis import Model
from rapallo.model.system import System
from rapallo.record.clock import to_time
from rapallo.report.ensemble import ensemble_data
from rapallo.simulation.arm import prepare
from rapallo.simulation.ensemble import Ensemble, run_arm, simulate
from rapallo.state.fields import EXISTS, FIRST_COVARIATE
from rapallo.state.settings import Settings
from tests.conftest import SMALL_VALUES

START, END, LATER = dt.date(1625, 3, 15), dt.date(1625, 12, 31), dt.date(1634, 5, 20)


def test_until_the_end_it_is_the_same_history(system):
    """What comes later cannot change what came before: the same events, at the same times, up to the record's end."""
    near = run_arm(prepare(system, SMALL_VALUES, START, END), 5, range(4))
    far = run_arm(prepare(system, SMALL_VALUES, START, LATER), 5, range(4))
    for one, other in zip(near, far, strict=True):
        n = len(one.time)
        assert n < len(other.time)
        np.testing.assert_array_equal(one.what, other.what[:, :n])
        np.testing.assert_array_equal(one.when, other.when[:, :n])
        assert other.time[n] >= to_time(END + dt.timedelta(days=1))


def test_the_engines_agree_beyond_the_end(system):
    arm = prepare(system, SMALL_VALUES, "1625-12-31", "1626-09-30")
    (one,), (other,) = run_arm(arm, 2, [0]), run_arm(arm, 2, [0], engine="plain")
    assert len(one.time) > 0
    np.testing.assert_array_equal(one.what, other.what)


def test_covariates_stay_memory_fades_and_actors_come_and_go_as_declared(system):
    """Without events a memory halves with each half-life; DOR ends in 1627 as declared, a newcomer is born in 1630."""
    record = system.record
    newcomer = replace(record.actors[record.index["AVA"]], id="ZED", name="Zed", begin=dt.date(1630, 1, 1))
    actors = (*(replace(a, end=dt.date(1627, 6, 30)) if a.id == "DOR" else a for a in record.actors), newcomer)
    longer = System(replace(record, actors=actors, digest=""), system.model)
    arm = prepare(longer, {}, START, LATER)
    (history,) = Ensemble(arm, 1, run_arm(arm, 1, [0])).histories()
    index = longer.record.index
    last, later = history.state(END), history.state(LATER)
    stay = [index[a.id] for a in record.actors if last.one[EXISTS, index[a.id]] and a.id != "DOR"]
    np.testing.assert_array_equal(last.one[FIRST_COVARIATE:, stay], later.one[FIRST_COVARIATE:, stay])
    for day, exists in (("1627-06-30", (1, 0)), ("1627-07-01", (0, 0)), ("1630-01-01", (0, 1))):
        assert tuple(history.state(day).one[EXISTS, [index["DOR"], index["ZED"]]]) == exists
    # the ticks between lie on 1 December 1625 and 1 May 1634
    years = to_time(dt.date(1634, 5, 1)) - to_time(dt.date(1625, 12, 1))
    roles = last.roles
    place = np.ix_([roles.first_trace], stay, stay)
    assert last.pair[place].max() > 0
    np.testing.assert_allclose(later.pair[place], last.pair[place] * 0.5 ** (years / system.design.traces[0].half_life))


def test_a_history_beyond_the_end_tells_a_record_that_replays(system):
    arm = prepare(system, SMALL_VALUES, START, LATER)
    for history in Ensemble(arm, 3, run_arm(arm, 3, range(3))).histories():
        assert history.record.end == LATER
        again = observed(history.record, system.model.settings, system.design.traces[2:])
        for day in (END, dt.date(1629, 11, 17), LATER):
            np.testing.assert_array_equal(history.state(day).pair, again.state(day).pair)
            np.testing.assert_array_equal(history.state(day).one, again.state(day).one)


def test_what_a_model_told_is_complete(system):
    """A record coded until June 1624: a history from that day is known to its end, one from a day later is not."""
    coded = System(replace(system.record, complete_until=dt.date(1624, 6, 30)), system.model)
    for start, known in (("1624-06-30", None), ("1624-07-01", dt.date(1624, 6, 30))):
        arm = prepare(coded, {}, start, LATER)
        (history,) = Ensemble(arm, 1, run_arm(arm, 1, [0])).histories()
        assert history.record.complete_until == known


def test_it_is_said_that_nothing_more_is_known(system):
    said = "beyond 1625-12-31, the record's end, covariates stay as they were last known and nothing is scheduled"
    far = simulate(system, SMALL_VALUES, START, LATER, runs=1)
    assert ensemble_data(far)["beyond"] == said
    assert far.summary().endswith(f"\n({said})")
    near = simulate(system, SMALL_VALUES, START, END, runs=1)
    assert ensemble_data(near)["beyond"] == ""
    assert "beyond" not in near.summary()


def test_in_continuous_time_the_rate_goes_on(tmp_path):
    """Three actors, six pairs, 0.5 events a year each: 300 in a hundred years after the last event, sd 17."""
    (tmp_path / "actors.csv").write_text("label\nA\nB\nC\n")
    (tmp_path / "events.csv").write_text("time,sender,receiver\n1.5,A,B\n2.25,B,C\n")
    record = read_relational_events(tmp_path / "actors.csv", tmp_path / "events.csv")
    system = System(record, Model({"event": ("inertia(event, binary)",)}, Settings.still()))
    stop = record.end.replace(year=record.end.year + 100)
    values = {"event": {"constant": np.log(0.5), "inertia(event, binary)": 0.0}}
    (run,) = simulate(system, values, record.end, stop, runs=1).runs
    assert 300 - 4 * 17 < len(run.time) < 300 + 4 * 17
    assert run.time.max() > to_time(stop) - 5


@pytest.mark.parametrize(
    ("start", "stop", "said"),
    [
        ("1626-01-01", "1627-01-01", "the start 1626-01-01 does not lie within the record, 1620-01-01 to 1625-12-31"),
        ("1619-12-31", "1621-01-01", "the start 1619-12-31 does not lie within the record"),
        ("1625-12-31", "1625-12-31", "do not lie in order"),
        ("1625-01-01", "2126-01-01", "2126-01-01 lies more than 500 years beyond the record's end, 1625-12-31"),
    ],
)
def test_days_that_will_not_do_are_refused(system, start, stop, said):
    with pytest.raises(UsageError, match=said):
        prepare(system, {}, start, stop)
