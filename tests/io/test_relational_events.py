"""Plain relational events as a record, and what is refused."""

import pytest

from rapallo.errors import RecordError
from rapallo.io.relational_events import read_relational_events

ACTORS = "label,wealth,age\nA,1.5,30\nB,2,40\n"
EVENTS = "time,sender,receiver\n0.5,A,B\n2,B,A\n"


def read(tmp_path, actors=ACTORS, events=EVENTS):
    (tmp_path / "actors.csv").write_text(actors, encoding="utf-8")
    (tmp_path / "events.csv").write_text(events, encoding="utf-8")
    return read_relational_events(tmp_path / "actors.csv", tmp_path / "events.csv")


def test_actors_attributes_and_times(tmp_path):
    record = read(tmp_path)
    assert [a.id for a in record.actors] == ["A", "B"]
    assert [e.time for e in record.events] == [0.5, 2]
    assert [c.name for c in record.vocabulary.covariates] == ["age", "wealth"]
    assert [t.sovereign for t in record.vocabulary.actor_types] == [True]
    assert record.kinds[0].coverage == ("all",)
    assert not record.ticks


def test_a_byte_order_mark_is_passed_over(tmp_path):
    assert [a.id for a in read(tmp_path, "\ufeff" + ACTORS, "\ufeff" + EVENTS).actors] == ["A", "B"]


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "what"),
    [
        ("0.5,A,B", "nan,A,B", 2, "time", "'nan' is not a number"),
        ("0.5,A,B", "inf,A,B", 2, "time", "'inf' is not a number"),
        ("0.5,A,B", "3,A,B", 3, "time", "2.0 lies before 3.0"),
        ("0.5,A,B", "0.5,A,C", 2, "receiver", "unknown actor 'C'"),
        ("time,", "when,", 1, "time", "the column is missing"),
    ],
)
def test_faults_are_named(tmp_path, old, new, row, column, what):
    with pytest.raises(RecordError) as caught:
        read(tmp_path, events=EVENTS.replace(old, new))
    found = caught.value.problems[0]
    assert (found.file, found.row, found.column, found.what) == ("events.csv", row, column, what)


def test_an_attribute_that_is_no_number_is_named(tmp_path):
    with pytest.raises(RecordError, match=r"actors.csv, row 3, column age: 'NA' is not a number"):
        read(tmp_path, actors=ACTORS.replace("40", "NA"))
