"""A scholar's own events: what is inferred from a file, and what is refused."""

import datetime as dt
from pathlib import Path

import pytest

from rapallo.errors import RecordError, UsageError
from rapallo.io.own_events import read_own_events, summary
from rapallo.io.own_scenario import write_scenario
from rapallo.record.clock import DAYS_PER_YEAR, EPOCH
from rapallo.scenarios import load

REFERENCE = Path(__file__).parents[1] / "reference" / "events.csv"
DATED = """\
id,Source,Target,Date,Event Type,Weight
1,United States,France,1850-03-01,Make statement,1
2,France,United States,1850-03-01,cooperation,2
3,France,São Tomé,1851-04,036,1
4,France,France,1852-04-02,036,1
5,São Tomé,France,1853-04-02T10:00,036,1
6,France,United States,1853-04-02 09:00:30,036,1
7,France,United States,,036,1
8,,United States,1854-01-01,036,1
"""


def own(tmp_path, text, **told):
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return read_own_events(path, **told)


def made(tmp_path, text, **told):
    write_scenario(own(tmp_path, text, **told), tmp_path / "mine")
    return load(str(tmp_path / "mine"))


def problem(tmp_path, text, **told):
    with pytest.raises(RecordError) as caught:
        own(tmp_path, text, **told)
    return str(caught.value)


def test_dates_and_types(tmp_path):
    scenario = made(tmp_path, DATED)
    record = scenario.record
    assert [(a.id, a.name) for a in record.actors] == [
        ("France", "France"),
        ("Sao_Tome", "São Tomé"),
        ("United_States", "United States"),
    ]
    # a kind is no number, nor a word that terms have for several kinds
    assert [(k.name, k.meaning) for k in record.kinds] == [
        ("kind_036", "036"),
        ("Make_statement", "Make statement"),
        ("cooperation_2", "cooperation"),
    ]
    assert [(e.id, e.date.isoformat(), e.date_precision) for e in record.events] == [
        ("e2", "1850-03-01", "day"),
        ("e3", "1850-03-01", "day"),
        ("e4", "1851-04-15", "month"),
        ("e7", "1853-04-02", "day"),
        ("e6", "1853-04-02", "day"),
    ]
    first = record.events[0]
    assert (first.kind, first.side_a, first.side_b) == ("Make_statement", ("United_States",), ("France",))
    assert (first.title, first.note, first.source) == ("United States to France", "Weight 1", "own")
    # the day before the first event is the record's first, so that the event is observed
    assert (record.begin, record.end) == (dt.date(1850, 2, 28), dt.date(1853, 4, 2))
    assert scenario.model.prior.effect == 0.2
    terms = ("inertia(0.4)", "inertia(6)", "reciprocity(0.4)", "reciprocity(6)")
    assert dict(scenario.model.effects) == dict.fromkeys(("kind_036", "Make_statement", "cooperation_2"), terms)


def test_what_is_inferred_is_said(tmp_path):
    said = summary(own(tmp_path, DATED))
    assert said["columns"] == (
        "sender from Source, receiver from Target, time from Date, type from Event Type, weight from Weight; "
        "left aside: id"
    )
    assert said["time"].startswith("dates: ")
    assert "1 that give a month or a year only" in said["time"]
    assert said["first and last"] == "1850-03-01 and 1853-04-02"
    assert said["on one day"].startswith("4 events")
    assert said["actors"].startswith("3, 6 pairs; 2 written otherwise")
    assert said["kinds"].startswith("3: kind_036, Make_statement, cooperation_2; 3 written otherwise")
    assert said["events"] == "5"
    assert said["direction"].startswith("directed")
    assert said["weights"].startswith("dropped")
    assert (
        said["rows left out"] == "1 (sender and receiver are one: line 5); 1 (no time: line 8); 1 (no sender: line 9)"
    )
    readme_is_the_same = {f"- {label}: {text}" for label, text in said.items()}
    write_scenario(own(tmp_path, DATED), tmp_path / "folder")
    assert readme_is_the_same <= set((tmp_path / "folder" / "README.md").read_text("utf-8").splitlines())


