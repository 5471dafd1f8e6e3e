"""Negotiations and their stages: how they are read, what they say, and what each may not be."""

import datetime as dt

import pytest

from rapallo.record.courses import acts_linked, by_stage, courses, of_event, signatures_prepared
from rapallo.record.read import read_record
from rapallo.report.negotiations import stage_rates
from tests.record.test_refusals import problem, spoil

SUBJECTS = '[subjects]\nland = "Who holds what"\nalliance = "A league or amity"\n'
HEAD = "id,subject,parties,title,outcome,end,source,note\n"
NEGOTIATIONS = (
    "1620-elm,land,BOR;ELM,Borland asks Elmland for land,refused,1620-05-20,chronicle,\n"
    "1620-three,alliance,CAL;DOR;ELM,Three seek a league,signed,1620-07-01,,\n"
    "1620-again,alliance,CAL;BOR,Calland offers Borland a league,unanswered,1621-06-01,unverified,\n"
)
STAGES = (
    "negotiation,event,stage\n1620-elm,1620-summons,offered\n1620-three,1620-offer,offered\n1620-three,1620-draft,draft\n"
    "1620-three,1620-no,refused\n1620-three,1620-league,signed\n1620-again,1620-late,offered\n"
)
EVENTS = (
    "1620-offer,1620-06-01,day,summons,CAL,DOR;ELM,An offer,,,real,chronicle,,,\n"
    "1620-no,1620-06-28,day,summons,DOR,CAL;ELM,Not so,,,real,chronicle,,,\n"
    "1620-draft,1620-06-25,day,summons,DOR,CAL;ELM,A draft,,,real,chronicle,,,\n"
    "1620-late,1620-12-01,day,summons,CAL,BOR,Another offer,,,real,unverified,,,\n"
)


@pytest.fixture
def folder(small_folder):
    """The small world with three negotiations: one refused, one signed, one unanswered."""
    (small_folder / "vocabulary.toml").write_text((small_folder / "vocabulary.toml").read_text() + SUBJECTS)
    (small_folder / "negotiations.csv").write_text(HEAD + NEGOTIATIONS)
    (small_folder / "stages.csv").write_text(STAGES)
    rows = [row.split(",") for row in (small_folder / "events.csv").read_text().splitlines()]
    wide = [",".join((*cells[:8], "", *cells[8:10], "", *cells[10:])) for cells in rows]
    wide[0] = "id,date,date_precision,kind,side_a,side_b,title,attributes,treaty,truth,source,page,claims,note"
    (small_folder / "events.csv").write_text("\n".join(wide) + "\n" + EVENTS)
    return small_folder


def test_talks_hold_their_acts_in_order_of_time(folder):
    record = read_record(folder)
    elm, three, again = courses(record)
    assert [t.negotiation.id for t in (elm, three, again)] == ["1620-elm", "1620-three", "1620-again"]
    assert [(stage, e.id) for stage, e in three.acts] == [
        ("offered", "1620-offer"),
        ("draft", "1620-draft"),
        ("refused", "1620-no"),
        ("signed", "1620-league"),
    ]
    assert three.begin == dt.date(1620, 6, 1)
    assert three.reached == ("offered", "draft")
    assert three.stage_at(dt.date(1620, 6, 25)) == "offered"
    assert three.stage_at(dt.date(1620, 6, 26)) == "draft"
    assert elm.stage_at(dt.date(1620, 5, 5)) == ""
    assert of_event(record)["1620-league"][0][1] == "signed"


def test_talks_fail_where_they_went_no_further(folder):
    found = {(t.stage, t.decade): (t.reached, t.failed) for t in by_stage(courses(read_record(folder)))}
    # the refused and the unanswered failed at the offer; the signed one was offered as well
    assert found == {("offered", 1620): (3, 2), ("draft", 1620): (1, 0)}


def test_an_overtaken_negotiation_has_not_failed(folder):
    spoil(folder, "negotiations.csv", "refused,1620-05-20", "overtaken,1620-05-20")
    assert by_stage(courses(read_record(folder)))[0].failed == 1


def test_acts_and_signatures_are_counted_with_what_ties_them(folder):
    record = read_record(folder)
    assert acts_linked(record, ["summons"]) == (5, 5)
    first, last = dt.date(1620, 1, 1), dt.date(1624, 1, 1)
    # the league of three had an offer a month before; the accession of 1621 and the amity had nothing
    assert signatures_prepared(record, ["league"], first, last) == (2, 1)
    assert signatures_prepared(record, ["amity", "league"], first, last) == (3, 1)
    assert signatures_prepared(record, ["league"], dt.date(1620, 7, 2), last) == (1, 0)


