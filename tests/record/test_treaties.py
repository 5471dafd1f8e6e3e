"""Treaties as a table: what an event takes from it, and what it may not say."""

import shutil

import numpy as np
import pytest

from rapallo.events.history import observed
from rapallo.record.read import read_record
from rapallo.scenarios import load
from tests.record.test_refusals import problem, spoil

HEAD = (
    "id,title,kind,parties,signed,ratified,in_force,term,secret,revealed,clauses,prolonged_by,ended,ended_by,ending,"
    "source,note\n"
)
FRIENDS = "1621-friends,Outcasts meet,amity,AVA;BOR,1621-02-10,,,,yes,1622-03-01,,,,,,chronicle,\n"
LEAGUE = "1620-league,Three allies,league,CAL;ELM;DOR;FEN:acceder,1620-07-01,1620-08-01,,20,no,,,,,,,chronicle,\n"


@pytest.fixture
def folder(small_folder):
    """The small world with its two treaties moved from the attributes of events into treaties.csv."""
    (small_folder / "treaties.csv").write_text(HEAD + FRIENDS + LEAGUE)
    text = (small_folder / "events.csv").read_text().replace("attributes,truth", "attributes,treaty,truth")
    lines = []
    for line in text.splitlines():
        cells = line.split(",")
        if cells[0] != "id":
            named = {"1621-friends": "1621-friends", "1620-league": "1620-league", "1621-joins": "1620-league"}
            cells.insert(8, named.get(cells[0], ""))
            if cells[0] in named:
                cells[7] = ""
        lines.append(",".join(cells))
    (small_folder / "events.csv").write_text("\n".join(lines) + "\n")
    return small_folder


def test_a_treaty_in_the_table_is_the_treaty_in_the_attributes(folder, tmp_path):
    plain = shutil.copytree(load("template").folder, tmp_path / "plain")
    spoil(plain, "events.csv", "Three allies,,real", "Three allies,ratified=1620-08-01;term=20,real")
    one, other = observed(read_record(plain)), observed(read_record(folder))
    for name in one.timeline.rows._fields:
        a, b = getattr(one.timeline.rows, name), getattr(other.timeline.rows, name)
        assert np.array_equal(a, b, equal_nan=True), name
    assert one.timeline.requires == other.timeline.requires


def test_an_event_takes_from_its_treaty_what_that_says(folder):
    record = read_record(folder)
    assert record.event("1621-friends").attributes == {"secret": "true", "revealed": "1622-03-01"}
    assert record.event("1620-league").attributes == {"term": "20", "ratified": "1620-08-01"}
    assert record.event("1621-joins").attributes == {"accession": "1620-league"}
    assert record.treaties[1].parties[3] == ("FEN", "acceder")


def test_a_treaty_never_in_force_binds_nobody(folder):
    spoil(folder, "treaties.csv", "yes,1622-03-01,,,,,,", "yes,1622-03-01,,,,,never_in_force,")
    record = read_record(folder)
    assert record.event("1621-friends").attributes["ratified"] == "false"
    history = observed(record)
    assert "1621-friends" not in {t.id for t in history.treaties("1621-12-31")}


FAULTS = [
    ("treaties.csv", "1621-02-10,", "1621-02-11,", "signed", "the event is of 1621-02-10"),
    ("treaties.csv", "Outcasts meet,amity", "Outcasts meet,league", "kind", "the event is amity"),
    ("treaties.csv", "AVA;BOR", "AVA;CAL", "parties", "BOR, CAL stand only here or only in the events"),
    ("treaties.csv", "AVA;BOR", "AVA;QQQ", "parties", "unknown actor 'QQQ'"),
    ("treaties.csv", "AVA;BOR", "AVA;BOR:witness", "parties", "has no known role"),
    ("treaties.csv", "yes,1622-03-01,,", "yes,1622-03-01,votes=3-1,", "clauses", "votes is no clause"),
    ("treaties.csv", "yes,1622-03-01", "yes,1620-03-01", "revealed", "lies before the signature"),
    ("treaties.csv", "1620-08-01,,20", "1620-06-01,,20", "ratified", "lies before the signature"),
    ("treaties.csv", "1620-08-01,,20", "1620-08-01,,twenty", "term", "'twenty' is no term"),
    ("treaties.csv", "1622-03-01,,,,,,", "1622-03-01,,,1622-04-01,,,", "ending", "an end without its way"),
    ("treaties.csv", "1622-03-01,,,,,,", "1622-03-01,,,,1622-none,,", "ended_by", "there is no event"),
    ("treaties.csv", "1622-03-01,,,,,,", "1622-03-01,,1622-raid,,,,", "prolonged_by", "does not point to it"),
    ("treaties.csv", ",chronicle,\n", ",nowhere,\n", "source", "unknown source"),
    ("treaties.csv", "1621-friends,Out", "1621-enemies,Out", "id", "no event 1621-enemies points to it"),
    ("treaties.csv", "1621-friends,Out", "1620-league,Out", "id", "duplicate id"),
    ("events.csv", "A raid,,,real", "A raid,,1699-x,real", "treaty", "there is no treaty '1699-x'"),
    ("events.csv", "A summons,,,real", "A summons,,1621-friends,real", "treaty", "later than 1620-05-05"),
    ("events.csv", "Outcasts meet,,", "Outcasts meet,term=3,", "attributes", "term belongs to the treaty"),
    ("events.csv", "A fourth joins,,", "A fourth joins,accession=1620-league,", "attributes", "what the column"),
]


@pytest.mark.parametrize(("file", "old", "new", "column", "what"), FAULTS)
def test_what_a_treaty_may_not_be(folder, file, old, new, column, what):
    spoil(folder, file, old, new)
    assert any(p.column == column and what in p.what for p in problem(folder)), problem(folder)


def test_numbers_of_others_belong_to_rows_and_schemes(folder):
    (folder / "identities.csv").write_text(
        "table,id,scheme,number,source,note\ntreaties,1620-league,ATOP,1234,chronicle,\n"
        "treaties,1620-none,ATOP,1,chronicle,\ntreaties,1620-league,ISBN,1,chronicle,\n"
        "guests,1620-league,ATOP,1,chronicle,\ntreaties,1620-league,ATOP,1234,chronicle,\n"
    )
    assert [(p.row, p.column) for p in problem(folder)] == [(3, "id"), (4, "scheme"), (5, "table"), (6, "number")]
