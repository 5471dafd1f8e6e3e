"""The commands as a user calls them: output, exit codes, and messages that teach."""

import json
import math
import subprocess
import sys

import pytest

from tests.cli.commands import done, rapallo, refused

START, UNTIL = "1623-03-15", "1624-12-31"


@pytest.fixture
def world(small_folder):
    return ["--scenario", small_folder]


def test_data_check_counts_and_replays(world):
    out = done("data", "check", *world)
    assert "All rules hold" in out
    found = json.loads(done("data", "check", "--json", *world))
    assert found["events"] == 16
    assert found["years"]["1621"] == 5
    assert {k["kind"]: k["events"] for k in found["kinds"]}["raid"] == 1


def test_replay_of_an_actor_lists_its_ties_with_since_and_until(world):
    found = json.loads(done("replay", "--at", "1622-08-03", "--actor", "BOR", "--json", *world))
    assert [t["other"] for t in found["ties"] if t["tie"] == "feud"] == ["ELM", "CAL", "DOR"]
    amity = next(t for t in found["ties"] if t["tie"] == "amity")
    # made for ten years, secret until 1622-03-01
    assert amity == {
        "tie": "amity",
        "side": "",
        "other": "AVA",
        "since": "1621-02-10",
        "until": "1631-02-10",
        "runs_on": False,
        "secret": False,
        "treaty": "1621-friends",
    }
    assert found["events"][-1]["id"] == "1622-entry"
    assert "  amity                  AVA 1621-1631\n" in done("replay", "--at", "1622-08-03", "--actor", "BOR", *world)
    assert "AVA 1621-1631 secret" in done("replay", "--at", "1622-02-28", "--actor", "BOR", *world)


def test_replay_of_all_names_the_ties_of_the_scenario(world):
    found = json.loads(done("replay", "--at", "1622-09-02", "--json", *world))
    assert found["ties"]["feud"] == ["BOR-CAL", "BOR-DOR", "BOR-ELM"]
    assert found["ties"]["garrison"] == ["BOR>ELM"]
    assert next(iter(found["ties"])) == "embassy"
    assert "  garrison               BOR>ELM\n" in done("replay", "--at", "1622-09-02", *world)


def test_state_shows_beliefs_both_ways(world):
    seen = json.loads(done("state", "ELM", "BOR", "--at", "1622-08-03", "--json", *world))
    assert seen["covariates"]["might"] == 0.04
    assert [(t["tie"], t["other"]) for t in seen["ties"]] == [("feud", "BOR")]
    view = seen["views"][0]
    assert view["threat"] > 0.05 > view["threat_in_return"]
    assert "beliefs" in done("state", "ELM", "--at", "1622-08-03", *world)


def test_fit_says_what_was_left_out(world, tmp_path):
    saved = tmp_path / "fit.json"
    out = " ".join(done("fit", "--until", "1623-12-31", "--out", saved, *world).split())
    assert "converged" in out
    assert "No event at risk in the window, so no estimate, and none in simulation: truce, " in out
    assert json.loads(saved.read_text()) == json.loads(done("fit", "--until", "1623-12-31", "--json", *world))
    only = json.loads(done("fit", "--until", "1623-12-31", "--kind", "raid", "--json", *world))
    assert list(only["kinds"]) == ["raid"]


def test_models_are_named_compared_and_written_as_a_table(world, small_folder, tmp_path):
    """A constant rate beside the scenario's own model: n events in y pair-years give log(n / y), free of any prior."""
    plain, early = tmp_path / "plain.toml", ("--until", "1623-12-31")
    plain.write_text("[effects]\nraid = []\n")
    one = json.loads(done("fit", "--model", plain, *early, "--json", *world))
    raid = one["kinds"]["raid"]
    assert raid["estimate"][0] == pytest.approx(math.log(raid["events"] / raid["exposure"]), abs=1e-6)
    own = small_folder / "model.toml"
    table = tmp_path / "raid.md"
    both = ("--model", plain, "--model", own, *early, "--kind", "raid")
    shown = f"{raid['estimate'][0]:.3f} ({raid['standard_error'][0]:.3f})"
    assert f" {shown} " in done("fit", *both, "--table", table, *world)
    assert f"| `constant` | {shown} | " in table.read_text()
    assert list(json.loads(done("fit", *both, "--json", *world))["models"]) == [str(plain), str(own)]
    assert "There is no fitted kind 'rade'" in refused("fit", *both[:6], "--kind", "rade", *world)
    assert "a file holds the fit of one model" in refused("fit", *both, "--out", tmp_path / "fit.json", *world)
    assert "must end in .md, .tex, .csv or .parquet" in refused("fit", "--table", tmp_path / "fit.doc", *world)
    assert "There is no model 'memori'" in refused("fit", "--model", "memori", *world)


