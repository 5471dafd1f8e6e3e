"""rapallo score: a table, JSON, and what it refuses."""

import json

import pytest

from tests.cli.commands import done, refused

ORIGIN = ("--origin", "1621-06-01")


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[prior]\neffect = 0.5\n[effects]\nraid = ["rivalry"]\nunrest = ["inertia(unrest)"]\n')
    return path


def test_models_stand_beside_the_baselines(own):
    table = done("score", *ORIGIN, "--years", 2, "--scenario", "template", "--model", own)
    names = ("constant rates", "two memories", "shrunk pair rates", "actor activity", "dyad-months", str(own)[:10])
    for name in (*names, "better than two", "Brier skill, 3", "AP, 24", "events per year", "both democratic"):
        assert name in table
    assert "the scenario's model" in done("score", *ORIGIN, "--years", 2, "--scenario", "template")


def test_the_same_as_json(own):
    found = json.loads(done("score", *ORIGIN, "--years", 2, "--scenario", "template", "--model", own, "--json"))
    assert found["against"] == "two memories"
    baselines = {"constant rates", "two memories", "shrunk pair rates", "actor activity", "dyad-months"}
    assert set(found["models"]) == baselines | {str(own)}
    mine = found["models"][str(own)]
    gap = mine["all"]["log_score"] - found["models"]["two memories"]["all"]["log_score"]
    assert mine["difference"]["log_score"] == pytest.approx(gap)
    assert found["models"]["two memories"]["difference"] is None
    months = {row["months"]: row for row in mine["ahead"]}
    # eight quarters in two years; from five of them there is a year to score, from one there are two
    assert {m: row["issues"] for m, row in months.items()} == {3: 8, 12: 5, 24: 1}
    reference = {row["months"]: row for row in found["models"]["constant rates"]["ahead"]}
    assert months[12]["against"]["brier_skill"] == pytest.approx(1 - months[12]["brier"] / reference[12]["brier"])
    assert reference[12]["against"] is None


def test_what_parts_are_worth_and_what_is_kept(own, tmp_path):
    given = ("score", *ORIGIN, "--years", 1, "--scenario", "template", "--model", own, "--ablation")
    out = tmp_path / "scores"
    table = done(*given, "--out", out)
    assert "log score lost" in table
    # five baselines, the model, and the model without each of two terms
    assert len(list(out.glob("*/done.json"))) == 8
    assert done(*given, "--out", out) == table
    found = json.loads(done(*given, "--out", out, "--json"))["ablation"][str(own)]
    assert [row["part"] for row in found] == ["rivalry", "inertia(unrest)"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*ORIGIN, "--model", "memry"), "There is no model 'memry'. Did you mean memory? Or give a file."),
        (("--origin", "1623-13-01"), "--origin: 1623-13-01 is not in the calendar"),
        ((*ORIGIN, "--without", "raids"), "--without: There is no kind 'raids'"),
        ((*ORIGIN, "--out", "pyproject.toml"), "is in use and holds no scores"),
    ],
)
def test_what_is_refused(arguments, message):
    scenario = "soviet" if "memry" in arguments else "template"
    assert message in refused("score", *arguments, "--scenario", scenario)


def test_an_origin_outside_the_record_is_refused():
    assert "leaves nothing to fit" in refused("score", "--origin", "1700-01-01", "--scenario", "template")
