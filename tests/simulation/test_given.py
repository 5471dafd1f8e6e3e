"""What is given falls away with what it presupposes."""

import datetime as dt

import pytest

from rapallo.errors import UsageError
from rapallo.events.history import observed
from rapallo.events.timeline import FORCE_BY, GONE, MASK, Change
from rapallo.model.system import System
from rapallo.record.clock import to_time
from rapallo.record.read import read_record
from rapallo.record.tables import Event
from rapallo.simulation.arm import prepare, without
from rapallo.simulation.ensemble import Ensemble, run_arm
from rapallo.state.fields import FIRST_TIE

START, STOP = dt.date(1621, 1, 1), dt.date(1624, 12, 31)


def with_pairs(folder, *rows):
    """The record of a folder with more values of pairs, with the events that begin and end them."""
    path = folder / "pairs.csv"
    head, *lines = path.read_text().splitlines()
    kept = [head + ",begun_by,ended_by", *(line + ",," for line in lines)]
    path.write_text("\n".join([*kept, *rows]) + "\n")
    return read_record(folder)


@pytest.fixture
def changed(small_folder, system):
    """On the schedule: the league ends if the invasion of 1622 happened, and a prince follows on it."""
    path = small_folder / "schedule.csv"
    path.write_text(
        path.read_text()
        + "1622-league-ends,1622-09-10,day,expiry,CAL;ELM,,Ends,of=1620-league;requires=1622-invasion,real,"
        "chronicle,,\n"
        + "1622-prince,1622-09-20,day,coronation,ELM,,Prince,requires=1622-league-ends,real,chronicle,,\n"
    )
    return System(read_record(small_folder), system.model)


def league(system, run_or_state):
    layer = FIRST_TIE + system.record.vocabulary.tie_index["league"]
    return run_or_state.pair[layer, system.record.index["CAL"], system.record.index["ELM"]]


def test_what_presupposes_an_event_that_is_left_out_falls_with_all_that_follows(changed):
    arm = prepare(changed, {}, START, STOP, dropped=["1622-invasion"])
    assert dict(arm.fallen) == {"1622-league-ends": "1622-invasion", "1622-prince": "1622-league-ends"}


def test_a_given_event_needs_the_like_of_what_it_presupposes(changed):
    """No invasion is simulated, so the league stands; where one of the kind and pair happens, it ends on its day."""
    arm = prepare(changed, {}, START, STOP)
    (run,) = run_arm(arm, 1, [0], watches=[(arm.stop, lambda state: league(changed, state) == 1)])
    number = changed.record.numbers
    assert run.fallen >= {number["1622-league-ends"], number["1622-prince"]}
    assert run.seen == (True,)
    day = dt.date(1622, 6, 1)
    like = Event("another", to_time(day), day, "day", "invasion", ("BOR",), ("ELM",), "Another invasion")
    arm = prepare(changed, {}, START, STOP, inserted=[like])
    (run,) = run_arm(arm, 1, [0], watches=[(arm.stop, lambda state: league(changed, state) == 1)])
    assert not run.fallen & {number["1622-league-ends"], number["1622-prince"]}
    assert run.seen == (False,)


def test_values_that_presuppose_what_is_left_out_go_with_it(small_folder, system):
    record = with_pairs(
        small_folder,
        "BOR,CAL,pretension,1622-08-02,1623-02-01,0.6,chronicle,,1622-invasion,1623-accord",
        "BOR,DOR,pretension,1620-02-01,1623-02-01,0.6,chronicle,,,1623-accord",
    )
    left = {(p.actor_b, p.end) for p in without(record, {"1622-invasion"}).pairs if p.name == "pretension"}
    assert left == {("ELM", None), ("DOR", dt.date(1623, 2, 1))}
    left = {(p.actor_b, p.end) for p in without(record, {"1623-accord"}).pairs if p.name == "pretension"}
    assert left == {("ELM", None), ("CAL", None), ("DOR", None)}


def test_dates_and_names_are_checked(changed):
    with pytest.raises(UsageError, match="do not lie in order"):
        prepare(changed, {}, STOP, START)
    with pytest.raises(UsageError, match=r"There is no event '1622-invasio'\. Did you mean 1622-invasion"):
        prepare(changed, {}, START, STOP, dropped=["1622-invasio"])


def test_a_value_waits_for_the_like_of_what_it_presupposes(small_folder, system):
    """After the start BOR lays claim to CAL if it has invaded ELM by then; the history tells the same as the run."""
    row = "BOR,CAL,pretension,1622-08-02,,0.6,chronicle,,1622-invasion,"
    wider = System(with_pairs(small_folder, row), system.model)
    claim = wider.history.origin.roles.claim, wider.record.index["BOR"], wider.record.index["CAL"]
    seen = {}
    for day in (None, dt.date(1622, 6, 1), dt.date(1622, 9, 1)):
        like = [] if day is None else [Event("x", to_time(day), day, "day", "invasion", ("BOR",), ("ELM",), "Like")]
        arm = prepare(wider, {}, START, STOP, inserted=like)
        (run,) = run_arm(arm, 1, [0], watches=[(arm.stop, lambda state: state.pair[claim] == 0.6)])
        (history,) = Ensemble(arm, 1, [run]).histories()
        assert (history.state(STOP).pair[claim] == 0.6) == run.seen[0]
        told = [p for p in history.record.pairs if (p.name, p.actor_b) == ("pretension", "CAL")]
        assert bool(told) == run.seen[0]
        seen[day] = run.seen[0]
    assert seen == {None: False, dt.date(1622, 6, 1): True, dt.date(1622, 9, 1): False}


