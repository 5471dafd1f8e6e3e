"""rapallo goodness: a verdict, a table, JSON, and what it refuses."""

import json

from tests.cli.commands import done, refused

ARGUMENTS = ("goodness", "--origin", "1621-06-01", "--years", 2, "--runs", 6, "--scenario", "template")


def test_a_verdict_and_a_table():
    text = done(*ARGUMENTS)
    assert text.startswith("The model ")
    assert "of kinds and origins lie inside their 90 % bands" in text
    assert "league" in text
    found = json.loads(done(*ARGUMENTS, "--json"))
    assert found["verdict"] in text
    assert {row["kind"] for row in found["kinds"]} >= {"league", "amity"}
    assert found["origins"][0]["origin"] == "1621-06-01"
    assert json.loads(done(*ARGUMENTS, "--json", "--workers", 1)) == found


def test_sections_and_a_chart(tmp_path):
    file = tmp_path / "goodness.svg"
    text = done(*ARGUMENTS, "--chart", file)
    sections = ("Origins: ", "Events by kind", "Figures of the whole", "Residuals of time rescaling")
    places = [text.index(section) for section in sections]
    assert places == sorted(places)
    assert "of 8" in text[places[2] :]
    assert file.read_text("utf-8").lstrip().startswith("<?xml")
    found = json.loads(done(*ARGUMENTS, "--json"))
    assert {"features", "residuals", "quantiles", "offspring"} <= set(found)
    assert "must end in" in refused(*ARGUMENTS, "--chart", tmp_path / "goodness.txt")


def test_what_is_refused():
    assert "There is no model" in refused(*ARGUMENTS, "--model", "memory")
    assert "--origin" in refused("goodness", "--origin", "soon", "--scenario", "template")
