"""What a record may not be: each fault is refused with file, row, column and repair."""

import csv

import pytest

from rapallo.errors import RecordError
from rapallo.record.read import read_record


def spoil(folder, file, old, new, count=1):
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, count))


def problem(folder):
    with pytest.raises(RecordError) as caught:
        read_record(folder)
    return caught.value.problems


CASES = [
    # file, old, new, row, column, what, repair
    ("events.csv", "1620-05-05", "1620-13-05", 3, "date", "'1620-13-05' is not a date", "YYYY-MM-DD"),
    (
        "events.csv",
        "BOR,ELM,A summons",
        "BOR,POX,A summons",
        3,
        "side_b",
        "unknown actor 'POX'",
        "Add it to actors.csv",
    ),
    (
        "events.csv",
        "1621-stir,1621-09-01,day,unrest,WEA,BOR",
        "1621-stir,1621-09-01,day,unrest,QQQ,BOR",
        7,
        "side_a",
        "unknown actor 'QQQ'",
        "actors.csv",
    ),
    ("events.csv", "1620-summons", "1620-relations", 3, "id", "duplicate id '1620-relations'", "its own"),
    ("events.csv", "id,date,", "id,when,", 1, "when", "unknown column 'when'", "Use only"),
    ("events.csv", "day,summons", "day,demanded", 3, "kind", "unknown kind 'demanded'", "kinds.csv"),
    ("events.csv", "A raid,,real", "A raid,,perhaps", 10, "truth", "'perhaps' is not allowed", "real, rumour, forgery"),
    (
        "events.csv",
        "A summons,,real,unverified",
        "A summons,,real,nowhere",
        3,
        "source",
        "unknown source 'nowhere'",
        "sources.csv",
    ),
    ("events.csv", "1622-01-15,month", "1622-01-16,month", 9, "date", "precision month", "15th"),
    (
        "events.csv",
        "accession=1620-league",
        "accession=1619-nothing",
        6,
        "attributes",
        "names no event",
        "Name an event",
    ),
    ("events.csv", "accession=1620-league", "accession=1622-entry", 6, "attributes", "later than", "earlier"),
    ("events.csv", "secret=true;", "hidden=true;", 5, "attributes", "unknown attribute 'hidden'", "secret"),
    ("events.csv", "secret=true;", "secret;", 5, "attributes", "not key=value", "key=value"),
    ("events.csv", "summons,BOR,ELM", "summons,BOR,BOR", 3, "side_b", "both sides", "one side"),
    ("events.csv", "summons,BOR,ELM", "summons,BOR,", 3, "side_b", "directed", "whom"),
    ("events.csv", "league,CAL;ELM;DOR,", "league,CAL,", 4, "side_a", "two parties", "other party"),
    ("events.csv", "CAL;ELM;DOR,,", "CAL;;DOR,,", 4, "side_a", "empty name", "single ;"),
    ("events.csv", "CAL;ELM;DOR,,", "CAL;ELM;CAL,,", 4, "side_a", "stands twice", "once"),
    ("events.csv", "1620-03-01", "1619-03-01", 2, "date", "lies outside", "record.toml"),
    (
        "events.csv",
        "1622-05-02,day,raid,BOR,ELM",
        "1624-07-02,day,raid,BOR,GAR",
        10,
        "side_b",
        "GAR ended on 1624-06-30",
        "actors.csv",
    ),
    (
        "events.csv",
        "1621-08-01,day,league,FEN",
        "1621-05-01,day,league,FEN",
        6,
        "side_a",
        "FEN begins only on 1621-06-01",
        "Mend",
    ),
    ("actors.csv", "55.8,-2.4", "155.8,-2.4", 2, "latitude", "off the globe", "±90"),
    ("actors.csv", "1624-06-30", "1619-06-30", 8, "end", "before the beginning", "dates"),
    (
        "actors.csv",
        "guild,1620-01-01,,BOR",
        "guild,1620-01-01,,GXY",
        10,
        "home",
        "unknown actor 'GXY'",
        "actors.csv",
    ),
    (
        "covariates.csv",
        "AVA,might,1620-01-01,0.2",
        "AVA,might,1620-01-01,much",
        2,
        "value",
        "'much' is not a number",
        "digits",
    ),
    (
        "covariates.csv",
        "AVA,might,1620-01-01,0.2",
        "AVA,might,1620-01-01,nan",
        2,
        "value",
        "not finite",
        "finite",
    ),
    ("ties.csv", "embassy,1621", "friendship,1621", 3, "kind", "unknown tie 'friendship'", "embassy"),
    ("ties.csv", "embassy,1621-06-01,FEN,", "embassy,1621-06-01,BOR,", 3, "side_b", "BOR stands on both", "one side"),
    ("actors.csv", "Borland,realm", "Borland,barony", 3, "type", "unknown type 'barony'", "realm, guild, court"),
    ("actors.csv", "BOR,Borland", "AVA,Borland", 3, "id", "duplicate id 'AVA', first in actors.csv row 2", "its own"),
    ("kinds.csv", "\ntruce,", "\nembassy,", 4, "name", "duplicate name 'embassy'", "its own"),
    ("sources.csv", "\nchronicle,", "\nchronicle,A,b,\nchronicle,", 3, "id", "duplicate id 'chronicle'", "its own"),
    ("kinds.csv", "embassy,modelled,yes,realm", "embassy,modelled,yes,baron", 2, "sender", "unknown type", "any"),
    ("kinds.csv", "yes,realm,realm,AVA,open,c", "yes,realm,realm,QQQ,open,c", 3, "coverage", "'QQQ'", "actors.csv"),
    ("kinds.csv", "realm,court,all,", "realm,court,all;AVA,", 20, "coverage", "all stands with others", "all alone"),
    ("kinds.csv", "realm,court,all,", "realm,court,,", 20, "coverage", "covers no pair", "Write all"),
    ("kinds.csv", "truce,truce,,,5", "truce,truce,,,0", 4, "term", "0 years is no term", "for good"),
    ("kinds.csv", "embassy,embassy,,", "embassy,pact,,", 2, "opens", "unknown tie 'pact'", "embassy"),
    ("kinds.csv", "lapse,,0.0", "lapse,NA,0.0", 29, "term", "'NA' is no number", "empty the cell"),
    ("covariates.csv", "AVA,might,1620-01-01,0.2", "AVA,might,1620-01-01,-0.2", 2, "value", "-0.2 lies", "range"),
    (
        "covariates.csv",
        "AVA,creed,1620-01-01,-1",
        "AVA,creed,1620-01-01,-7",
        8,
        "value",
        "-7 lies outside -1 to 1",
        "Mend",
    ),
    ("covariates.csv", "BOR,might,1620-01-01,0.3", "BOR,might,1620-01-01,NA", 3, "value", "'NA' is no", "drop the row"),
    ("covariates.csv", "BOR,might,", "AVA,might,", 3, "date", "stands in row 2 already", "Keep one"),
    ("pairs.csv", "BOR,ELM,pretension", "BOR,BOR,pretension", 5, "actor_b", "paired with itself", "other actor"),
    ("pairs.csv", "pretension,1620-01-01,,1", "pretension,1620-01-01,,2", 5, "value", "2 lies outside 0 to 1", "range"),
    ("pairs.csv", "AVA,ELM,border", "ELM,BOR,border", 3, "begin", "given in row 2 already", "drop one"),
    ("events.csv", "stage=peace", "requires=1622-none", 14, "attributes", "requires=1622-none names no", "event's id"),
    ("events.csv", "stage=peace", "requires=1622-raid+1624-absorbed", 14, "attributes", "later than", "earlier"),
    ("events.csv", "stage=peace", "requires=1623-accord", 14, "attributes", "names the event itself", "presupposes"),
    ("events.csv", "stage=peace", "restores=GAR+QQQ", 14, "attributes", "restores=QQQ names no actor", "actors.csv"),
    ("events.csv", "stage=peace", "occupation=goes", 14, "attributes", "occupation=goes cannot be read", "stays"),
    ("vocabulary.toml", "realm]", "realm", 0, "", "not valid TOML", "Mend the line"),
    ("vocabulary.toml", '"BOR"', '"BRO"', 0, "aliases.kingdom of borland", "'BRO' is neither actor nor", "drop"),
    ("vocabulary.toml", '"rally", ', '"ralley", ', 0, "families.force", "unknown kind 'ralley'", "kinds.csv"),
    ("record.toml", "end = 1625-12-31", "end = 1619-12-31", 0, "end", "does not lie after", "dates"),
    ("record.toml", "end = ", "ticks = false\nend = ", 0, "ticks", "unknown key", "Use only name, title, begin, end"),
    ("record.toml", 'name = "template"', 'name = ""', 0, "name", "is empty", "Give it"),
    ("record.toml", "end = 1625-12-31", "", 0, "end", "is missing", "Add end"),
    ("record.toml", "end = 1625-12-31", "end = 1625-12-31T10:00:00", 0, "end", "cannot stand here", "YYYY-MM-DD"),
    (
        "kinds.csv",
        "embassy,modelled,yes,realm,realm,AVA,open,embassy",
        "embassy,modelled,yes,realm,realm,AVA,open,marriage",
        2,
        "tie",
        "unknown tie 'marriage'",
        "Use one of",
    ),
    (
        "events.csv",
        "BOR,ELM,A raid,,",
        "BOR,ELM,A raid, at night,,",
        10,
        "",
        "has 13 cells where the header has 12",
        "Quote a cell",
    ),
    ("events.csv", "stage=peace", "stage=truce", 14, "attributes", "stage=truce cannot be read", "armistice"),
    ("events.csv", "secret=true;", "secret=maybe;", 5, "attributes", "secret=maybe cannot be read", "true"),
    ("events.csv", "revealed=1622-03-01", "revealed=1622-13-01", 5, "attributes", "is not a date", "YYYY-MM-DD"),
    ("events.csv", "revealed=1622-03-01", "revealed=1620-03-01", 5, "attributes", "before the event", "dates"),
    (
        "events.csv",
        "stage=peace",
        "winner=DOR+FEN",
        14,
        "attributes",
        "winner=FEN stands on neither side",
        "of the event",
    ),
    ("events.csv", "stage=peace", "votes=many", 14, "attributes", "votes=many cannot be read", "9-0-1"),
    ("covariates.csv", "GAR,might,1620-01-01", "GAR,might,1624-12-01", 7, "actor", "GAR exists from", "Mend"),
    ("pairs.csv", "AVA,GAR,border,1620-01-01", "AVA,GAR,border,1625-01-01", 4, "actor_b", "GAR exists", "Mend"),
    (
        "covariates.csv",
        "DOR,might,1620-01-01,0.25",
        "DOR,might,1620-01-01,0.35",
        2,
        "value",
        "sum to 1.1",
        "sum",
    ),
    ("record.toml", "begin = 1620-01-01", 'begin = "soon"', 0, "begin", "'soon' cannot stand here", "unquoted"),
    ("record.toml", "begin = ", "begin ", 0, "", "not valid TOML", "Mend the line"),
]