def test_other_commands_take_a_model_as_well(world, tmp_path):
    plain = tmp_path / "plain.toml"
    plain.write_text("[effects]\nraid = []\n")
    found = json.loads(done("explain", "1622-raid", "--fit-until", "1623-12-31", "--model", plain, "--json", *world))
    assert [pair["terms"] for pair in found["pairs"]] == [[]]
    days = ("--from", "1623-12-31", "--to", "1630-12-31")
    out = done("simulate", *days, "--runs", "3", "--out", tmp_path / "x", "--model", plain, *world)
    assert "(beyond 1625-12-31, the record's end, covariates stay as they were last known" in " ".join(out.split())
    saved = tmp_path / "fit.json"
    done("fit", "--model", plain, "--until", "1623-12-31", "--out", saved, *world)
    assert "the fit of another model" in refused("explain", "1622-raid", "--fit", saved, *world)
    done("explain", "1622-raid", "--fit", saved, "--model", plain, *world)


def test_explain(world, tmp_path):
    found = json.loads(done("explain", "1622-raid", "--fit-until", "1623-12-31", "--json", *world))
    assert found["pairs"][0]["rank"] >= 1
    assert found["fitted_until"] == "1623-12-31"
    assert "no event of it was in the window" in refused("explain", "1622-raid", *world)
    chart = tmp_path / "raid.svg"
    args = ("explain", "league", "--between", "AVA", "BOR", "--at", "1624-01-01", "--chart", chart)
    assert "holds back" in done(*args, *world)
    assert chart.stat().st_size > 3000


def test_simulate_resumes(world, tmp_path):
    out = tmp_path / "ensemble"
    args = ("simulate", "--from", START, "--to", UNTIL, "--runs", "30", "--out", out)
    found = json.loads(done(*args, "--json", *world))
    assert found["runs"] == 30
    assert found["kept"] == 0
    assert sum(found["events_by_kind"].values()) == pytest.approx(found["events"])
    first = (out / "part-00000.parquet").read_bytes()
    assert "30 were there already" in " ".join(done(*args, *world).split())
    (out / "part-00000.parquet").unlink()
    assert "30 histories" in done(*args, "--workers", "1", *world)
    assert (out / "part-00000.parquet").read_bytes() == first
    assert "made otherwise (different seed)" in refused(*args, "--seed", "9", *world)


def test_whatif(world, tmp_path):
    chart = tmp_path / "a.png"
    answer = json.loads(done("whatif", "example", "--draws", "2", "--json", "--chart", chart, *world))
    assert [r["arm"] for r in answer["rows"]] == ["as it was", "no raids"]
    assert answer["rows"][1]["probability"] == 0
    assert chart.stat().st_size > 5000
    assert "no raids, history 0" in done("whatif", "--draws", "0", "example", "--example", *world)
    assert "What if there had been no more raids?" in done("whatif", *world)


def test_whatif_names_what_fell_away(world, small_folder):
    (small_folder / "questions" / "rivals.toml").write_text(
        'title = "T"\nstart = 1623-03-15\nuntil = 1625-01-01\nruns = 4\n[[arms]]\nname = "base"\n[[arms]]\n'
        'name = "none"\n[[arms.interventions]]\ndo = "forbid"\nevent = "1623-whispers"\n'
        '[[outcomes]]\nname = "a raid"\nask = "happens"\nkind = "raid"\nby = 1624-12-31\n'
    )
    path = small_folder / "schedule.csv"
    row = "1624-more,1624-02-01,day,whisper,DOR,AVA,More,requires=1623-whispers,rumour,chronicle,,"
    path.write_text(f"{path.read_text()}{row}\n")
    answer = json.loads(done("whatif", "rivals", "--draws", "0", "--json", *world))
    assert answer["fallen"]["none"] == [{"id": "1624-more", "title": "More", "share": 1.0, "first_arm": 0.0}]
    assert answer["fallen"]["base"] == []
    out = done("whatif", "rivals", "--draws", "0", *world)
    assert "Fell away in “none”, in 100% of histories (in “base” in 0%): More (1624-more)\n" in out


