"""rapallo claims as a user calls it."""

import json

import pytest

from tests.cli.commands import done, rapallo


def test_the_table_groups_by_system():
    out = done("claims")
    assert "68 claims" in out
    assert out.index("C58") < out.index("C02"), "C58 stands with its system"
    assert "Verdicts: " in out
    assert "C27" in out


def test_one_claim_whole():
    out = done("claims", "C27")
    assert "Mutual assistance of 1935" in out
    assert "loosely worded" in out
    assert "1935-05-16  defence" in out
    assert "1935-czech-soviet-pact" in out
    for label in ("claim", "premise", "measure", "against", "verdict"):
        assert f"\n{label}" in out


def test_json_of_one_and_of_a_system():
    one = json.loads(done("claims", "C27", "--json"))
    assert one["rows"][-1] == {
        "id": "1935-czech-soviet-pact",
        "date": "1935-05-16",
        "kind": "defence",
        "title": "Czech-Soviet pact of mutual assistance",
    }
    assert one["effect"] is None or one["low"] <= one["effect"] <= one["high"]
    some = json.loads(done("claims", "--system", "locarno", "--json"))
    assert [c["id"] for c in some] == ["C18", "C19"]


def test_text_of_the_data_is_not_read_as_markup(small_folder):
    header = "id,system,title,claim,rows,test,premise,premise_note,measure,against"
    row = "C01,a,Two [bold]meet,[red]They met,1621-friends,rule,holds,[/] a note,By rule: [dim] 1621,Not [so]"
    (small_folder / "claims.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    assert "Two [bold]meet" in done("claims", "--scenario", small_folder)
    out = done("claims", "C01", "--scenario", small_folder)
    for text in ("Two [bold]meet", "[red]They met", "[/] a note", "By rule: [dim] 1621", "Not [so]"):
        assert text in out


MISTAKES = [
    (["C72"], "There is no claim 'C72'. Did you mean C"),
    (["--system", "spian"], "There is no system 'spian'. Did you mean spain"),
    (["C27", "--system", "spain"], "Give a claim or --system, not both."),
]


@pytest.mark.parametrize(("args", "message"), MISTAKES)
def test_a_mistake_ends_in_one_sentence_and_code_2(args, message):
    result = rapallo("claims", *args)
    assert result.returncode == 2
    assert result.stdout == ""
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_scenario_without_claims_is_answered_in_a_sentence(small_folder):
    result = rapallo("claims", "--scenario", small_folder)
    assert result.returncode == 2
    assert result.stderr == (
        "rapallo: template has no claims: its folder holds no claims.csv. Its columns stand in docs/claims.md.\n"
    )


def test_help_has_examples():
    text = done("claims", "--help")
    assert "Examples" in text
    assert "rapallo claims C27" in text
