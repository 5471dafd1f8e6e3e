"""The shipped record: sound, large enough, and holding what it claims."""

import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

import rapallo
from rapallo.ask.question import Question
from rapallo.events.checks import breaches
from rapallo.events.endings import disagreements
from rapallo.events.presuppose import fall_away
from rapallo.record.courses import acts_linked, courses
from rapallo.simulation.arm import prepare
from rapallo.state.fields import FIRST_TIE

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def soviet():
    return rapallo.load("soviet")


@pytest.fixture(scope="module")
def record(soviet):
    return soviet.record


def test_size_and_span(record):
    assert len(record.actors) >= 95
    assert len(record.events) >= 1500
    dates = [e.date for e in record.chronicle()]
    assert dates == sorted(dates)
    assert dates[0] == dt.date(1917, 11, 7)
    assert dates[-1] <= dt.date(1955, 5, 31)


def test_replay_breaks_no_risk_rule(soviet):
    assert breaches(soviet.system.history) == []


def tie(record, state, name, a, b):
    return state.pair[FIRST_TIE + record.vocabulary.tie_index[name], record.index[a], record.index[b]] > 0


def ties_on(soviet, day, *names):
    """Return (tie, holder, other) of every bond in force at the end of a day, of the ties named."""
    found = (bond for treaty in soviet.system.history.treaties(day) for bond in treaty.bonds)
    return {(b.tie, b.a, b.b) for b in found if b.ended is None and b.tie in names}


def test_no_occupation_outlives_what_made_it(soviet):
    """On the eve of the pact of 1939 troops stand where histories put them, and nowhere else."""
    assert ties_on(soviet, "1939-08-22", "occupation") == {("occupation", "JPN", "CHN"), ("occupation", "GMY", "CZE")}
    assert ties_on(soviet, "1939-08-22", "war") == {("war", "JPN", "CHN")}


def test_talks_of_1939_end_with_their_adjournment(soviet):
    before = ties_on(soviet, "1939-08-20", "talks")
    after = ties_on(soviet, "1939-08-22", "talks", "offer")
    assert ("talks", "RUS", "UKG") in before
    assert ("talks", "RUS", "UKG") not in after
    assert {("offer", "RUS", "GMY"), ("offer", "GMY", "RUS")} <= after


def test_demands_stand_until_war_or_a_year(soviet):
    """Danzig, the corridor and the claims on Ireland: refused, they stand; the first is void after a year."""
    spring, autumn = (ties_on(soviet, day, "demand") for day in ("1939-08-31", "1939-09-02"))
    assert ("demand", "GMY", "POL") in spring
    assert ("demand", "GMY", "POL") not in autumn
    assert ("demand", "USA", "IRE") in ties_on(soviet, "1944-12-31", "demand")
    assert ("demand", "USA", "IRE") not in ties_on(soviet, "1945-12-31", "demand")


def test_without_munich_its_consequences_fall_away(soviet, record):
    question = Question.from_toml(soviet.questions()["no-munich"])
    dropped = [what.event for what in question.arms[1].interventions if what.event]
    fallen = fall_away(record, dropped)
    lapses = {"1938-franco-czech-entente-lapse", "1938-franco-czech-defence-lapse", "1938-czech-greek-lapse"}
    assert lapses | {"1938-soviet-czech-lapse"} <= set(fallen)
    arm = prepare(soviet.system, {}, question.start, question.until, dropped=dropped)
    assert tie(record, arm.state, "defence", "FRN", "CZE")
    assert tie(record, arm.state, "defence", "CZE", "RUS")
    as_it_was = prepare(soviet.system, {}, question.start, question.until)
    assert not tie(record, as_it_was.state, "defence", "FRN", "CZE")


def test_a_claim_that_an_event_settles_holds_on_its_eve(soviet, record):
    """Germany's claim on the Sudeten land, which Munich settles, is there just before the concession and gone after."""
    claim = soviet.system.history.origin.roles.claim
    place = claim, record.index["GMY"], record.index["CZE"]
    assert soviet.system.history.state_before("1938-munich-concession").pair[place] > 0
    row = next(
        p for p in record.pairs if p.name == "claim" and p.ended_by and p.actor_a == "GMY" and p.actor_b == "CZE"
    )
    assert soviet.system.history.state_before(row.ended_by).pair[place] == row.value