MISTAKES = [
    (["replay"], "Missing option '--at'"),
    (["replay", "--at", "1999-01-01"], "lies outside the history"),
    (["replay", "--at", "1622-01-01", "--actor", "bpr"], "There is no actor 'bpr'. Did you mean BOR"),
    (["state", "ELM"], "Missing option '--at'"),
    (["state", "QQQ", "--at", "1622-01-01"], "There is no actor 'QQQ'"),
    (["explain", "1622-rald"], "Did you mean 1622-raid"),
    (["explain", "1621-crowned", "--fit-until", "1623-01-01"], "which the model does not make"),
    (["explain", "league", "--between", "AVA", "BOR"], "--between needs a day"),
    (["explain", "1622-raid", "--at", "1622-01-01"], "--at goes with --between"),
    (["fit", "--until", "1519-01-01"], "is empty. The record is coded"),
    (["fit", "--kind", "rade"], "There is no fitted kind 'rade'. Did you mean raid"),
    (["fit", "--kind", "truce"], "truce has no event from 1620-01-01 to 1625-12-31 and so no estimate"),
    (["fit", "--out", "no/such/folder/fit.json"], "there is no folder no/such/folder"),
    (["simulate", "--from", "1624-01-01", "--to", "1623-01-01", "--out", "x"], "do not lie in order"),
    (["simulate", "--from", "1626-01-01", "--to", "1627-01-01", "--out", "x"], "does not lie within the record"),
    (["whatif", "exampel"], "Did you mean example"),
    (["whatif", "example", "--fit", "nothing.json"], "nothing.json: is not a fit: No such file"),
]


@pytest.mark.parametrize(("args", "message"), MISTAKES)
def test_a_mistake_ends_in_one_message_and_code_2(world, args, message):
    assert message in " ".join(refused(*args, *world).split())


def test_a_record_that_cannot_be_replayed_is_refused(small_folder):
    path = small_folder / "events.csv"
    path.write_text(path.read_text() + "1625-again,1625-01-01,day,embassy,AVA,BOR,Again,,real,chronicle,,\n")
    message = refused("data", "check", "--scenario", small_folder)
    assert "1625-again (1625-01-01): embassy of AVA and BOR was not at risk (rule open)" in message


def test_an_unknown_scenario_and_a_wrong_option():
    assert "There is no scenario 'sovjet'. Did you mean soviet?" in refused("data", "check", "--scenario", "sovjet")
    result = rapallo("replay", "--when", "1622-01-01")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_a_folder_in_use_is_not_written_to(world, tmp_path):
    out = tmp_path / "used"
    out.mkdir()
    (out / "mine.txt").write_text("keep me")
    message = refused("simulate", "--from", START, "--to", UNTIL, "--out", out, *world)
    assert "is in use and holds no ensemble" in message
    assert [p.name for p in out.iterdir()] == ["mine.txt"]


def test_help_has_examples():
    for command in (["replay"], ["state"], ["explain"], ["fit"], ["simulate"], ["whatif"], ["data", "check"]):
        text = done(*command, "--help")
        assert "Examples" in text
        assert f"rapallo {' '.join(command)}" in text


HEAVY = ("numba", "polars", "scipy.linalg", "matplotlib")
LIGHT = [
    (["--help"], ("numpy", *HEAVY)),
    (["whatif", "--help"], ("numpy", *HEAVY)),
    (["data", "find", "raid", "--scenario", "template"], HEAVY),
    (["data", "actors", "--scenario", "template"], HEAVY),
    (["data", "sources", "--scenario", "template"], HEAVY),
    (["claims", "C27"], HEAVY),
    (["data", "check", "--scenario", "template"], ("polars", "matplotlib")),
    (["replay", "--at", "1622-08-03", "--scenario", "template"], ("polars", "matplotlib")),
]


@pytest.mark.parametrize(("args", "absent"), LIGHT)
def test_a_command_loads_only_what_it_needs(args, absent):
    code = (
        "import sys\nfrom rapallo.cli import app\n"
        "try:\n    app()\nexcept SystemExit as end:\n    assert not end.code\n"
        f"sys.exit(' '.join(m for m in {absent!r} if m in sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=False)
    assert result.returncode in (0, 1), result.stderr
    assert result.stderr.splitlines()[-1:] in ([], [""]), f"loaded: {result.stderr}"
