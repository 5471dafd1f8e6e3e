"""The commands as a user calls them: output, exit codes, and messages that teach."""

import json
import subprocess
import sys

import pytest


def rapallo(*args, cwd=None):
    return subprocess.run(
        [sys.executable, "-c", "from rapallo.cli import main; main()", *map(str, args)],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
    )


@pytest.fixture
def world(small_folder):
    (small_folder / "model.toml").write_text(
        'prior = 1.0\n[effects]\ndemand = ["pair_value(claim)", "rivalry"]\nclash = ["rivalry"]\n'
        'defence = ["trust", "common_enemy"]\n'
    )
    questions = small_folder / "questions"
    questions.mkdir()
    (questions / "peace.toml").write_text(
        'title = "What if peace?"\nstart = 1923-03-15\nuntil = 1925-01-01\nruns = 20\n'
        '[[arms]]\nname = "base"\n[[arms]]\nname = "other"\n[[arms.interventions]]\ndo = "forbid"\nkind = "clash"\n'
        '[[outcomes]]\nname = "a clash"\nask = "happens"\nkind = "clash"\nby = 1924-12-31\n'
    )
    return ["--scenario", small_folder]


def done(*args):
    result = rapallo(*args)
    assert result.returncode == 0, result.stderr
    return result.stdout


def refused(*args):
    result = rapallo(*args)
    assert result.returncode == 2, (result.stdout, result.stderr)
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    return result.stderr


def test_data_check_counts_and_replays(world):
    out = done("data", "check", *world)
    assert "All rules hold" in out
    assert "Silent" not in out or "from" in out
    found = json.loads(done("data", "check", "--json", *world))
    assert found["events"] == 16
    assert found["years"]["1921"] == 5
    assert {k["kind"]: k["events"] for k in found["kinds"]}["clash"] == 1


def test_data_find(world):
    lines = done("data", "find", "--csv", *world).splitlines()
    assert lines[0].startswith("id,date,date_precision,kind,side_a,side_b,title,source")
    assert len(lines) == 19
    assert "FRN;POL;UKG" in lines[3]
    only = json.loads(done("data", "find", "--json", "--kind", "clash", "--actor", "POL", *world))
    assert [row["id"] for row in only] == ["1922-clash"]
    assert "1920-alliance" in done("data", "find", "three ALLIES", *world)
    early = json.loads(done("data", "find", "--json", "--from", "1920-04-01", "--to", "1920-06-01", *world))
    assert [row["id"] for row in early] == ["1920-demand"]
    assert "No event fits" in done("data", "find", "unicorn", *world)


def test_data_show_names_parties_clauses_and_later_events(world):
    out = done("data", "show", "1920-alliance", *world)
    assert "Blueland (FRN), Midland (POL), Island (UKG)" in out
    assert "1921-joins" in out
    assert "A document, made up for the tests" in out
    assert json.loads(done("data", "show", "1921-friends", "--json", *world))["attributes"].startswith("secret=true")


def test_data_sources_counts_rows(world):
    out = done("data", "sources", *world)
    assert "A document" in out
    found = json.loads(done("data", "sources", "--json", *world))
    assert found["unverified_events"] == ["1920-demand"]
    assert found["sources"][0]["events"] == 17


def test_replay_and_state(world):
    found = json.loads(done("replay", "--at", "1922-08-03", "--actor", "GMY", "--json", *world))
    assert found["ties"]["war"] == ["FRN", "UKG", "POL"] or set(found["ties"]["war"]) == {"FRN", "UKG", "POL"}
    assert found["events"][-1]["id"] == "1922-entry"
    assert "war" in done("replay", "--at", "1922-08-03", *world)
    seen = json.loads(done("state", "POL", "GMY", "--at", "1922-08-03", "--json", *world))
    assert seen["views"][0]["threat"] > 0.05
    assert "beliefs" in done("state", "POL", "--at", "1922-08-03", *world)


