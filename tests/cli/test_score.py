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
    for name in ("constant rates", "two memories", str(own)[:10], "better than two memories", "events per year"):
        assert name in table
    assert "the scenario's model" in done("score", *ORIGIN, "--years", 2, "--scenario", "template")


def test_the_same_as_json(own):
    found = json.loads(done("score", *ORIGIN, "--years", 2, "--scenario", "template", "--model", own, "--json"))
    assert found["against"] == "two memories"
    assert set(found["models"]) == {"constant rates", "two memories", str(own)}
    mine = found["models"][str(own)]
    gap = mine["all"]["log_score"] - found["models"]["two memories"]["all"]["log_score"]
    assert mine["difference"]["log_score"] == pytest.approx(gap)
    assert found["models"]["two memories"]["difference"] is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*ORIGIN, "--model", "memry"), "There is no model 'memry'. Did you mean memory? Or give a file."),
        (("--origin", "1623-13-01"), "--origin: 1623-13-01 is not in the calendar"),
        ((*ORIGIN, "--without", "raids"), "--without: There is no kind 'raids'"),
    ],
)
def test_what_is_refused(arguments, message):
    scenario = "soviet" if "memry" in arguments else "template"
    assert message in refused("score", *arguments, "--scenario", scenario)


def test_an_origin_outside_the_record_is_refused():
    assert "leaves nothing to fit" in refused("score", "--origin", "1700-01-01", "--scenario", "template")
