"""When and how treaties ended, as the replay has it, against what treaties.csv says."""

import datetime as dt

import pytest

from rapallo.events.endings import Ending, disagreements, endings
from rapallo.events.history import observed
from rapallo.record.read import read_record
from tests.record.test_refusals import spoil
from tests.record.test_treaties import folder as bound  # noqa: F401  (a fixture)


@pytest.fixture
def folder(bound):  # noqa: F811
    return bound


def happens(folder, row):
    with (folder / "events.csv").open("a") as file:
        file.write(row + "\n")


def ends(folder):
    return endings(observed(read_record(folder)))


def test_what_nobody_ended_is_in_force(folder):
    assert ends(folder)["1620-league"] == Ending(None, "", None)
    assert list(disagreements(observed(read_record(folder)))) == []


def test_a_treaty_never_in_force_has_no_end(folder):
    spoil(folder, "treaties.csv", "yes,1622-03-01,,,,,,", "yes,1622-03-01,,,,,never_in_force,")
    assert ends(folder)["1621-friends"] == Ending(None, "never_in_force", None)


def test_an_event_of_another_kind_ends_its_treaty(folder):
    with (folder / "events.csv").open("a") as file:
        file.write("1622-broken,1622-04-01,day,renunciation,BOR,AVA,Borland renounces,,1621-friends,real,chronicle,,\n")
    record = read_record(folder)
    assert record.event("1622-broken").attributes == {"of": "1621-friends"}
    history = observed(record)
    assert endings(history)["1621-friends"] == Ending(dt.date(1622, 4, 1), "denounced", "1622-broken")
    assert [(p.column, p.row) for p in disagreements(history)] == [("ended", 2), ("ending", 2), ("ended_by", 2)]
    spoil(folder, "treaties.csv", "1622-03-01,,,,,,", "1622-03-01,,,1622-04-01,1622-broken,denounced,")
    assert list(disagreements(observed(read_record(folder)))) == []


def test_war_ends_a_treaty_between_the_two(folder):
    with (folder / "events.csv").open("a") as file:
        file.write("1622-war,1622-04-01,day,invasion,BOR,AVA,Borland invades Avaland,,,real,chronicle,,\n")
    assert endings(observed(read_record(folder)))["1621-friends"] == Ending(dt.date(1622, 4, 1), "war", "1622-war")


def test_an_event_that_ends_every_pact_of_the_two_ends_it(folder):
    happens(folder, "1622-all,1622-04-01,day,renunciation,BOR,AVA,Borland renounces all,,,real,chronicle,,")
    happens(folder, "1622-other,1622-04-01,day,renunciation,CAL,DOR,Calland renounces,,,real,chronicle,,")
    assert ends(folder)["1621-friends"] == Ending(dt.date(1622, 4, 1), "denounced", "1622-all")


def test_a_treaty_ends_with_its_last_tie(folder):
    # Fenland leaves, the three stay bound
    happens(folder, "1622-fen,1622-04-01,day,renunciation,FEN,CAL;DOR;ELM,Fenland leaves,,1620-league,real,chronicle,,")
    assert ends(folder)["1620-league"] == Ending(None, "", None)


def test_a_lapse_lets_a_treaty_end_by_its_event(folder):
    (folder / "schedule.csv").write_text(
        "id,date,date_precision,kind,side_a,side_b,title,attributes,treaty,truth,source,claims,note\n"
        "1622-expired,1622-04-01,day,expiry,AVA,BOR,It runs out,,1621-friends,real,chronicle,,\n"
    )
    assert ends(folder)["1621-friends"] == Ending(dt.date(1622, 4, 1), "lapsed", "1622-expired")


def test_a_treaty_without_ties_ends_by_the_event_that_points_to_it(folder):
    path = folder / "treaties.csv"
    path.write_text(
        path.read_text() + "1623-accord,An accord,accord,CAL;DOR;ELM;BOR,1623-02-01,,,,no,,,,,,,chronicle,\n"
    )
    spoil(folder, "events.csv", "An accord,stage=peace,,real", "An accord,stage=peace,1623-accord,real")
    assert ends(folder)["1623-accord"] == Ending(None, "", None)
    happens(folder, "1624-no,1624-02-01,day,renunciation,BOR,CAL,Borland drops it,,1623-accord,real,chronicle,,")
    assert ends(folder)["1623-accord"] == Ending(dt.date(1624, 2, 1), "denounced", "1624-no")


def test_an_accession_ends_nothing(folder):
    path = folder / "treaties.csv"
    path.write_text(
        path.read_text()
        + "1623-accord,An accord,accord,CAL;DOR;ELM;BOR;FEN:acceder,1623-02-01,,,,no,,,,,,,chronicle,\n"
    )
    spoil(folder, "events.csv", "An accord,stage=peace,,real", "An accord,stage=peace,1623-accord,real")
    # the kind closes a tie, a feud, and yet is no denunciation
    happens(folder, "1624-fen,1624-02-01,day,accord,FEN,BOR,Fenland joins the accord,,1623-accord,real,chronicle,,")
    assert ends(folder)["1623-accord"] == Ending(None, "", None)