def test_fit_explain_simulate_whatif(world, tmp_path):
    saved = tmp_path / "fit.json"
    assert "converged" in done("fit", "--until", "1923-12-31", "--out", saved, *world)
    assert json.loads(saved.read_text())["until"] == "1923-12-31"
    found = json.loads(done("explain", "1922-clash", "--fit-until", "1923-12-31", "--json", *world))
    assert found["pairs"][0]["rank"] >= 1
    assert found["fitted_until"] == "1923-12-31"
    assert "no event of it was in the window" in refused("explain", "1922-clash", *world)
    text = done("explain", "defence", "--between", "RUS", "GMY", "--at", "1924-01-01", "--fit", saved, *world)
    assert "holds back" in text
    out = tmp_path / "ensemble"
    args = ("simulate", "--from", "1924-01-01", "--to", "1924-12-31", "--runs", "30", "--out", out, "--fit", saved)
    assert "30 histories" in done(*args, *world)
    first = (out / "part-00000.parquet").read_bytes()
    assert "30 were there already" in " ".join(done(*args, *world).split())
    (out / "part-00000.parquet").unlink()
    assert "30 histories" in done(*args, "--workers", "1", *world)
    assert (out / "part-00000.parquet").read_bytes() == first
    assert "made otherwise (different seed)" in refused(*args, "--seed", "9", *world)
    answer = json.loads(done("whatif", "peace", "--draws", "2", "--json", "--chart", tmp_path / "a.png", *world))
    assert [r["arm"] for r in answer["rows"]] == ["base", "other"]
    assert answer["rows"][1]["probability"] == 0
    assert (tmp_path / "a.png").stat().st_size > 5000
    assert "What if peace?" in done("whatif", "--draws", "0", "peace", "--example", *world)
    assert "peace" in done("whatif", *world)


MISTAKES = [
    (["data", "show", "1939-pact"], "There is no event '1939-pact'"),
    (["data", "find", "--kind", "attak"], "There is no kind 'attak'. Did you mean attack, battle?"),
    (["data", "find", "--actor", "GER"], "There is no actor 'GER'"),
    (["data", "find", "--from", "1922"], "--from: '1922' is not a date. Write YYYY-MM-DD"),
    (["replay", "--at", "1999-01-01"], "lies outside the record"),
    (["replay", "--at", "1922-01-01", "--actor", "gmy"], "Did you mean GMY"),
    (["state", "QQQ"], "There is no actor 'QQQ'"),
    (["explain", "1922-clsh"], "Did you mean 1922-clash"),
    (["explain", "1921-leader"], "which the model does not make"),
    (["explain", "defence", "--between", "RUS", "GMY"], "--between needs a day"),
    (["fit", "--until", "1919-01-01"], "is empty. The record covers"),
    (["fit", "--kind", "clsh"], "There is no fitted kind 'clsh'"),
    (["simulate", "--from", "1924-01-01", "--to", "1923-01-01", "--out", "x"], "do not lie in order"),
    (["whatif", "pease"], "Did you mean peace"),
    (["whatif", "peace", "--fit", "nothing.json"], "is not a fit"),
]


@pytest.mark.parametrize(("args", "message"), MISTAKES)
def test_a_mistake_ends_in_one_message_and_code_2(world, args, message):
    assert message in " ".join(refused(*args, *world).split())


def test_a_spoilt_record_is_refused_with_its_place(small_folder):
    path = small_folder / "events.csv"
    path.write_text(path.read_text().replace("1922-05-02", "2.5.1922"))
    message = refused("data", "check", "--scenario", small_folder)
    assert "events.csv, row 10, column date: '2.5.1922' is not a date. Write YYYY-MM-DD" in message


def test_a_record_that_cannot_be_replayed_is_refused(small_folder):
    path = small_folder / "events.csv"
    path.write_text(path.read_text() + "1925-again,1925-01-01,day,recognition,RUS,GMY,Again,,real,doc,,\n")
    message = refused("data", "check", "--scenario", small_folder)
    assert "1925-again (1925-01-01): recognition of RUS and GMY was not at risk (rule open)" in message


def test_an_unknown_scenario_and_a_wrong_option(tmp_path):
    assert "There is no scenario 'sovjet'. Did you mean soviet?" in refused("data", "check", "--scenario", "sovjet")
    result = rapallo("replay", "--when", "1922-01-01")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_a_folder_in_use_is_not_written_to(world, tmp_path):
    out = tmp_path / "used"
    out.mkdir()
    (out / "mine.txt").write_text("keep me")
    message = refused("simulate", "--from", "1924-01-01", "--to", "1924-12-31", "--out", out, *world)
    assert "is in use and holds no ensemble" in message
    assert [p.name for p in out.iterdir()] == ["mine.txt"]


def test_help_has_examples():
    for command in (["replay"], ["state"], ["explain"], ["fit"], ["simulate"], ["whatif"], ["data", "check"]):
        text = done(*command, "--help")
        assert "Examples" in text
        assert f"rapallo {' '.join(command)}" in text
