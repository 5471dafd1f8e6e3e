"""rapallo data negotiations and treaties: what they list, show and refuse."""

import json

import pytest

from tests.cli.commands import done, refused
from tests.record.test_negotiations import folder as negotiating  # noqa: F401  (a fixture)
from tests.record.test_treaties import folder as bound  # noqa: F401  (a fixture)


@pytest.fixture
def talking(negotiating):  # noqa: F811
    return ["--scenario", negotiating]


@pytest.fixture
def signed(bound):  # noqa: F811
    return ["--scenario", bound]


def test_negotiations_are_listed_with_their_outcome(talking):
    text = done("data", "negotiations", *talking)
    assert text.endswith("3 negotiations: 1 refused, 1 signed, 1 unanswered.\n")
    only = json.loads(done("data", "negotiations", "--json", "--outcome", "refused", *talking))
    assert [n["id"] for n in only] == ["1620-elm"]
    by_actor = json.loads(done("data", "negotiations", "--json", "--actor", "Dorland", *talking))
    assert [n["id"] for n in by_actor] == ["1620-three"]
    by_subject = json.loads(done("data", "negotiations", "--json", "--subject", "alliance", *talking))
    assert len(by_subject) == 2
    assert "No negotiation fits" in done("data", "negotiations", "--actor", "Garland", *talking)


def test_a_negotiation_is_shown_act_by_act(talking):
    lines = done("data", "negotiations", "1620-three", *talking).splitlines()
    assert lines[0] == "Three seek a league  1620-three"
    assert lines[1] == "  alliance: A league or amity; between CAL, DOR, ELM"
    assert [line.split()[:3] for line in lines[2:6]] == [
        ["1620-06-01", "offered", "CAL"],
        ["1620-06-25", "draft", "DOR"],
        ["1620-06-28", "refused", "DOR"],
        ["1620-07-01", "signed", "CAL"],
    ]
    assert lines[6].startswith("  Outcome on 1620-07-01: signed.")
    assert json.loads(done("data", "negotiations", "1620-elm", "--json", *talking))["acts"] == [
        {
            "date": "1620-05-05",
            "stage": "offered",
            "event": "1620-summons",
            "by": ["BOR"],
            "title": "A summons",
            "source": "unverified",
        }
    ]


def test_an_event_names_the_negotiation_in_which_it_stands(talking):
    assert "signed     Three seek a league (1620-three)" in done("data", "show", "1620-league", *talking)
    shown = json.loads(done("data", "show", "1620-league", "--json", *talking))
    assert shown["stages"] == [{"negotiation": "1620-three", "stage": "signed"}]
    assert (shown["confidence"], shown["grade"]) == ("medium", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["negotiations", "1620-thre"], "no negotiation '1620-thre'. Did you mean 1620-three"),
        (["negotiations", "--subject", "lands"], "no subject 'lands'. Did you mean land"),
        (["negotiations", "--outcome", "sign"], "no outcome 'sign'. Did you mean signed"),
        (["negotiations", "--actor", "Nowhere"], "no actor 'Nowhere'"),
    ],
)
def test_what_there_is_not_is_refused(talking, arguments, message):
    assert message in refused("data", *arguments, *talking)


def test_treaties_are_listed_and_shown(signed):
    rows = json.loads(done("data", "treaties", "--json", *signed))
    assert [(row["id"], row["signed"], row["term"]) for row in rows] == [
        ("1621-friends", "1621-02-10", ""),
        ("1620-league", "1620-07-01", "20"),
    ]
    assert "1620-league" in done("data", "treaties", "--actor", "Fenland", *signed)
    assert "1621-friends" not in done("data", "treaties", "--kind", "league", *signed)
    shown = done("data", "treaties", "1620-league", *signed)
    assert "parties       CAL (signatory), ELM (signatory), DOR (signatory), FEN (acceder)" in shown
    assert "term          20 years" in shown


def test_treaties_of_a_day(signed):
    def at(day):
        return [row["id"] for row in json.loads(done("data", "treaties", "--json", "--at", day, *signed))]

    assert at("1620-06-30") == []
    assert at("1620-07-01") == ["1620-league"]
    assert at("1621-02-10") == ["1621-friends", "1620-league"]
    assert "No treaty fits" in done("data", "treaties", "--at", "1620-01-01", *signed)


def test_a_treaty_that_does_not_exist_is_refused(signed):
    assert "no treaty '1620-leage'. Did you mean 1620-league" in refused("data", "treaties", "1620-leage", *signed)
    assert "is not a day" in refused("data", "treaties", "--at", "someday", *signed)