@pytest.mark.parametrize(("file", "old", "new", "row", "column", "what", "repair"), CASES)
def test_fault_is_refused_with_place_and_repair(small_folder, file, old, new, row, column, what, repair):
    spoil(small_folder, file, old, new)
    found = problem(small_folder)
    fits = [p for p in found if p.file == file and what in p.what and repair in p.repair]
    assert fits, [str(p) for p in found]
    if row:
        assert fits[0].row == row
    if column:
        assert fits[0].column == column


def test_broken_csv_names_the_line(small_folder):
    path = small_folder / "events.csv"
    path.write_text(path.read_text() + '1625-x,1625-01-01,day,raid,"BOR"x,ELM,Broken,,real,chronicle,,\n')
    found = problem(small_folder)
    assert "broken CSV" in found[0].what
    assert found[0].row == len(list(csv.reader(path.read_text().splitlines()[:-1]))) + 1


def test_bytes_that_are_not_utf8(small_folder):
    path = small_folder / "events.csv"
    path.write_bytes(path.read_bytes() + b"\xff\xfe")
    assert "not UTF-8" in problem(small_folder)[0].what


def test_a_missing_column_and_a_missing_file(small_folder):
    spoil(small_folder, "actors.csv", "id,name,type", "id,named,type")
    found = problem(small_folder)
    assert any(p.row == 1 and p.column == "name" and p.what == "the column is missing" for p in found)
    (small_folder / "events.csv").unlink()
    assert any("is missing" in p.what and p.file == "events.csv" for p in problem(small_folder))


