"""rapallo data: what it lists, finds, and refuses."""

import json

import pytest

from rapallo.record.read import read_record
from tests.cli.commands import done, rapallo, refused


@pytest.fixture
def world(small_folder):
    return ["--scenario", small_folder]


def test_find(world):
    lines = done("data", "find", "--csv", *world).splitlines()
    assert lines[0] == "id,date,date_precision,kind,side_a,side_b,title,attributes,treaty,truth,source,page,claims,note"
    assert len(lines) == 19
    assert "CAL;ELM;DOR" in lines[3]
    only = json.loads(done("data", "find", "--json", "--kind", "raid", "--actor", "Elmland", *world))
    assert [row["id"] for row in only] == ["1622-raid"]
    assert "1620-league" in done("data", "find", "three ALLIES", *world)
    assert "No event fits" in done("data", "find", "unicorn", *world)


def test_find_takes_a_year_a_month_and_a_day(world):
    def found(*args):
        return [row["id"] for row in json.loads(done("data", "find", "--json", *args, *world))]

    assert found("--from", "1620-04", "--to", "1620-05") == ["1620-summons"]
    assert found("--from", "1620-05-05", "--to", "1620-05-05") == ["1620-summons"]
    assert found("--from", "1624", "--to", "1624") == ["1624-absorbed"]


def test_what_find_writes_can_be_read_back(small_folder, small, world):
    text = done("data", "find", "--csv", *world)
    (small_folder / "events.csv").write_text(text)
    (small_folder / "schedule.csv").unlink()
    again = read_record(small_folder)
    assert again.schedule == ()
    assert again.events == tuple(small.chronicle())


def test_show_names_parties_clauses_and_later_events(world):
    out = done("data", "show", "1620-league", *world)
    assert "Calland (CAL), Elmland (ELM), Dorland (DOR)" in out
    assert "1621-joins" in out
    assert "A chronicle, made up" in out
    found = json.loads(done("data", "show", "1621-friends", "--json", *world))
    assert found["attributes"].startswith("secret=true")
    assert found["scheduled"] is False


def test_sources_counts_rows(world):
    assert "A chronicle" in done("data", "sources", *world)
    found = json.loads(done("data", "sources", "--json", *world))
    assert found["unverified_events"] == ["1620-summons"]
    assert found["sources"][0]["events"] == 17


def test_actors_and_kinds_are_listed(world):
    assert "Merchants of all realms" in done("data", "actors", *world)
    actors = {row["id"]: row for row in json.loads(done("data", "actors", "--json", *world))}
    assert len(actors) == 11
    assert actors["GAR"]["end"] == "1624-06-30"
    assert actors["BOR"]["events"] == 10
    assert actors["BOR"]["aliases"] == ["kingdom of borland"]
    assert "A raid short of a feud" in " ".join(done("data", "kinds", *world).split())
    kinds = {row["name"]: row for row in json.loads(done("data", "kinds", "--json", *world))}
    assert kinds["accord"]["does"] == "closes feud, peace"
    assert kinds["embassy"]["sides"] == "realm with realm"
    assert kinds["league"]["events"] == 2


@pytest.mark.parametrize("command", [("find",), ("show", "1622-raid"), ("actors",), ("kinds",), ("sources",)])
def test_text_of_data_is_no_markup(small_folder, world, command):
    for file, old in (
        ("events.csv", "A raid"),
        ("actors.csv", "Borland"),
        ("kinds.csv", "A raid short of a feud"),
        ("sources.csv", "A chronicle"),
    ):
        path = small_folder / file
        path.write_text(path.read_text().replace(old, "[/x] [red]:smile:"))
    assert "[/x] [red]:smile:" in " ".join(done("data", *command, *world).split())


def test_what_is_doubtful_is_said_on_standard_error(small_folder, world):
    path = small_folder / "events.csv"
    rows = [f"1622-{n},1622-05-02,day,raid,BOR,ELM,A raid,,real,chronicle,,\n" for n in range(5)]
    path.write_text(path.read_text() + "".join(rows))
    result = rapallo("data", "find", "--json", *world)
    assert result.returncode == 0
    assert len(json.loads(result.stdout)) == 23
    lines = result.stderr.splitlines()
    assert lines[0].startswith(
        "warning: events.csv, row 18, column id: 1622-0 has the day, kind and sides of 1622-raid"
    )
    assert lines[3:] == ["warning: ... and 2 more: rapallo data check"]


MISTAKES = [
    (["show", "1639-pact"], "There is no event '1639-pact'"),
    (["find", "--kind", "rayd"], "There is no kind 'rayd'. Did you mean raid"),
    (["find", "--actor", "Borlend"], "There is no actor 'Borlend'. Did you mean Borland"),
    (["find", "--from", "spring"], "--from: 'spring' is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD"),
    (["find", "--to", "1622-02-30"], "--to: 1622-02-30 is not in the calendar"),
    (["find", "--from", "1624", "--to", "1623"], "from 1624-01-01 to 1623-12-31 ends before it begins"),
]


@pytest.mark.parametrize(("args", "message"), MISTAKES)
def test_a_mistake_ends_in_one_message_and_code_2(world, args, message):
    assert message in " ".join(refused("data", *args, *world).split())


def test_a_spoilt_record_is_refused_with_its_place(small_folder, world):
    path = small_folder / "events.csv"
    path.write_text(path.read_text().replace("1622-05-02", "2.5.1622"))
    message = refused("data", "find", *world)
    assert "events.csv, row 10, column date: '2.5.1622' is not a date. Write YYYY-MM-DD" in message