def test_every_tie_open_at_the_end_was_looked_at(soviet, record):
    """verification/open_ties.csv holds a verdict on each of them, and on no other."""
    directed = {tie.name for tie in record.vocabulary.ties if tie.directed}
    opened = {}
    for treaty in soviet.system.history.treaties("1953-12-31"):
        for bond in treaty.bonds:
            if bond.ended is None:
                pair = (bond.a, bond.b) if bond.tie in directed else tuple(sorted((bond.a, bond.b)))
                opened.setdefault((bond.tie, *pair), set()).add(treaty.id or "ties.csv")
    with (ROOT / "verification" / "open_ties.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {(r["tie"], r["a"], r["b"]): set(r["made_by"].split("+")) for r in rows} == opened
    assert {r["verdict"] for r in rows} <= {"stands", "doubtful"}
    assert all(r["why"] for r in rows if r["verdict"] == "doubtful")


def test_every_kind_has_a_coding_rule(record):
    assert [c.kind for c in record.coding] == [k.name for k in record.kinds]


def test_every_source_named_is_listed_and_used(record):
    used = {e.source for e in record.chronicle()} | {a.source for a in record.actors}
    used |= (
        {c.source for c in record.covariates} | {p.source for p in record.pairs} | {a.source for a in record.absences}
    )
    used |= {f.source for f in record.figures} | {r.source for r in record.rechecks}
    used |= {n.source for n in record.negotiations} | {t.source for t in record.treaties}
    used |= {i.source for i in record.identities}
    assert used - {"unverified", None} == {s.id for s in record.sources}
    for source in record.sources:
        assert source.title
        assert source.where


def test_claims_are_numbered(record):
    found = Counter(c for e in record.chronicle() for c in e.claims)
    assert all(re.fullmatch(r"C\d\d", c) for c in found)
    # C57 asks for series, not for events
    missing = {f"C{n:02d}" for n in range(1, 57)} - set(found)
    assert missing == set()


@pytest.mark.parametrize(
    ("date", "name", "a", "b", "value"),
    [
        ("1922-04-15", "recognition", "RUS", "GMY", 0),
        ("1922-04-16", "recognition", "RUS", "GMY", 1),
        ("1924-02-01", "recognition", "RUS", "UKG", 1),
        ("1927-06-30", "recognition", "RUS", "UKG", 0),
        ("1930-01-01", "recognition", "RUS", "UKG", 1),
        ("1933-11-16", "recognition", "RUS", "USA", 1),
        ("1934-09-18", "membership", "RUS", "LON", 1),
        ("1935-05-02", "defence", "RUS", "FRN", 1),
        ("1939-08-22", "non_aggression", "RUS", "GMY", 0),
        ("1939-08-23", "non_aggression", "RUS", "GMY", 1),
        ("1939-09-01", "war", "GMY", "POL", 1),
        ("1941-06-21", "war", "GMY", "RUS", 0),
        ("1941-06-22", "war", "GMY", "RUS", 1),
        ("1945-12-31", "war", "JPN", "RUS", 0),
        ("1949-04-04", "defence", "USA", "UKG", 1),
    ],
)
def test_ties_that_histories_agree_on(soviet, record, date, name, a, b, value):
    assert tie(record, soviet.system.history.state(date), name, a, b) == bool(value)


def test_the_model_fits_the_record(soviet, record):
    labels = soviet.system.design.labels
    for kind in record.kinds:
        if kind.role == "modelled":
            assert 1 <= len(labels[kind.name]) <= 8, kind.name


def test_shipped_questions_fit_the_record(soviet):
    shipped = soviet.questions()
    wanted = {"tripartite-1939", "no-munich", "zinoviev-letter-exposed", "united-left-1932", "marshall-accepted"}
    assert wanted <= set(shipped)
    for path in shipped.values():
        Question.from_toml(path).check(soviet.system)


def test_four_fifths_of_the_events_name_a_source(record):
    events = list(record.chronicle())
    assert sum(e.source != "unverified" for e in events) >= 0.8 * len(events)


def test_proposals_and_demands_stand_in_a_negotiation(record):
    links = acts_linked(record, ["proposal", "demand"])
    assert links.linked / links.rows >= 0.95
    assert {n.subject for n in record.negotiations} == set(record.vocabulary.subjects)


def test_both_tracks_of_1939_are_held_act_by_act(record):
    found = {c.negotiation.id: c for c in courses(record)}
    west, east = found["1939-triple-alliance"], found["1939-nazi-soviet-pact-talks"]
    assert (west.negotiation.outcome, east.negotiation.outcome) == ("broken_off", "signed")
    assert [stage for stage, e in west.acts if e.id == "1939-litvinov-alliance"] == ["offered"]
    signed = [e.id for stage, e in east.acts if stage == "signed"]
    assert signed[-2:] == ["1939-nazi-soviet-pact", "1939-secret-protocol"]
    assert min(len(west.acts), len(east.acts)) >= 15


def test_treaties_say_what_the_replay_has(soviet, record):
    assert list(disagreements(soviet.system.history)) == []
    # signatures of pacts point to their treaty, and only to one that exists
    pacts = {tie.name for tie in record.vocabulary.ties if tie.pact}
    opening = {k.name for k in record.kinds if k.opens in pacts}
    assert all(e.treaty for e in record.chronicle() if e.kind in opening and e.truth == "real")


def test_every_kind_counts_as_one_of_the_first_edition(record):
    folder = ROOT / "verification" / "first_edition"
    lines = (folder / "map.csv").read_text("utf-8").splitlines()[1:]
    first = dict(line.split(",") for line in lines)
    assert list(first) == [k.name for k in record.kinds]
    assert len(set(first.values())) == 54
    scored = {line.split(",")[0] for line in (folder / "kinds.csv").read_text("utf-8").splitlines()[1:]}
    assert {first[k.name] for k in record.kinds if k.role == "modelled"} == scored


def test_signatories_stand_in_alphabetical_order(record):
    """The order of two sides that agree says nothing; who took the initiative is an attribute."""
    kinds = {k.name: k for k in record.kinds}
    for e in record.chronicle():
        kind = kinds[e.kind]
        if not kind.consent or kind.name in ("admission", "affiliation", "front") or "accession" in e.attributes:
            continue
        sides = [list(side) for side in (e.side_a, e.side_b) if side]
        assert sides == sorted(sorted(side) for side in sides), e.id