def test_a_stage_counts_as_earlier_a_week_before_and_with_a_source_only(folder):
    first, last = dt.date(1620, 1, 1), dt.date(1621, 1, 1)
    spoil(folder, "events.csv", "1620-offer,1620-06-01", "1620-offer,1620-06-24")
    assert signatures_prepared(read_record(folder), ["league"], first, last).linked == 1
    spoil(folder, "events.csv", "1620-offer,1620-06-24", "1620-offer,1620-06-25")
    assert signatures_prepared(read_record(folder), ["league"], first, last).linked == 0
    spoil(folder, "events.csv", "1620-offer,1620-06-25", "1620-offer,1620-06-01")
    spoil(folder, "events.csv", "An offer,,,real,chronicle", "An offer,,,real,unverified")
    assert signatures_prepared(read_record(folder), ["league"], first, last).linked == 0


def test_the_rate_of_a_pact_by_stage(folder):
    rates = {r.stage: r for r in stage_rates(read_record(folder), ["league"], ["alliance"], dt.date(1621, 1, 1))}
    # the league counts 2/3 for each of its three pairs; the draft is of 25 June: from 2 July it would count, too late
    assert rates["offered"].pacts == pytest.approx(2.0)
    assert rates["draft"].years == 0.0
    # the three pairs from 8 June to 1 July, and Calland with Borland from 8 December on
    assert rates["offered"].years == pytest.approx((3 * 23 + 24) / 365.25)
    assert rates["offered"].rate == pytest.approx(2.0 / rates["offered"].years)
    assert rates["offered"].low < rates["offered"].rate < rates["offered"].high
    assert rates[""].pacts == 0.0
    # four realms whose pairs are all scored with each other and with two more that live on; a border adds none
    pairs = sum(r.years for r in rates.values()) * 365.25 / 366
    assert pairs == pytest.approx(round(pairs))


FAULTS = [
    ("negotiations.csv", "1620-elm,land", "1620-elm,sea", "subject", "unknown subject 'sea'"),
    ("negotiations.csv", "BOR;ELM,Borland", "BOR;QQQ,Borland", "parties", "unknown actor 'QQQ'"),
    ("negotiations.csv", "CAL;BOR,Calland", "CAL,Calland", "parties", "a negotiation has two parties"),
    ("negotiations.csv", "refused,1620-05-20,chronicle", "refused,1620-05-20,nowhere", "source", "unknown source"),
    ("negotiations.csv", "refused,1620-05-20,chronicle", "refused,1620-05-20,", "outcome", "no act of 1620-elm shows"),
    ("negotiations.csv", "1621-06-01,unverified", "1621-06-01,", "outcome", "shows the outcome unanswered"),
    ("negotiations.csv", "signed,1620-07-01", "signed,1620-06-30", "end", "before its last act of 1620-07-01"),
    ("negotiations.csv", "signed,1620-07-01,,", "lapsed,1620-07-01,chronicle,", "outcome", "has a signature"),
    ("negotiations.csv", "1620-again", "1620-three", "id", "duplicate id"),
    ("stages.csv", "1620-elm,1620-summons,offered\n", "", "id", "1620-elm has no stage"),
    ("stages.csv", "1620-elm,1620-summons", "1620-elm,1620-nothing", "event", "there is no event '1620-nothing'"),
    ("stages.csv", "1620-elm,1620-summons", "1620-oak,1620-summons", "negotiation", "there is no negotiation"),
    ("stages.csv", "1620-elm,1620-summons", "1620-elm,1621-forged", "event", "no party of 1620-elm takes part"),
    ("stages.csv", "1620-three,1620-draft,draft", "1620-three,1620-offer,draft", "event", "stands twice"),
    ("stages.csv", "1620-summons,offered", "1620-summons,pondered", "stage", "'pondered' is not allowed here"),
]


@pytest.mark.parametrize(("file", "old", "new", "column", "what"), FAULTS)
def test_what_a_negotiation_may_not_be(folder, file, old, new, column, what):
    spoil(folder, file, old, new)
    assert any(p.column == column and what in p.what for p in problem(folder)), problem(folder)


def test_subjects_must_be_declared(folder):
    spoil(folder, "vocabulary.toml", SUBJECTS, "")
    assert any("Declare [subjects]" in p.repair for p in problem(folder))
