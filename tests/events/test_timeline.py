"""A record as rows in time: what goes before what, what each row carries, and what it presupposes."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapallo.events import timeline as t
from rapallo.events.presuppose import fall_away
from rapallo.events.timeline import Change, event_changes, in_order, record_changes, tick_changes, treaty_number
from rapallo.record.clock import to_time
from rapallo.record.read import read_record
from rapallo.record.rows import PairValue
from rapallo.record.tables import Event, by_the_hour
from rapallo.state.arrays import NO_TREATY
from tests.naive.figures import event_weight

VALUES = 28


def time(text):
    return to_time(dt.date.fromisoformat(text))


@pytest.fixture
def told(small_folder):
    """The small world with more lines in a table, read anew."""

    def add(table, *lines):
        path = small_folder / f"{table}.csv"
        path.write_text(path.read_text() + "".join(f"{line}\n" for line in lines))
        return read_record(small_folder)

    return add


def timeline_of(record):
    return in_order(record_changes(record, VALUES, record.numbers), to_time(record.begin), math.inf)


def changes(record, event):
    return event_changes(record, record.event(event), record.numbers)


def only(rows, op):
    return [row for row in rows if row.op == op]


def test_order_of_the_operations():
    names = "TICK LEAVE LAPSE BORN GONE FIRST_COVARIATE FIRST_VALUE OPEN_TIE REVEAL MASK EVENT FORCE_BY SET_COVARIATE"
    names += " SET_VALUE SET_TRUST SET_THREAT"
    assert [getattr(t, name) for name in names.split()] == list(range(16))


def test_a_day_goes_by_operation_and_events_as_given():
    day = [(t.SET_VALUE, 0), (t.EVENT, 1), (t.TICK, 2), (t.EVENT, 3), (t.OPEN_TIE, 4), (t.BORN, 5)]
    rows = in_order([Change(2.0, op, what) for op, what in day] + [Change(1.0, t.SET_THREAT, 6)], 0.0, math.inf).rows
    assert rows.what.tolist() == [6, 2, 5, 4, 1, 3, 0]


def test_what_is_earlier_than_the_beginning_moves_to_it_in_its_own_order():
    rows = [
        Change(3.0, t.FIRST_VALUE, 1),
        Change(1.0, t.FIRST_VALUE, 2),
        Change(5.0, t.BORN, 3),
        Change(7.0, t.TICK, 4),
    ]
    timeline = in_order([*rows, Change(9.0, t.TICK, 5)], 5.0, 7.0)
    assert timeline.rows.time.tolist() == [5.0, 5.0, 5.0, 7.0]
    assert timeline.rows.what.tolist() == [3, 2, 1, 4]
    assert len(timeline) == 4


def test_steps_are_one_event_or_the_other_changes_of_an_instant():
    def event(time_, number):
        return Change(time_, t.EVENT, event=number)

    rows = [Change(1.0, t.TICK), Change(1.0, t.BORN), event(1.0, 0), event(1.0, 0), event(1.0, 1)]
    rows += [Change(1.0, t.SET_VALUE), Change(2.0, t.SET_VALUE), event(3.0, -1), event(3.0, -1)]
    timeline = in_order(rows, 0.0, math.inf)
    assert timeline.starts.tolist() == [0, 2, 4, 5, 6, 7, 8]
    assert list(timeline.steps(0, 9)) == [(0, 2), (2, 4), (4, 5), (5, 6), (6, 7), (7, 8), (8, 9)]
    # a window may cut a step
    assert list(timeline.steps(1, 4)) == [(1, 2), (2, 4)]
    assert list(timeline.steps(3, 3)) == []


def test_ticks_are_on_the_first_of_each_month():
    rows = tick_changes(dt.date(1620, 1, 1), dt.date(1620, 4, 1))
    assert [row.time for row in rows] == [time(f"1620-0{m}-01") for m in (2, 3, 4)]
    # January, February (of a leap year) and March
    assert [row.value * 365.25 for row in rows] == pytest.approx([31, 29, 31])
    # a beginning within a month
    rows = tick_changes(dt.date(1620, 1, 21), dt.date(1620, 2, 28))
    assert [row.value * 365.25 for row in rows] == pytest.approx([11])


def test_the_pairs_of_a_treaty_share_its_weight(small):
    rows = changes(small, "1620-league")
    x = small.index
    assert {(r.i, r.j) for r in rows} == {(x["CAL"], x["DOR"]), (x["CAL"], x["ELM"]), (x["DOR"], x["ELM"])}
    # three parties, three pairs: (3 - 1) / 3; in memory each is whole
    assert [r.weight for r in rows] == pytest.approx([2 / 3] * 3)
    assert {(r.op, r.value, r.real, r.secret, r.whole, r.void, r.stays, r.of) for r in rows} == {
        (t.EVENT, 1, 1, 0, 0, 0, 0, -1)
    }
    assert {r.term for r in rows} == {20.0}
    number = small.numbers["1620-league"]
    assert {(r.event, r.treaty, r.what) for r in rows} == {(number, number, small.kind_index["league"])}


def test_a_pair_that_consents_goes_from_the_lower_to_the_higher(small):
    # Fenland joins Calland, Dorland and Elmland, whose places are lower
    rows = changes(small, "1621-joins")
    assert all(row.i < row.j == small.index["FEN"] for row in rows)
    # one joining, received by three
    assert [r.weight for r in rows] == pytest.approx([1 / 3] * 3)
    # they are bound by the treaty that they join
    assert {r.treaty for r in rows} == {small.numbers["1620-league"]}
    assert {r.event for r in rows} == {small.numbers["1621-joins"]}
    assert {r.requires for r in rows} == {("1620-league",)}


def test_an_act_without_consent_keeps_its_direction(small):
    (row,) = changes(small, "1622-raid")
    assert (row.i, row.j, row.weight) == (small.index["BOR"], small.index["ELM"], 1.0)
    assert row.term == math.inf


def test_a_demand_stands_for_its_term(small):
    made, over = changes(small, "1620-summons")
    assert (made.i, made.j, made.term) == (small.index["BOR"], small.index["ELM"], 1.0)
    # 5 May 1620 and a year: the first of the month after
    assert (over.op, over.time, over.treaty) == (t.LAPSE, to_time(dt.date(1621, 6, 1)), made.treaty)


def test_what_is_given_or_not_real_has_no_weight(small):
    assert [r.weight for r in changes(small, "1621-forged")] == [0.0]
    assert [r.weight for r in changes(small, "1623-whispers")] == [0.0]
    (crowned,) = changes(small, "1621-crowned")
    assert (crowned.i, crowned.j, crowned.weight) == (small.index["BOR"], -1, 0.0)
    assert [r.real for e in ("1621-forged", "1621-stir", "1623-whispers") for r in changes(small, e)] == [0, 1, 0]


def test_attributes_of_an_act(told, small):
    assert [r.whole for r in changes(small, "1624-absorbed")] == [1]
    record = told(
        "events",
        "1625-a,1625-01-01,day,commerce,AVA,BOR,Signed only,ratified=false,real,chronicle,,",
        "1625-b,1625-01-02,day,enthronement,AVA,BOR,It failed,outcome=failure,real,chronicle,,",
        "1625-c,1625-01-03,day,invasion,AVA,BOR,A feud,,real,chronicle,,",
        "1625-d,1625-01-04,day,accord,AVA,BOR,An armistice,stage=armistice,real,chronicle,,",
        "1625-e,1625-01-05,day,league,AVA,BOR,For two years,term=2,real,chronicle,,",
    )
    rows = {letter: changes(record, f"1625-{letter}")[0] for letter in "abcde"}
    assert [rows[letter].void for letter in "abcde"] == [1, 1, 0, 0, 0]
    assert [rows[letter].stays for letter in "abcde"] == [0, 0, 0, 1, 0]
    assert rows["e"].term == 2.0


def test_secrets_come_to_light(small):
    act, shown = changes(small, "1621-friends")
    assert (act.op, act.secret) == (t.EVENT, 1)
    number = small.numbers["1621-friends"]
    assert (shown.op, shown.time, shown.treaty, shown.event) == (t.REVEAL, time("1622-03-01"), number, number)
    assert {shown.i, shown.j} == {small.index["AVA"], small.index["BOR"]}


def test_the_treaty_of_a_chain(told):
    record = told(
        "events",
        "1625-joins,1625-01-01,day,league,AVA,FEN,Joins by way of one who joined,accession=1621-joins,real,chronicle,,",
        "1625-longer,1625-02-01,day,prolongation,CAL,DOR,Prolonged,of=1620-league,real,chronicle,,",
        "1625-out,1625-03-01,day,renunciation,FEN,CAL,Renounced,of=1621-joins,real,chronicle,,",
        "1625-new,1625-04-01,day,amity,AVA,BOR,In place of another,of=1621-friends,real,chronicle,,",
    )
    numbers = record.numbers

    def treaty(name):
        return treaty_number(record, numbers, record.event(name))

    league = numbers["1620-league"]
    assert [treaty(n) for n in ("1620-league", "1625-joins", "1625-longer", "1625-out")] == [league] * 4
    # what opens a tie of its own is a treaty of its own
    assert treaty("1625-new") == numbers["1625-new"]
    assert changes(record, "1625-out")[0].of == league
    assert changes(record, "1625-new")[0].of == numbers["1621-friends"]
    assert changes(record, "1620-summons")[0].of == NO_TREATY


def test_a_term_runs_out_unless_it_is_a_pacts_or_an_event_ends_it(told):
    record = told(
        "events",
        "1624-rooms,1624-01-01,day,commerce,AVA,BOR,For a year,term=1,real,chronicle,,",
        "1624-ever,1624-01-02,day,commerce,AVA,CAL,For good,,real,chronicle,,",
        "1624-truce,1624-01-03,day,truce,AVA,DOR,A pact for a year,term=1,real,chronicle,,",
        "1624-held,1624-01-04,day,seizure,AVA,ELM,For a year; yet see below,term=1,real,chronicle,,",
        "1624-left,1624-06-04,day,departure,AVA,ELM,Before the year is over,of=1624-held,real,chronicle,,",
    )
    lapses = {
        name: only(changes(record, f"1624-{name}"), t.LAPSE) for name in ("rooms", "ever", "truce", "held", "left")
    }
    assert {name: len(rows) for name, rows in lapses.items()} == {
        "rooms": 1,
        "ever": 0,
        "truce": 0,
        "held": 0,
        "left": 0,
    }
    (lapse,) = lapses["rooms"]
    # a year of 365.25 days from 1 January 1624, a leap year, is over on the last of December; the month after begins
    assert lapse.time == time("1625-01-01")
    assert lapse.treaty == lapse.event == record.numbers["1624-rooms"]


def test_the_restored_are_born_before_their_event(small):
    import dataclasses

    event = dataclasses.replace(small.event("1623-accord"), attributes={"restores": "GAR+FEN", "requires": "1622-raid"})
    rows = event_changes(small, event, small.numbers)
    born = only(rows, t.BORN)
    assert [row.i for row in born] == [small.index["GAR"], small.index["FEN"]]
    # without the event, or what it presupposes, they do not return
    assert {(row.event, row.requires) for row in born} == {(small.numbers["1623-accord"], ("1622-raid",))}


def test_what_an_actor_is_born_with_goes_before_the_events_of_the_day(told):
    record = told(
        "covariates", "FEN,might,1621-06-01,0.1,share,chronicle,", "FEN,might,1621-07-01,0.2,share,chronicle,"
    )
    rows = timeline_of(record).rows
    own = (rows.i == record.index["FEN"]) & np.isin(rows.op, (t.FIRST_COVARIATE, t.SET_COVARIATE))
    assert rows.op[own].tolist() == [t.FIRST_COVARIATE, t.SET_COVARIATE]
    # at the beginning of the record; and a change later
    creed = (rows.i == record.index["BOR"]) & (rows.what == 4) & np.isin(rows.op, (t.FIRST_COVARIATE, t.SET_COVARIATE))
    assert rows.op[creed].tolist() == [t.SET_COVARIATE]


def test_where_one_value_ends_as_the_next_begins_the_beginning_is_last(small):
    rows = timeline_of(small).rows
    x = small.index
    regard = (
        (rows.what == VALUES + small.vocabulary.value_index["regard"]) & (rows.i == x["DOR"]) & (rows.j == x["AVA"])
    )
    own = regard & np.isin(rows.op, (t.FIRST_VALUE, t.SET_VALUE))
    assert rows.value[own].tolist() == [-0.5, 0.0, 0.5]
    assert rows.op[own].tolist() == [t.FIRST_VALUE, t.SET_VALUE, t.SET_VALUE]


def test_a_symmetric_value_is_set_both_ways_a_claim_is_not(small):
    rows, x = timeline_of(small).rows, small.index
    first = rows.op == t.FIRST_VALUE

    def pairs(name):
        own = first & (rows.what == VALUES + small.vocabulary.value_index[name])
        return set(zip(rows.i[own].tolist(), rows.j[own].tolist(), strict=True))

    assert {(x["BOR"], x["ELM"]), (x["ELM"], x["BOR"])} <= pairs("border")
    assert pairs("pretension") == {(x["BOR"], x["ELM"])}


def test_the_last_day_is_lived(small):
    rows = timeline_of(small).rows
    gone = rows.op == t.GONE
    assert rows.i[gone].tolist() == [small.index["GAR"]]
    assert rows.time[gone].tolist() == [time("1624-07-01")]


def test_values_presuppose_the_events_that_they_name(small):
    import dataclasses

    pair = dataclasses.replace(small.pairs[6], begun_by="1620-league", ended_by="1623-accord")
    value = dataclasses.replace(small.covariates[0], requires="1622-raid")
    record = dataclasses.replace(small, pairs=(pair,), covariates=(value,))
    timeline = timeline_of(record)
    own = np.flatnonzero(np.isin(timeline.rows.op, (t.FIRST_VALUE, t.SET_VALUE, t.FIRST_COVARIATE)))
    # an end presupposes the beginning as well
    found = [timeline.requires[row] for row in own]
    assert found == [("1622-raid",), ("1620-league",), ("1620-league", "1623-accord")]


def test_what_falls_away_takes_with_it_what_presupposes_it(told):
    record = told(
        "events",
        "1625-on,1625-02-01,day,prolongation,FEN,CAL,Prolonged,of=1621-joins,real,chronicle,,",
        "1625-so,1625-03-01,day,summons,AVA,FEN,For that reason,requires=1625-on+1622-raid,real,chronicle,,",
    )
    fallen = fall_away(record, ["1620-league"])
    assert fallen == {"1621-joins": "1620-league", "1625-on": "1621-joins", "1625-so": "1625-on"}
    assert fall_away(record, ["1622-raid", "1625-so"]) == {}
    assert fall_away(record, ["1621-joins", "1625-on"]) == {"1625-so": "1625-on"}


def test_events_of_one_day_follow_what_they_presuppose(told, small_folder):
    (small_folder / "schedule.csv").write_text(
        (small_folder / "schedule.csv").read_text()
        + "1625-crown,1625-01-01,day,coronation,AVA,,After the summons,requires=1625-last,real,chronicle,,\n"
        + "1625-first,1625-01-01,day,coronation,CAL,,Scheduled,,real,chronicle,,\n"
    )
    record = told(
        "events",
        "1625-last,1625-01-01,day,summons,AVA,BOR,Waits,requires=1625-next,real,chronicle,,",
        "1625-next,1625-01-01,day,summons,AVA,CAL,Goes first,,real,chronicle,,",
    )
    day = [e.id for e in record.chronicle() if e.date == dt.date(1625, 1, 1)]
    assert day == ["1625-first", "1625-next", "1625-last", "1625-crown"]


names = st.lists(st.sampled_from("ABCDEFG"), min_size=1, max_size=4, unique=True).map(tuple)


@given(a=names, b=st.one_of(st.just(()), names), consent=st.booleans(), accession=st.booleans())
@settings(max_examples=100, deadline=None)
def test_weights_of_events_equal_their_twins(a, b, consent, accession):
    attributes = {"accession": "x"} if accession else {}
    event = Event("e", 0.0, dt.date(1620, 1, 1), "day", "amity", a, b, "", attributes)
    expected = event_weight(a, b, consent=consent, accession=accession)
    assert event.weight(consent=consent) == pytest.approx(expected)


def test_weights_by_hand():
    def weight(a, b, *, consent, **attributes):
        return Event("e", 0.0, dt.date(1620, 1, 1), "day", "k", tuple(a), tuple(b), "", attributes).weight(
            consent=consent
        )

    # four parties, six pairs; one against three; two against three: (5 - 1) / 6
    assert weight("ABCD", "", consent=True) == 0.5
    assert weight("A", "BCD", consent=False) == 1.0
    assert weight("AB", "CDE", consent=False) == pytest.approx(2 / 3)
    # two joiners, three members: 2 / 6
    assert weight("AB", "CDE", consent=True, accession="t") == pytest.approx(1 / 3)
    assert weight("A", "", consent=False) == 0.0


def test_an_installation_that_failed_makes_no_client_and_other_failures_are_what_they_are(small):
    for kind, void in (("enthronement", 1), ("raid", 0), ("embassy", 0)):
        made = Event("e", 1.0, dt.date(1620, 5, 1), "day", kind, ("AVA",), ("BOR",), "", {"outcome": "failure"})
        (row,) = event_changes(small, made, {"e": 0})
        assert row.void == void, kind
    unratified = Event("e", 1.0, dt.date(1620, 5, 1), "day", "league", ("AVA",), ("BOR",), "", {"ratified": "false"})
    assert event_changes(small, unratified, {"e": 0})[0].void == 1


def test_events_of_a_day_go_by_the_hour_where_it_is_known(small):
    def at(name, hour):
        return replace(small.event(name), attributes={"time": hour} if hour else {})

    day = [at("1620-league", "13:30"), at("1620-summons", ""), at("1622-raid", "05:45"), at("1622-entry", "11:00")]
    assert [e.id for e in by_the_hour(day)] == ["1622-raid", "1620-summons", "1622-entry", "1620-league"]


def test_a_value_of_pairs_is_one_of_birth_only_on_a_birth_or_at_the_beginning(small):
    def op(begin):
        row = PairValue("AVA", "BOR", "regard", dt.date.fromisoformat(begin), None, 0.5)
        changes = t.given_changes(replace(small, pairs=(row,)), 100)
        return next(c.op for c in changes if c.op in (t.FIRST_VALUE, t.SET_VALUE))

    assert op("1619-05-01") == t.FIRST_VALUE
    assert op("1620-01-01") == t.FIRST_VALUE
    assert op("1622-05-01") == t.SET_VALUE
