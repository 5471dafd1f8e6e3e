"""A simulated history answers what the observed one answers, and tells a record that replays to the same state."""

import datetime as dt

import numpy as np
import pytest

from rapallo.errors import UsageError
from rapallo.estimation.fitting import fit
from rapallo.events.checks import breaches
from rapallo.events.history import observed
from rapallo.explanation.event import explain
from rapallo.simulation.arm import prepare
from rapallo.simulation.ensemble import Ensemble, run_arm
from rapallo.state.fields import EXISTS
from tests.conftest import SMALL_VALUES

START, STOP = dt.date(1622, 8, 2), dt.date(1625, 6, 30)


@pytest.fixture(scope="module")
def histories(system):
    arm = prepare(system, SMALL_VALUES, START, STOP)
    return list(Ensemble(arm, 11, run_arm(arm, 11, range(8))).histories())


def retold(system, history):
    return observed(history.record, system.model.settings, system.design.traces[2:])


def test_a_history_and_its_record_come_to_the_same_state(system, histories):
    for history in histories:
        again = retold(system, history)
        for day in (START, dt.date(1623, 11, 17), STOP):
            one, other = history.state(day), again.state(day)
            np.testing.assert_array_equal(one.pair, other.pair)
            np.testing.assert_array_equal(one.one, other.one)
            np.testing.assert_array_equal(one.who, other.who)


def test_its_treaties_name_the_events_that_made_them(histories):
    for history in histories:
        known = {event.id for event in history.events()}
        for treaty in history.treaties(STOP, ended=True):
            assert treaty.id in known or treaty.id == ""
            if treaty.id:
                assert {bond.since for bond in treaty.bonds} >= {history.record.event(treaty.id).date}


def test_what_happens_in_it_was_at_risk(system, histories):
    assert [breaches(retold(system, history)) for history in histories] == [[]] * 8


def test_an_event_of_it_is_explained(system, histories):
    fitted = fit(system)
    history = histories[0]
    event = next(e for e in history.events() if e.kind in fitted.kinds and e.source == "simulated")
    found = explain(system, fitted, event.id, history=history)
    assert 1 <= found.pairs[0].rank <= found.pairs[0].of


def test_an_end_that_an_annexation_brought_about_is_left_to_the_model(system, small, histories):
    """GAR ends on 30 June 1624 in the record, absorbed by AVA; in a history it ends only if it is absorbed there."""
    place, lives = small.index["GAR"], []
    for history in histories:
        absorbed = any(
            e.kind == "absorption" and e.attributes.get("all") and "GAR" in e.side_b for e in history.events()
        )
        lives.append(bool(history.state(STOP).one[EXISTS, place]))
        assert lives[-1] != absorbed
    assert not all(lives)
    quiet = prepare(system, {}, START, STOP)
    (history,) = Ensemble(quiet, 1, run_arm(quiet, 1, [0])).histories()
    assert history.state(STOP).one[EXISTS, place] == 1
    assert system.history.state(STOP).one[EXISTS, place] == 0


def test_a_day_outside_is_refused(histories):
    with pytest.raises(UsageError, match="lies outside the history, 1622-08-02 to 1625-06-30"):
        histories[0].state("1625-07-01")


def test_a_treaty_of_the_model_lapses_with_its_term(system):
    """The record's amity of February 1621 has the kind's ten years; one of half a year, put in, lapses at a tick."""
    from rapallo.record.clock import to_time
    from rapallo.record.tables import Event

    day = dt.date(1622, 9, 1)
    short = Event("inserted", to_time(day), day, "day", "truce", ("CAL",), ("AVA",), "Short", {"term": "0.5"})
    arm = prepare(system, {}, START, STOP, inserted=[short])
    (run,) = run_arm(arm, 1, [0])
    (history,) = Ensemble(arm, 1, [run]).histories()
    ends = [e for e in history.events() if e.kind == "expiry"]
    # half a year from 1 September is 2 March; the next tick is 1 April
    assert [(e.date, set(e.actors), e.attributes["of"]) for e in ends] == [
        (dt.date(1623, 4, 1), {"AVA", "CAL"}, "inserted")
    ]
    truce = next(t for t in history.treaties(STOP, ended=True) if t.id == "inserted")
    assert truce.ended == dt.date(1623, 4, 1)
    assert truce.bonds[0].cause == "lapsed"


def test_one_more_actor_leaves_the_luck_of_others_alone(system, small, small_folder):
    """A realm that has nothing to do with anybody changes no event among the others."""
    from rapallo.model.system import System
    from rapallo.record.read import read_record

    path = small_folder / "actors.csv"
    path.write_text(path.read_text() + "ZED,Zedland,realm,1620-01-01,,,10,10,\n")
    wider = System(read_record(small_folder), system.model)
    values = {"raid": {"constant": -1.5}, "unrest": {"constant": 0.0}}
    found = []
    for bound in (system, wider):
        arm = prepare(bound, values, START, STOP)
        names = [a.id for a in bound.record.actors]
        rows = set()
        for run in run_arm(arm, 3, range(5)):
            for t, k, i, j in zip(run.time, run.kind, run.sender, run.receiver, strict=True):
                if j >= 0 and "ZED" not in (names[i], names[j]):
                    rows.add((run.number, float(t), bound.record.kinds[k].name, names[i], names[j]))
        found.append(rows)
    assert found[0] == found[1]
    assert len(found[0]) > 50


def test_absences_are_told_unless_an_annexation_brought_them_about(small_folder, system):
    """GAR, whose end is left to annexations, is absent in the record after the start; ELM before it, DOR after it."""
    from rapallo.model.system import System
    from rapallo.record.read import read_record

    rows = [
        "ELM,1621-03-01,1621-04-01",
        "GAR,1622-10-01,1622-11-01",
        "GAR,1620-10-01,1620-11-01",
        "DOR,1623-10-01,1623-11-01",
    ]
    text = "id,begin,end,reason,source\n" + "".join(f"{row},away,chronicle\n" for row in rows)
    (small_folder / "absences.csv").write_text(text)
    away = System(read_record(small_folder), system.model)
    arm = prepare(away, {}, START, STOP)
    (history,) = Ensemble(arm, 1, run_arm(arm, 1, [0])).histories()
    told = {(gap.id, gap.begin.year) for gap in history.record.absences}
    assert told == {("ELM", 1621), ("GAR", 1620), ("DOR", 1623)}


def test_a_term_that_ends_with_a_tick_lapses_at_that_tick(system):
    """The league of CAL and ELM, given an end on 1 February 1623, lapses on that day."""
    from rapallo.record.clock import to_time
    from rapallo.state.bonds import BONDS, TREATY, UNTIL, joins

    arm = prepare(system, {}, START, STOP)
    cal, elm = system.record.index["CAL"], system.record.index["ELM"]
    league = system.record.numbers["1620-league"]
    for n in range(int(arm.state.counts[BONDS])):
        if arm.state.bond[TREATY, n] == league and joins(arm.state, n, cal, elm):
            arm.state.term[UNTIL, n] = to_time(dt.date(1623, 2, 1))
    (history,) = Ensemble(arm, 1, run_arm(arm, 1, [0])).histories()
    assert [(e.date, set(e.actors)) for e in history.events() if e.kind == "expiry"] == [
        (dt.date(1623, 2, 1), {"CAL", "ELM"})
    ]