def test_a_forced_event_happens_on_its_day_from_sender_to_receiver(system):
    record, day = system.record, to_time(dt.date(1622, 3, 4))
    k, i, j = record.kind_index["summons"], record.index["CAL"], record.index["AVA"]
    arm = prepare(system, {}, START, STOP, changes=[Change(day, FORCE_BY, k, i, j), Change(day + 1, FORCE_BY, k, i, j)])
    (run,) = run_arm(arm, 1, [0])
    own = run.kind == k
    # the second time it has happened already
    assert list(zip(run.time[own], run.sender[own], run.receiver[own], run.given[own], strict=True)) == [
        (day, i, j, True)
    ]


def test_a_mask_bars_its_pairs_from_its_time_and_lifts(system):
    record, day = system.record, to_time(dt.date(1622, 1, 1))
    k, i, j = record.kind_index["raid"], record.index["CAL"], record.index["AVA"]
    bars = [Change(day, MASK, k, i, j, 0.0), Change(day + 1, MASK, k, i, j, 1.0), Change(day, MASK, k, -1, i, 0.0)]
    arm = prepare(system, {"raid": {"constant": 1.0}}, START, STOP, changes=bars)
    runs = run_arm(arm, 1, range(6))

    def times(a, b):
        found = [r.time[(r.kind == k) & ((r.sender == a) | (a < 0)) & (r.receiver == b)] for r in runs]
        return [float(t) for times in found for t in times]

    one = times(i, j)
    assert not [t for t in one if day < t < day + 1]
    assert [t for t in one if t < day] or [t for t in one if t > day + 1]
    assert [t for t in times(j, i) if t < day]
    assert not [t for t in times(-1, i) if t > day]


def test_what_is_left_out_of_the_schedule_does_not_happen_and_the_rest_does(changed):
    arm = prepare(changed, {}, START, STOP, dropped=["1621-crowned"])
    assert [e.id for e in arm.record.schedule] == ["1622-league-ends", "1622-prince", "1623-whispers"]
    (run,) = run_arm(arm, 1, [0])
    assert [changed.record.kinds[k].name for k in run.kind] == ["whisper"]


def test_a_value_waits_for_what_is_given(small_folder, system):
    """BOR lays claim to CAL with its new prince; in the arm without the coronation it does not."""
    row = "BOR,CAL,pretension,1621-05-01,1623-07-01,0.6,chronicle,,1621-crowned,1623-whispers"
    wider = System(with_pairs(small_folder, row), system.model)
    claim = wider.history.origin.roles.claim, wider.record.index["BOR"], wider.record.index["CAL"]
    for dropped, values in (((), (0.6, 0.0)), (("1621-crowned",), (0.0, 0.0)), (("1623-whispers",), (0.6, 0.6))):
        arm = prepare(wider, {}, START, STOP, dropped=dropped)
        (history,) = Ensemble(arm, 1, run_arm(arm, 1, [0])).histories()
        again = observed(history.record, system.model.settings, system.design.traces[2:])
        for day, value in zip(("1622-01-01", "1624-01-01"), values, strict=True):
            assert history.state(day).pair[claim] == value, (dropped, day)
            assert again.state(day).pair[claim] == value, (dropped, day)


def test_a_secret_of_before_the_start_comes_to_light_on_its_day(system):
    """The amity of February 1621 is revealed on 1 March 1622; one that the model makes is open from the first."""
    arm = prepare(system, {}, dt.date(1621, 6, 1), STOP)
    (history,) = Ensemble(arm, 1, run_arm(arm, 1, [0])).histories()
    layer = FIRST_TIE + system.record.vocabulary.tie_index["amity"] + len(system.record.vocabulary.ties)
    place = layer, system.record.index["AVA"], system.record.index["BOR"]
    assert [history.state(day).pair[place] for day in ("1622-02-28", "1622-03-01")] == [1, 0]


@pytest.mark.parametrize(("gone", "happens"), [("AVA", False), ("DOR", False), ("CAL", True)])
def test_what_is_given_needs_both_that_it_joins(system, gone, happens):
    """The whisper of June 1623 goes from DOR to AVA, who has the first place of all."""
    end = Change(to_time(dt.date(1622, 1, 1)), GONE, i=system.record.index[gone])
    (run,) = run_arm(prepare(system, {}, START, STOP, changes=[end]), 1, [0])
    names = [system.record.kinds[k].name for k in run.kind]
    assert ("whisper" in names) == happens
    assert (system.record.numbers["1623-whispers"] in run.fallen) != happens