def test_a_record_without_actors_is_none(small_folder):
    path = small_folder / "actors.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    assert [(p.file, p.what) for p in problem(small_folder)] == [("actors.csv", "has no row")]


def test_all_faults_are_reported_at_once(small_folder):
    spoil(small_folder, "events.csv", "1620-05-05", "soon")
    spoil(small_folder, "covariates.csv", "0.2", "much")
    assert {p.file for p in problem(small_folder)} == {"events.csv", "covariates.csv"}


def test_absence_bars_an_actor_between_its_existences(small_folder):
    (small_folder / "absences.csv").write_text("id,begin,end,reason,source\nELM,1622-05-01,1622-06-01,test,chronicle\n")
    found = problem(small_folder)
    assert "ELM is absent on 1622-05-02" in found[0].what


def with_columns(folder, file, columns, rows):
    """Add columns to a table; `rows` maps a line to its cells, the others are empty."""
    path = folder / file
    lines = path.read_text().splitlines()
    ends = [columns, *(rows.get(n, "," * columns.count(",")) for n in range(2, len(lines) + 1))]
    path.write_text("".join(f"{line},{end}\n" for line, end in zip(lines, ends, strict=True)))


def test_a_value_that_presupposes_an_event_names_one_before_it(small_folder):
    with_columns(small_folder, "covariates.csv", "requires", {9: "1622-raid", 10: "1621-none"})
    assert [(p.row, p.column, p.what) for p in problem(small_folder)] == [
        (9, "requires", "requires=1622-raid names an event of 1622-05-02, later than 1622-01-01"),
        (10, "requires", "requires=1621-none names no event"),
    ]


