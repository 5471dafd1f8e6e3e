"""Records that break a rule, or look like something that they are not."""

import json

import pytest

from tests.cli.commands import done, rapallo, refused


@pytest.fixture
def world(small_folder):
    return ["--scenario", small_folder]


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_title_like_markup_is_printed_as_it_is(world, small_folder):
    spoil(small_folder, "events.csv", "Relations opened", "[/x] [red]:smile:")
    spoil(small_folder, "actors.csv", "Avaland", "[/x]Avaland")
    for command in (
        ("data", "find"),
        ("data", "show", "1620-relations"),
        ("data", "actors"),
        ("replay", "--at", "1620-03-02"),
        ("state", "AVA", "--at", "1620-03-02"),
        ("explain", "1620-relations", "--fit-until", "1625-12-31"),
    ):
        assert "[/x]" in done(*command, *world), command


SPOILT = [
    (
        "covariates.csv",
        "AVA,might,1620-01-01,0.2,share,chronicle,\nBOR,might,1620-01-01,0.3",
        "AVA,might,1620-01-01,-0.2,share,chronicle,\nBOR,might,1620-01-01,0.7",
        "covariates.csv, row 2, column value: might of AVA: -0.2 lies outside 0 to 1. Mend the value",
    ),
    (
        "covariates.csv",
        "BOR,ambition,1621-01-01,1,0 or 1,chronicle,\n",
        "BOR,ambition,1621-01-01,1,0 or 1,chronicle,\nBOR,ambition,1621-01-01,0,0 or 1,chronicle,\n",
        "covariates.csv, row 11",
    ),
    (
        "kinds.csv",
        "league,modelled,yes,realm,realm,AVA;",
        "league,modelled,yes,realm,realm,QQQ;",
        "kinds.csv, row 6, column coverage: ",
    ),
    ("pairs.csv", "BOR,ELM,pretension", "BOR,BOR,pretension", "pairs.csv, row 5, column actor_b: "),
    ("record.toml", 'name = "template"', "", "record.toml, key name: "),
    ("record.toml", 'name = "template"', 'name = "template"\nticks = false', "record.toml, key ticks: "),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), SPOILT)
def test_a_record_that_breaks_a_rule_is_refused_with_its_place(world, small_folder, file, old, new, message):
    spoil(small_folder, file, old, new)
    said = refused("data", "check", "--json", *world)
    assert message in said
    assert len(said.splitlines()) == 1


def test_an_empty_record_is_refused_key_by_key(world, small_folder):
    (small_folder / "record.toml").write_text("")
    said = refused("data", "check", "--json", *world)
    for key in ("name", "begin", "end"):
        assert f"record.toml, key {key}: " in said


def test_events_that_appear_twice_are_warned_of(world, small_folder):
    path = small_folder / "events.csv"
    path.write_text(path.read_text() + "1622-again,1622-05-02,day,raid,BOR,ELM,A raid again,,real,chronicle,,\n")
    result = rapallo("data", "check", "--json", *world)
    assert result.returncode == 0
    assert (
        "warning: events.csv, row 18, column id: 1622-again has the day, kind and sides of 1622-raid" in result.stderr
    )
    assert len(json.loads(result.stdout)["warnings"]) == 1


def test_the_order_of_events_within_a_day_is_that_of_the_file(world, small_folder):
    path = small_folder / "events.csv"
    # the demand and the league on one day, in both orders: each is explained by the state that it met
    day = path.read_text().replace("1620-05-05,day,summons", "1620-07-01,day,summons")
    lines = day.splitlines(keepends=True)
    turned = [*lines[:2], lines[3], lines[2], *lines[4:]]
    found = []
    for text in (day, "".join(turned)):
        path.write_text(text)
        events = json.loads(done("replay", "--at", "1620-07-01", "--json", *world))["events"]
        found.append([e["id"] for e in events])
    assert found[0][1:] == ["1620-summons", "1620-league"]
    assert found[1][1:] == ["1620-league", "1620-summons"]
