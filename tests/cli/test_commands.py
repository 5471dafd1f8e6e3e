"""The commands as a user calls them: output, exit codes, and messages that teach."""

import json

import pytest

from tests.cli.commands import done, rapallo, refused


@pytest.fixture
def world(small_folder):
    (small_folder / "model.toml").write_text(
        'prior = 1.0\n[effects]\ndemand = ["pair_value(pretension)", "rivalry"]\nclash = ["rivalry"]\n'
        'league = ["trust", "common_enemy"]\n'
    )
    (small_folder / "questions" / "accord.toml").write_text(
        'title = "What if accord?"\nstart = 1623-03-15\nuntil = 1625-01-01\nruns = 20\n'
        '[[arms]]\nname = "base"\n[[arms]]\nname = "other"\n[[arms.interventions]]\ndo = "forbid"\nkind = "raid"\n'
        '[[outcomes]]\nname = "a raid"\nask = "happens"\nkind = "raid"\nby = 1624-12-31\n'
    )
    return ["--scenario", small_folder]


def test_data_check_counts_and_replays(world):
    out = done("data", "check", *world)
    assert "All rules hold" in out
    assert "Silent" not in out or "from" in out
    found = json.loads(done("data", "check", "--json", *world))
    assert found["events"] == 16
    assert found["years"]["1921"] == 5
    assert {k["kind"]: k["events"] for k in found["kinds"]}["raid"] == 1


def test_replay_and_state(world):
    found = json.loads(done("replay", "--at", "1622-08-03", "--actor", "BOR", "--json", *world))
    assert found["ties"]["war"] == ["CAL", "DOR", "ELM"] or set(found["ties"]["war"]) == {"CAL", "DOR", "ELM"}
    assert found["events"][-1]["id"] == "1622-entry"
    assert "war" in done("replay", "--at", "1622-08-03", *world)
    seen = json.loads(done("realm", "ELM", "BOR", "--at", "1622-08-03", "--json", *world))
    assert seen["views"][0]["threat"] > 0.05
    assert "beliefs" in done("realm", "ELM", "--at", "1622-08-03", *world)


def test_fit_explain_simulate_whatif(world, tmp_path):
    saved = tmp_path / "fit.json"
    assert "converged" in done("fit", "--until", "1623-12-31", "--out", saved, *world)
    assert json.loads(saved.read_text())["until"] == "1623-12-31"
    found = json.loads(done("explain", "1622-raid", "--fit-until", "1623-12-31", "--json", *world))
    assert found["pairs"][0]["rank"] >= 1
    assert found["fitted_until"] == "1623-12-31"
    assert "no event of it was in the window" in refused("explain", "1622-raid", *world)
    text = done("explain", "league", "--between", "AVA", "BOR", "--at", "1624-01-01", "--fit", saved, *world)
    assert "holds back" in text
    out = tmp_path / "ensemble"
    args = ("simulate", "--from", "1624-01-01", "--to", "1624-12-31", "--runs", "30", "--out", out, "--fit", saved)
    assert "30 histories" in done(*args, *world)
    first = (out / "part-00000.parquet").read_bytes()
    assert "30 were there already" in " ".join(done(*args, *world).split())
    (out / "part-00000.parquet").unlink()
    assert "30 histories" in done(*args, "--workers", "1", *world)
    assert (out / "part-00000.parquet").read_bytes() == first
    assert "made otherwise (different seed)" in refused(*args, "--seed", "9", *world)
    answer = json.loads(done("whatif", "accord", "--draws", "2", "--json", "--chart", tmp_path / "a.png", *world))
    assert [r["arm"] for r in answer["rows"]] == ["base", "other"]
    assert answer["rows"][1]["probability"] == 0
    assert (tmp_path / "a.png").stat().st_size > 5000
    assert "What if accord?" in done("whatif", "--draws", "0", "accord", "--example", *world)
    assert "accord" in done("whatif", *world)


MISTAKES = [
    (["replay", "--at", "1999-01-01"], "lies outside the record"),
    (["replay", "--at", "1622-01-01", "--actor", "gmy"], "Did you mean BOR"),
    (["realm", "QQQ"], "There is no actor 'QQQ'"),
    (["explain", "1622-clsh"], "Did you mean 1622-raid"),
    (["explain", "1621-crowned"], "which the model does not make"),
    (["explain", "league", "--between", "AVA", "BOR"], "--between needs a day"),
    (["fit", "--until", "1919-01-01"], "is empty. The record covers"),
    (["fit", "--kind", "clsh"], "There is no fitted kind 'clsh'"),
    (["simulate", "--from", "1624-01-01", "--to", "1623-01-01", "--out", "x"], "do not lie in order"),
    (["whatif", "pease"], "Did you mean accord"),
    (["whatif", "accord", "--fit", "nothing.json"], "is not a fit"),
]


@pytest.mark.parametrize(("args", "message"), MISTAKES)
def test_a_mistake_ends_in_one_message_and_code_2(world, args, message):
    assert message in " ".join(refused(*args, *world).split())


def test_a_record_that_cannot_be_replayed_is_refused(small_folder):
    path = small_folder / "events.csv"
    path.write_text(path.read_text() + "1625-again,1625-01-01,day,embassy,AVA,BOR,Again,,real,chronicle,,\n")
    message = refused("data", "check", "--scenario", small_folder)
    assert "1625-again (1625-01-01): embassy of AVA and BOR was not at risk (rule open)" in message


def test_an_unknown_scenario_and_a_wrong_option(tmp_path):
    assert "There is no scenario 'sovjet'. Did you mean soviet?" in refused("data", "check", "--scenario", "sovjet")
    result = rapallo("replay", "--when", "1622-01-01")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_a_folder_in_use_is_not_written_to(world, tmp_path):
    out = tmp_path / "used"
    out.mkdir()
    (out / "mine.txt").write_text("keep me")
    message = refused("simulate", "--from", "1624-01-01", "--to", "1624-12-31", "--out", out, *world)
    assert "is in use and holds no ensemble" in message
    assert [p.name for p in out.iterdir()] == ["mine.txt"]


def test_help_has_examples():
    for command in (["replay"], ["realm"], ["explain"], ["fit"], ["simulate"], ["whatif"], ["data", "check"]):
        text = done(*command, "--help")
        assert "Examples" in text
        assert f"rapallo {' '.join(command)}" in text