def test_what_begins_and_ends_a_pair_value_is_known_and_not_later(small_folder):
    with_columns(small_folder, "pairs.csv", "begun_by,ended_by", {5: ",1622-raid", 8: ",1623-accord", 9: "1622-raid,"})
    assert [(p.row, p.column, p.what) for p in problem(small_folder)] == [
        (5, "ended_by", "ended_by=1622-raid, but the value has no end"),
        (8, "ended_by", "ended_by=1623-accord names an event of 1623-02-01, later than 1623-01-01"),
    ]


def test_requirements_are_read(small_folder):
    with_columns(small_folder, "pairs.csv", "begun_by,ended_by", {8: ",1622-entry", 9: "1622-raid,"})
    spoil(small_folder, "events.csv", "stage=peace", "requires=1622-raid+1622-entry;occupation=stays;restores=GAR")
    record = read_record(small_folder)
    assert [(p.begun_by, p.ended_by) for p in record.pairs if p.name == "regard"] == [
        (None, "1622-entry"),
        ("1622-raid", None),
    ]
    assert record.event("1623-accord").attributes["requires"] == "1622-raid+1622-entry"


def test_a_byte_order_mark_is_passed_over(small_folder):
    for path in (*small_folder.glob("*.toml"), *small_folder.glob("*.csv")):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read_record(small_folder).events) == 16


def test_an_empty_record_toml_names_what_it_needs(small_folder):
    (small_folder / "record.toml").write_text("")
    assert [(p.column, p.what) for p in problem(small_folder)] == [(k, "is missing") for k in ("name", "begin", "end")]


def test_a_share_lies_between_0_and_1_without_any_declaration(small_folder):
    (small_folder / "vocabulary.toml").unlink()
    spoil(small_folder, "kinds.csv", ",pact,", ",truce,", 2)
    spoil(small_folder, "kinds.csv", ",pending,", ",parley,", 2)
    spoil(small_folder, "covariates.csv", "AVA,might,1620-01-01,0.2", "AVA,might,1620-01-01,-0.2")
    (found,) = problem(small_folder)
    assert found.what == "might of AVA: -0.2 lies outside 0 to 1"


def test_an_event_coded_twice_is_a_warning(small_folder):
    path = small_folder / "events.csv"
    path.write_text(
        path.read_text()
        + "1622-again,1622-05-02,day,raid,BOR,ELM,Another report,,real,chronicle,,\n"
        + "1622-other,1622-05-02,day,raid,BOR,ELM,A second raid,territory=hills,real,chronicle,,\n"
        + "1622-back,1622-05-02,day,raid,ELM,BOR,A raid,,real,chronicle,,\n"
        + "1623-turned,1623-02-01,day,accord,BOR,CAL;DOR;ELM,An accord,,real,chronicle,,\n"
    )
    assert [(p.row, p.what) for p in read_record(small_folder).warnings] == [
        (18, "1622-again has the day, kind and sides of 1622-raid"),
        (21, "1623-turned has the day, kind and sides of 1623-accord"),
    ]


def test_a_value_that_is_almost_declared_is_a_warning(small_folder):
    spoil(small_folder, "pairs.csv", "BOR,ELM,pretension", "BOR,ELM,pretention")
    (found,) = read_record(small_folder).warnings
    assert (found.row, found.what) == (5, "'pretention' is not declared in vocabulary.toml")
