"""A record as a release: what other programs read is what the record holds, and reading it back loses nothing."""

import datetime as dt
import json
import sqlite3

import frictionless
import polars as pl
import pytest

from rapallo.io.release import folder_files, release
from rapallo.record.files import read_files
from rapallo.record.schema import schema
from rapallo.scenarios import load
from tests.cli.commands import done, refused


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("form", ["datapackage", "csv"])
def test_export_read_export_is_the_same_byte_for_byte(small_folder, tmp_path, form):
    one, two = tmp_path / "one", tmp_path / "two"
    assert "digest" in done("data", "export", one, "--format", form, "--scenario", small_folder)
    done("data", "export", two, "--format", form, "--scenario", one)
    assert files(one) == files(two)
    again = read_files(one)
    before = read_files(small_folder)
    assert {t: [r for _, r in rows] for t, rows in again.rows.items()} == {
        t: [r for _, r in rows] for t, rows in before.rows.items()
    }
    assert load(str(one)).model == load(str(small_folder)).model
    assert load(str(one)).questions().keys() == load(str(small_folder)).questions().keys()


def test_the_shipped_record_is_written_as_it_would_be_exported():
    folder = load("soviet").folder
    for name, content in folder_files(release(folder)).items():
        assert (folder / name).read_bytes() == content, name


@pytest.mark.parametrize("name", ["soviet", "template"])
def test_the_data_package_is_valid(tmp_path, name):
    done("data", "export", tmp_path / "out", "--scenario", name)
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert package["digest"] == release(load(name).folder).digest


def test_a_broken_table_makes_the_package_invalid(tmp_path):
    done("data", "export", tmp_path / "out", "--scenario", "template")
    path = tmp_path / "out" / "events.csv"
    path.write_text(path.read_text().replace("1622-05-02", "2 May 1622"))
    assert not frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid


def test_sqlite_holds_every_row_and_who_takes_part(small_folder, tmp_path):
    out = tmp_path / "small.sqlite"
    done("data", "export", out, "--format", "sqlite", "--scenario", small_folder)
    base = sqlite3.connect(out)
    rows = read_files(small_folder).rows
    for table in schema():
        if rows[table]:
            assert base.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (len(rows[table]),)
    joined = base.execute("SELECT side, actor FROM participants WHERE event = '1621-joins' ORDER BY side, actor")
    assert joined.fetchall() == [("a", "FEN"), ("b", "CAL"), ("b", "DOR"), ("b", "ELM")]
    actors = {a for e in load(str(small_folder)).record.chronicle() for a in e.actors}
    assert {a for (a,) in base.execute("SELECT DISTINCT actor FROM participants")} == actors
    said = dict(base.execute("SELECT key, value FROM about").fetchall())
    assert said["name"] == "template"
    assert said["digest"] == release(small_folder).digest
    home = base.execute("SELECT latitude, end FROM actors WHERE id = 'AVA'").fetchone()
    assert home == (55.8, None)
    base.close()


def test_parquet_has_dates_numbers_and_lists(small_folder, tmp_path):
    done("data", "export", tmp_path / "out", "--format", "parquet", "--scenario", small_folder)
    events = pl.read_parquet(tmp_path / "out" / "events.parquet")
    row = events.filter(pl.col("id") == "1621-joins").row(0, named=True)
    assert row["date"] == dt.date(1621, 8, 1)
    assert row["side_b"] == ["CAL", "ELM", "DOR"]
    assert row["attributes"] == "accession=1620-league"
    actors = pl.read_parquet(tmp_path / "out" / "actors.parquet")
    assert actors["latitude"][0] == 55.8
    about = json.loads((tmp_path / "out" / "about.json").read_text())
    assert about["digest"] == release(small_folder).digest


def test_corrections_are_counted_in_the_release(small_folder, tmp_path):
    over = tmp_path / "over"
    over.mkdir()
    (over / "record.toml").write_text('name = "corrected"\nbase = "../small"\nlicence = "CC0 \\"1.0\\""\n')
    (over / "events.csv").write_text("id,note\n1622-raid,seen\n")
    done("data", "export", tmp_path / "out", "--scenario", over)
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert package["overrides"] == 1
    assert package["licenses"] == [{"name": 'CC0 "1.0"'}]
    assert load(str(tmp_path / "out")).record.event("1622-raid").note == "seen"
    assert load(str(tmp_path / "out")).record.overrides == ()


def test_nothing_is_written_over(small_folder, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    assert "exists already" in refused("data", "export", tmp_path / "out", "--scenario", small_folder)
    assert files(tmp_path / "out") == {"mine.txt": b"mine"}
    assert "is a folder" in refused(
        "data", "export", tmp_path / "out", "--format", "sqlite", "--scenario", small_folder
    )
    assert "cannot be written" in refused("data", "export", tmp_path / "no" / "out", "--scenario", small_folder)
