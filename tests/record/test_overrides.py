"""A folder of corrections laid over a record: what it changes, how that is shown, and what it may not be."""

import json

import pytest

from rapallo.errors import RecordError, UsageError
from rapallo.record.differences import Change, differences
from rapallo.record.files import Override, read_files
from rapallo.scenarios import load
from tests.cli.commands import done, refused


@pytest.fixture
def over(small_folder):
    """A folder laid over the small world: one day corrected, one row added, one dropped, one note emptied."""
    folder = small_folder.parent / "over"
    folder.mkdir()
    (folder / "record.toml").write_text('name = "corrected"\nbase = "../small"\n')
    (folder / "events.csv").write_text(
        "id,date,note,kind,side_a,side_b,title\n1622-raid,1622-05-03,the chronicle of Elmland,,,,\n"
        "1623-compact,DROP,,,,,\n1623-schism,DROP,,,,,\n1622-again,1622-06-01,,raid,BOR,DOR,Another raid\n"
    )
    (folder / "actors.csv").write_text("id,home\nWEA,-\n")
    return folder


def test_corrections_are_laid_over_the_record(over):
    record = load(str(over)).record
    assert record.name == "corrected"
    assert record.event("1622-raid").date.isoformat() == "1622-05-03"
    assert record.event("1622-raid").title == "A raid"
    assert record.event("1622-again").side_b == ("DOR",)
    assert "1623-compact" not in record.by_id
    assert len(record.by_id) == len(load("template").record.by_id) - 1
    assert record.actor("WEA").home == ""
    assert record.overrides == (
        Override("actors", "WEA", "home", "BOR", ""),
        Override("events", "1622-raid", "date", "1622-05-02", "1622-05-03"),
        Override("events", "1622-raid", "note", "", "the chronicle of Elmland"),
        Override("events", "1623-compact", "", "dropped", ""),
        Override("events", "1623-schism", "", "dropped", ""),
        Override("events", "1622-again", "", "", "added"),
    )


def test_model_and_questions_are_those_of_the_record_below(over):
    scenario = load(str(over))
    assert scenario.model == load("template").model
    assert list(scenario.questions()) == list(load("template").questions())


def test_the_digest_tells_corrected_from_uncorrected(over, small_folder):
    before = load(str(over)).record.digest
    assert before != load(str(small_folder)).record.digest
    text = (small_folder / "covariates.csv").read_text()
    (small_folder / "covariates.csv").write_text(text + "\n")
    assert load(str(over)).record.digest != before


def test_corrections_are_shown_as_such(over):
    assert "Override: events.csv 1622-raid date: 1622-05-03 (before: 1622-05-02)" in done(
        "data", "check", "--scenario", over
    )
    shown = done("data", "show", "1622-raid", "--scenario", over)
    assert "overridden date; the record has: 1622-05-02" in shown
    found = json.loads(done("data", "check", "--json", "--scenario", over))["overrides"]
    assert len(found) == 6


def test_what_corrections_may_not_be(over):
    (over / "events.csv").write_text("id,date\n1622-raid,1622-05-32\n1629-new,1622-01-01\n")
    with pytest.raises(RecordError) as caught:
        load(str(over)).record  # noqa: B018  (reading is what is tested)
    assert [(p.row, p.column) for p in caught.value.problems] == [
        (2, "date"), (3, "kind"), (3, "side_a"), (3, "title")
    ]  # fmt: skip
    (over / "events.csv").write_text("date\n1622-05-03\n")
    with pytest.raises(RecordError, match="column id: the column is missing"):
        load(str(over)).record  # noqa: B018


def test_a_base_exists_and_stands_alone(over):
    second = over.parent / "second"
    second.mkdir()
    (second / "record.toml").write_text('name = "second"\nbase = "../over"\n')
    with pytest.raises(UsageError, match="laid over a record itself"):
        load(str(second))
    (second / "record.toml").write_text('name = "second"\nbase = "../nowhere"\n')
    assert "nowhere" in refused("data", "check", "--scenario", second)


def test_differences_row_by_row(over, small_folder):
    found = differences(read_files(small_folder), read_files(over, small_folder))
    assert found[0] == Change("actors", "WEA", "changed", {"home": ("BOR", "")})
    assert found[1] == Change(
        "events", "1622-raid", "changed",
        {"date": ("1622-05-02", "1622-05-03"), "note": ("", "the chronicle of Elmland")},
    )  # fmt: skip
    assert [(c.key, c.what) for c in found[2:]] == [
        ("1623-compact", "dropped"), ("1623-schism", "dropped"), ("1622-again", "added")
    ]  # fmt: skip
    assert found[4].cells["kind"] == ("", "raid")
    assert differences(read_files(small_folder), read_files(small_folder)) == []


def test_data_diff(over, small_folder):
    text = done("data", "diff", small_folder, over)
    assert "changed  events.csv 1622-raid\n           date: 1622-05-02 -> 1622-05-03" in text
    assert text.endswith("actors.csv: 1 changed\nevents.csv: 1 added, 2 dropped, 1 changed\n")
    assert done("data", "diff", small_folder, over, "--summary").startswith("actors.csv")
    assert done("data", "diff", small_folder, over, "--table", "ties") == "No row differs.\n"
    assert "no table 'tables'" in refused("data", "diff", small_folder, over, "--table", "tables")
    assert len(json.loads(done("data", "diff", small_folder, over, "--json"))) == 5
