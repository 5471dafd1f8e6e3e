"""The shipped record: sound, large enough, and holding what it claims."""

import datetime as dt
import re
from collections import Counter

import pytest

import rapallo
from rapallo.ask.question import Question
from rapallo.events.replay import breaches, replay
from rapallo.model.binding import bind
from rapallo.state.arrays import DEFENCE, MEMBERSHIP, NON_AGGRESSION, RECOGNITION, WAR


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
    assert dates[0] == dt.date(1917, 11, 8) or dates[0] == dt.date(1917, 11, 7)
    assert dates[-1] <= dt.date(1953, 12, 31)


def test_replay_breaks_no_risk_rule(record):
    assert breaches(record) == []


def test_every_kind_has_a_coding_rule(record):
    assert [c.kind for c in record.coding] == [k.name for k in record.kinds]


def test_every_source_named_is_listed_and_used(record):
    used = {e.source for e in record.chronicle()} | {a.source for a in record.actors}
    used |= (
        {c.source for c in record.covariates} | {p.source for p in record.pairs} | {a.source for a in record.absences}
    )
    used |= {f.source for f in record.figures} | {r.source for r in record.rechecks}
    assert used - {"unverified"} == {s.id for s in record.sources}
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
    ("date", "tie", "a", "b", "value"),
    [
        ("1922-04-15", RECOGNITION, "RUS", "GMY", 0),
        ("1922-04-16", RECOGNITION, "RUS", "GMY", 1),
        ("1924-02-01", RECOGNITION, "RUS", "UKG", 1),
        ("1927-06-30", RECOGNITION, "RUS", "UKG", 0),
        ("1930-01-01", RECOGNITION, "RUS", "UKG", 1),
        ("1933-11-16", RECOGNITION, "RUS", "USA", 1),
        ("1934-09-18", MEMBERSHIP, "RUS", "LON", 1),
        ("1935-05-02", DEFENCE, "RUS", "FRN", 1),
        ("1939-08-22", NON_AGGRESSION, "RUS", "GMY", None),
        ("1939-08-23", NON_AGGRESSION, "RUS", "GMY", 1),
        ("1939-09-01", WAR, "GMY", "POL", 1),
        ("1941-06-21", WAR, "GMY", "RUS", 0),
        ("1941-06-22", WAR, "GMY", "RUS", 1),
        ("1945-12-31", WAR, "JPN", "RUS", 0),
        ("1949-04-04", DEFENCE, "USA", "UKG", 1),
    ],
)
def test_ties_that_histories_agree_on(record, date, tie, a, b, value):
    state = replay(record, dt.date.fromisoformat(date))
    found = state.tie[tie, record.index[a], record.index[b]]
    assert found == value if value is not None else found in (0, 1)


def test_the_model_fits_the_record(soviet, record):
    bound = bind(record, soviet.model)
    for kind in record.kinds:
        if kind.role == "modelled":
            assert len(bound.design.labels[kind.name]) >= 1, kind.name
            assert len(bound.design.labels[kind.name]) <= 8, kind.name


def test_shipped_questions_fit_the_record(soviet, record):
    shipped = soviet.questions()
    wanted = {"tripartite-1939", "no-munich", "zinoviev-letter-exposed", "united-left-1932", "marshall-accepted"}
    assert wanted <= set(shipped)
    for path in shipped.values():
        Question.from_toml(path).check(record)


def test_four_fifths_of_the_events_name_a_source(record):
    events = list(record.chronicle())
    assert sum(e.source != "unverified" for e in events) >= 0.8 * len(events)