def test_numbers_become_days_by_a_rule_that_leads_back(tmp_path):
    events = read_own_events(REFERENCE)
    assert events.times.form == "numbers"
    assert summary(events)["weights"] == "none: increment is the same in every row"
    write_scenario(events, tmp_path / "mine")
    record = load(str(tmp_path / "mine")).record
    lines = REFERENCE.read_text("utf-8").splitlines()
    assert len(record.events) == len(lines) - 1 == 400
    for event in record.events:
        time, sender, receiver, _ = lines[int(event.id[1:]) - 1].split(",")
        assert (event.side_a, event.side_b) == ((sender,), (receiver,))
        assert (event.page, event.note) == (f"line {event.id[1:]}, time {time}", "")
        back = 2.838005 + (event.date - EPOCH).days / DAYS_PER_YEAR
        assert 0 <= float(time) - back + 1e-6 < 1 / DAYS_PER_YEAR + 2e-6
    assert "time 2.838005 is 1900-01-01, and 365.25 days are 1 in it" in summary(events)["time"]


@pytest.mark.parametrize(
    ("times", "year", "unit", "days"),
    [
        ((0.5, 10.5), None, "1", 3652),
        ((7, 365 + 7.5), None, "10", 13349),
        ((0, 0.025), None, "0.01", 913),
        ((0, 730.5), 365.25, "365.25", 730),
    ],
)
def test_the_unit_of_numbers_is_told_or_a_power_of_ten(tmp_path, times, year, unit, days):
    first, last = times
    found = own(tmp_path, f"time,sender,receiver\n{last},A,B\n{first},B,A\n", year=year)
    assert f"365.25 days are {unit} in it" in found.times.rule
    assert [(day - EPOCH).days for day in found.times.days] == [0, days]
    assert [line for line, _ in found.rows] == [3, 2]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ego\talter\tstep\nA\tB\t30\nB\tA\t10\nA\tC\t10\nC\tA\t20\n", {}),
        ("time;sender;receiver\n4;A;B\n1;B;A\n2;A;C\n3;C;A\n", {}),
        ("sender,receiver\nB,A\nA,C\nC,A\nA,B\n", {"in_order": True}),
    ],
)
def test_an_order_becomes_a_day_for_each_place_and_nothing_fades(tmp_path, text, told):
    scenario = made(tmp_path, text, **told)
    assert [e.title for e in scenario.record.events] == ["B to A", "A to C", "C to A", "A to B"]
    days = [(e.date - EPOCH).days for e in scenario.record.events]
    assert days == ([0, 0, 1, 2] if "step" in text else [0, 1, 2, 3])
    assert scenario.model.effects == {"event": ("inertia(form=log)", "reciprocity(form=log)")}
    assert scenario.model.settings.memory == float("inf")


def test_an_order_of_many_does_not_fade_nor_does_a_column_count_that_is_not_asked(tmp_path):
    rows = "".join(f"1850-01-01,{a},{b}\n" for a, b in [("A", "B"), ("B", "A")] * 200)
    found = own(tmp_path, "date,sender,receiver\n" + rows, in_order=True)
    assert found.times.years > 1
    assert not found.fading
    assert "time" not in found.columns


def test_a_short_span_does_not_fade(tmp_path):
    text = "date,sender,receiver\n1850-01-01,A,B\n{},B,A\n"
    assert not own(tmp_path, text.format("1850-12-30")).fading
    assert own(tmp_path, text.format("1851-01-02")).fading


def test_years_and_packed_dates(tmp_path):
    found = own(tmp_path, "year,sender,receiver\n1850,A,B\n1849,B,A\n")
    assert [d.isoformat() for d in found.times.days] == ["1849-07-01", "1850-07-01"]
    assert found.times.precision == ("year", "year")
    found = own(tmp_path, "SQLDATE,sender,receiver\n18500302,A,B\n18500301,B,A\n")
    assert [d.isoformat() for d in found.times.days] == ["1850-03-01", "1850-03-02"]


def test_undirected_only_if_told(tmp_path):
    text = "sender,receiver,date\nB,A,1850-01-01\nA,C,1853-01-01\n"
    scenario = made(tmp_path, text, undirected=True)
    assert [k.consent for k in scenario.record.kinds] == [True]
    assert next((e.side_a, e.side_b, e.title) for e in scenario.record.events) == (("A",), ("B",), "A and B")
    assert scenario.model.effects == {"event": ("inertia(0.4)", "inertia(6)")}
    assert not own(tmp_path, text).undirected


def test_senders_that_never_receive_are_a_type_of_their_own(tmp_path):
    record = made(tmp_path, "sender,receiver,date\nA,X,1850-01-01\nB,X,1853-01-01\n").record
    assert [(a.id, a.type) for a in record.actors] == [("A", "sender"), ("B", "sender"), ("X", "receiver")]
    assert (record.kinds[0].sender, record.kinds[0].receiver) == ("sender", "receiver")


