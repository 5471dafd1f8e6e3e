"""Questions that cannot be meant: refused in a sentence that says what, where, and what would be right."""

import json

import pytest

from tests.cli.commands import done, rapallo, refused

HEAD = 'title = "T"\nstart = 1622-06-01\nuntil = 1623-06-01\nruns = 20\nseed = 7\n[[arms]]\nname = "base"\n'
OTHER = '[[arms]]\nname = "other"\n[[arms.interventions]]\n'
UNREST = '[[outcomes]]\nname = "x"\nask = "happens"\nkind = "unrest"\nby = 1623-06-01\n'


@pytest.fixture
def ask(tmp_path, small_folder):
    """A question in a file, and the command that asks it."""

    def made(text, *options):
        path = tmp_path / "question.toml"
        path.write_text(text)
        return ("whatif", path, "--scenario", small_folder, "--draws", "0", *options)

    return made


def test_two_outcomes_of_one_name(ask):
    second = '[[outcomes]]\nname = "x"\nask = "happens"\nkind = "invasion"\nby = 1623-06-01\n'
    message = refused(*ask(HEAD + UNREST + second))
    assert "two outcomes have the name 'x'; give each its own" in message


def test_a_treaty_with_a_state_that_has_ended(ask):
    what = 'do = "insert"\nkind = "league"\nside_a = ["AVA", "GAR"]\ndate = 1624-08-01\n'
    text = HEAD.replace("1622-06-01", "1624-08-01").replace("1623-06-01", "1625-06-01") + OTHER + what
    message = refused(*ask(text + UNREST.replace("1623-06-01", "1625-06-01")))
    assert "arm 'other', intervention 1 (insert): GAR ended on 1624-06-30, before 1624-08-01" in message


def test_an_event_put_in_before_the_record(ask):
    what = 'do = "insert"\nkind = "league"\nside_a = ["AVA", "DOR"]\ndate = 0001-01-01\n'
    message = refused(*ask(HEAD + OTHER + what + UNREST))
    assert "(insert): 0001-01-01 lies before the record, which begins on 1620-01-01" in message


@pytest.mark.parametrize("value", ["nan", "inf"])
def test_a_belief_set_to_no_number(ask, value):
    what = f'do = "set"\nname = "trust"\nactor = "AVA"\nother = "BOR"\nvalue = {value}\ndate = 1622-06-01\n'
    message = refused(*ask(HEAD + OTHER + what + UNREST))
    assert "value" in message
    assert "finite" in message


def test_a_value_set_out_of_its_range(ask):
    what = 'do = "set"\nname = "pretension"\nactor = "BOR"\nother = "ELM"\nvalue = 7.0\ndate = 1622-06-01\n'
    message = refused(*ask(HEAD + OTHER + what + UNREST))
    assert "intervention 1 (set): pretension = 7 lies outside its range, 0 to 1" in message


def test_a_bar_that_ends_before_it_begins(ask):
    what = 'do = "forbid"\nkind = "invasion"\nsince = 1623-02-01\nuntil = 1622-08-01\n'
    message = refused(*ask(HEAD + OTHER + what + UNREST))
    assert "since" in message
    assert "until" in message


def test_the_survival_of_anyone(ask):
    message = refused(*ask(HEAD + '[[outcomes]]\nname = "x"\nask = "survives"\nactor = "*"\nat = 1623-06-01\n'))
    assert "outcome 'x': There is no actor '*'" in message


def test_a_title_like_markup_is_printed_as_it_is(ask):
    text = HEAD.replace('"T"', '"[/x]"').replace('"base"', '"[red]base"') + UNREST.replace('"x"', '"[/] :smile:"')
    out = done(*ask(text, "--example"))
    assert out.startswith("[/x]\n")
    assert "[/] :smile:" in out
    assert "\n[red]base, history 0" in out


def test_an_event_forced_that_is_never_possible(ask):
    what = 'do = "force"\nkind = "accord"\nside_a = ["AVA"]\nside_b = ["ELM"]\nby = 1622-12-31\n'
    message = refused(*ask(HEAD + OTHER + what + UNREST))
    assert "arm 'other': force accord of AVA and ELM" in message
    assert "possible" in message


def test_an_alliance_put_in_outlasts_the_lapse_of_another(ask, small_folder):
    # the lapse that is given names the league of 1621 and leaves the one that was put in
    events, schedule = small_folder / "events.csv", small_folder / "schedule.csv"
    pact = "1621-pact,1621-01-01,day,league,AVA;DOR,,A league,,real,chronicle,,\n"
    lapse = "1622-over,1622-10-01,day,expiry,AVA;DOR,,It lapses,of=1621-pact,real,chronicle,,\n"
    events.write_text(events.read_text() + pact)
    schedule.write_text(schedule.read_text() + lapse)
    barred = "".join(
        f'[[arms.interventions]]\ndo = "forbid"\nkind = "{kind}"\n' for kind in ("league", "invasion", "rally", "raid")
    )
    what = 'do = "insert"\nkind = "league"\nside_a = ["AVA", "DOR", "CAL"]\ndate = 1622-06-01\n'
    tie = '[[outcomes]]\nname = "tie"\nask = "tie"\ntie = "league"\na = "AVA"\nb = "DOR"\nat = 1622-12-31\n'
    found = json.loads(done(*ask(HEAD + barred + OTHER + what + barred + tie, "--json")))
    assert {row["arm"]: row["probability"] for row in found["rows"]} == {"base": 0.0, "other": 1.0}


@pytest.mark.parametrize("name", ["out.txt", "out", "no/such/folder/out.png"])
def test_a_chart_that_cannot_be_drawn_is_refused_before_the_work(ask, tmp_path, name):
    result = rapallo(*ask(HEAD + UNREST, "--chart", tmp_path / name))
    assert result.returncode == 2
    assert result.stdout == ""
    assert ("must end in .png, .svg or .pdf" if "/" not in name else "there is no folder") in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_byte_order_mark_is_read_over(ask, tmp_path):
    command = ask(HEAD + UNREST)
    path = tmp_path / "question.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert done(*command).startswith("T\n")
