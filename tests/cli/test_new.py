"""A scenario of one's own events, from the file to simulated histories."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import done, refused

REFERENCE = Path(__file__).parents[1] / "reference" / "events.csv"
DATED = """\
initiator,target,date,kind
AVA,BOR,1850-03-01,visit
BOR,AVA,1850-06-01,visit
AVA,CAL,1851-04-12,threat
CAL,AVA,1852-04-02,threat
BOR,CAL,1852-09-11,visit
AVA,BOR,1853-02-01,visit
CAL,BOR,1853-04-02,threat
"""
ORDERED = "order,sender,receiver\n1,AVA,BOR\n2,BOR,AVA\n3,CAL,AVA\n4,AVA,CAL\n5,AVA,BOR\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(DATED, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "event", "start", "stop"),
    [
        (DATED, "e7", "1852-12-31", "1853-04-02"),
        (ORDERED, "e6", "1900-01-03", "1900-01-05"),
        (REFERENCE.read_text("utf-8"), "e30", "1925-01-01", "1930-01-01"),
    ],
    ids=["dates", "order", "numbers"],
)
def test_every_command_takes_the_folder(tmp_path, file, text, event, start, stop):
    file.write_text(text, encoding="utf-8")
    done("new", tmp_path / "mine", "--events", file)
    world = ["--scenario", tmp_path / "mine"]
    assert "All rules hold" in done("data", "check", *world)
    fitted = json.loads(done("fit", "--until", stop, "--json", *world))
    rows = len([line for line in text.splitlines()[1:] if line])
    found = json.loads(done("data", "check", "--json", *world))
    assert found["events"] == rows
    assert fitted["not_at_risk"] == fitted["not_covered"] == 0
    assert all(kind["converged"] for kind in fitted["kinds"].values())
    if text != REFERENCE.read_text("utf-8"):
        # the first event and the last are used as well
        assert sum(kind["events"] for kind in fitted["kinds"].values()) == rows
    explained = json.loads(done("explain", event, "--json", *world))
    assert explained["pairs"][0]["rank"] >= 1
    out = tmp_path / "histories"
    said = done("simulate", "--from", start, "--to", stop, "--runs", "2", "--out", out, *world)
    assert said.startswith(f"2 histories from {start} to {stop}")
    assert "last events" in done("replay", "--at", stop, *world)


def test_what_was_inferred_is_printed(tmp_path, file):
    out = done("new", tmp_path / "mine", "--events", file)
    assert "  columns         sender from initiator, receiver from target, time from date, type from kind\n" in out
    assert "  kinds           2: threat, visit\n" in out
    assert f"Next: rapallo data check --scenario {tmp_path / 'mine'}" in out
    found = json.loads(done("new", tmp_path / "other", "--events", file, "--undirected", "--json"))
    assert found["direction"] == "undirected, as told"
    assert found["events"] == "7"


def test_columns_can_be_told(tmp_path, file):
    out = done(
        "new", tmp_path / "mine", "--events", file, "--column", "sender=target", "--column", "receiver=initiator"
    )
    assert "sender from target, receiver from initiator, time from date" in out
    for wrong in ("sender", "sender="):
        said = refused("new", tmp_path / "other", "--events", file, "--column", wrong)
        assert f"--column {wrong}: write ROLE=NAME once for each role" in said
    twice = ["--column", "sender=target", "--column", "sender=initiator"]
    assert "once for each role" in refused("new", tmp_path / "other", "--events", file, *twice)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("target", "targt", "mine.csv, row 1: has no column for the receiver; found: initiator, targt, date, kind. If"),
        ("1851-04-12", "12.4.1851", "mine.csv, row 4, column date: '12.4.1851' is not a date. Write YYYY-MM-DD"),
    ],
)
def test_a_file_that_will_not_do_leaves_nothing_behind(tmp_path, file, old, new, said):
    file.write_text(DATED.replace(old, new), encoding="utf-8")
    assert said in refused("new", tmp_path / "mine", "--events", file)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


def test_a_folder_in_use_and_a_place_that_is_none_are_refused(tmp_path, file):
    done("new", tmp_path / "mine", "--events", file)
    assert "exists already" in refused("new", tmp_path / "mine", "--events", file)
    assert "cannot be written" in refused("new", tmp_path / "no" / "where", "--events", file)
    assert "--events" in refused("new", tmp_path / "other")
    (tmp_path / "empty").mkdir()
    done("new", tmp_path / "empty", "--events", file)