def test_a_book_named_source_is_not_a_sender_nor_a_number_of_the_row_a_type(tmp_path):
    rows = "".join(f"x{n},A,B,185{n}-01-01,Smith\n" for n in range(10))
    found = own(tmp_path, "event,actor1,actor2,date,source\n" + rows)
    assert found.columns == {"sender": "actor1", "receiver": "actor2", "time": "date"}
    assert dict(found.kinds) == {"event": "event"}


def test_columns_can_be_told(tmp_path):
    text = "wer,wem,wann,sender\nA,B,1850-01-01,x\nB,A,1851-01-01,x\n"
    found = own(tmp_path, text, columns={"sender": "wer", "receiver": "wem", "time": "wann"})
    assert found.columns == {"sender": "wer", "receiver": "wem", "time": "wann"}
    with pytest.raises(UsageError, match="'who' is no role"):
        own(tmp_path, text, columns={"who": "wer"})
    with pytest.raises(UsageError, match=r"no such column\. Found: wer, wem, wann, sender"):
        own(tmp_path, text, columns={"sender": "x"})
    with pytest.raises(UsageError, match="given twice"):
        own(tmp_path, text, columns={"sender": "wer", "receiver": "wer"})


def test_missing_columns_are_named_with_the_nearest(tmp_path):
    said = problem(tmp_path, "sender,recever,dat\nA,B,1\n")
    assert "row 1: has no column for the receiver; found: sender, recever, dat. If 'recever' is meant" in said
    assert "has no column for the time; found: sender, recever, dat. If 'dat' is meant" in said
    assert "has no column for the sender; found: x, y" in problem(tmp_path, "x,y\n1,2\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date,sender,receiver\n1850-01-01,A,B\n1850-02-30,A,B\n", "row 3, column date: '1850-02-30' is not in the"),
        ("date,sender,receiver\n1850-01-01,A,B\n\n3 May,A,B\n", "row 4, column date: '3 May' is not a date"),
        ("date,sender,receiver\n1/2/1850,A,B\n", "row 2, column date: '1/2/1850' is neither a date nor a number"),
        ("date,sender,receiver\n9999-12-31,A,B\n", "row 2, column date: '9999-12-31' is the end of the calendar"),
        ("time,sender,receiver\n1.5,A,B\nnan,A,B\n", "row 3, column time: 'nan' is neither"),
        ("time,sender,receiver\n1.5,A,B\n1,A\n", "row 3: has 2 cells where the header has 3"),
        ('time,sender,receiver\n1.5,A,"B\n', "broken CSV"),
        ("time,sender,receiver\n", "mine.csv: has no row"),
        ("", "mine.csv: has no row"),
        ("time,sender,receiver\n1,A,A\n,A,B\n", "no row is left (sender and receiver are one: 1; no time: 1)"),
        ("time,sender,sender,receiver\n1,A,A,B\n", "column sender: the column stands twice"),
    ],
)
def test_faults_are_named_with_their_line(tmp_path, text, said):
    assert said in problem(tmp_path, text)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"year": 0.0}, "above 0"),
        ({"year": 1e-9}, "would span"),
        ({"year": 1.0, "in_order": True}, "--in-order takes no time"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(tmp_path, told, said):
    with pytest.raises(UsageError, match=said):
        own(tmp_path, "time,sender,receiver\n1.5,A,B\n9,B,A\n", **told)


def test_dates_need_no_unit(tmp_path):
    with pytest.raises(UsageError, match="holds dates"):
        own(tmp_path, "time,sender,receiver\n1850-01-01,A,B\n", year=1.0)


def test_what_cannot_be_read_as_text_is_refused(tmp_path):
    (tmp_path / "latin.csv").write_bytes("time,sender,receiver\n1,Côte,B\n".encode("latin-1"))
    with pytest.raises(RecordError, match="row 2: is not UTF-8"):
        read_own_events(tmp_path / "latin.csv")
    with pytest.raises(RecordError, match="cannot be read: No such file"):
        read_own_events(tmp_path / "none.csv")


def test_a_folder_in_use_is_left_as_it_is(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes").write_text("kept")
    with pytest.raises(UsageError, match="exists already"):
        made(tmp_path, DATED)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes"]


def test_line_ends_and_quotes_in_names_do_no_harm(tmp_path):
    text = 'time,sender,receiver\n1.5,"A\u2028 ""x"", [b]",B\n9,B,"A\n ""x"", [b]"\n'
    assert [a.name for a in made(tmp_path, text).record.actors] == ['A "x", [b]', "B"]
