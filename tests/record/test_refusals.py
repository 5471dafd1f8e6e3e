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
    ("events.csv", "1920-05-05", "1920-13-05", 3, "date", "'1920-13-05' is not a date", "YYYY-MM-DD"),
    ("events.csv", "GMY,POL,A demand", "GMY,POX,A demand", 3, "side_b", "unknown actor 'POX'", "Add it to actors.csv"),
    (
        "events.csv",
        "1921-stir,1921-09-01,day,agitation,KPD,GMY",
        "1921-stir,1921-09-01,day,agitation,QQQ,GMY",
        7,
        "side_a",
        "unknown actor 'QQQ'",
        "actors.csv",
    ),
    ("events.csv", "1920-demand", "1920-relations", 3, "id", "duplicate id '1920-relations'", "its own"),
    ("events.csv", "id,date,", "id,when,", 1, "when", "unknown column 'when'", "Use only"),
    ("events.csv", "day,demand", "day,demanded", 3, "kind", "unknown kind 'demanded'", "kinds.csv"),
    ("events.csv", "Shots,,real", "Shots,,perhaps", 10, "truth", "'perhaps' is not allowed", "real, rumour, forgery"),
    (
        "events.csv",
        "A demand,,real,unverified",
        "A demand,,real,nowhere",
        3,
        "source",
        "unknown source 'nowhere'",
        "sources.csv",
    ),
    ("events.csv", "1922-01-15,month", "1922-01-16,month", 9, "date", "precision month", "15th"),
    (
        "events.csv",
        "accession=1920-alliance",
        "accession=1919-nothing",
        6,
        "attributes",
        "names no event",
        "Name an event",
    ),
    ("events.csv", "accession=1920-alliance", "accession=1922-entry", 6, "attributes", "later than", "earlier"),
    ("events.csv", "secret=true;", "hidden=true;", 5, "attributes", "unknown attribute 'hidden'", "secret"),
    ("events.csv", "secret=true;", "secret;", 5, "attributes", "not key=value", "key=value"),
    ("events.csv", "demand,GMY,POL", "demand,GMY,GMY", 3, "side_b", "both sides", "one side"),
    ("events.csv", "demand,GMY,POL", "demand,GMY,", 3, "side_b", "directed", "whom"),
    ("events.csv", "defence,FRN;POL;UKG,", "defence,FRN,", 4, "side_a", "two parties", "other party"),
    ("events.csv", "FRN;POL;UKG,,", "FRN;;UKG,,", 4, "side_a", "empty name", "single ;"),
    ("events.csv", "FRN;POL;UKG,,", "FRN;POL;FRN,,", 4, "side_a", "stands twice", "once"),
    ("events.csv", "1920-03-01", "1919-03-01", 2, "date", "lies outside", "record.toml"),
    (
        "events.csv",
        "1922-05-02,day,clash,GMY,POL",
        "1924-07-02,day,clash,GMY,LIT",
        10,
        "side_b",
        "LIT ended on 1924-06-30",
        "actors.csv",
    ),
    (
        "events.csv",
        "1921-08-01,day,defence,CZE",
        "1921-05-01,day,defence,CZE",
        6,
        "side_a",
        "CZE begins only on 1921-06-01",
        "Mend",
    ),
    ("actors.csv", "55.8,37.6", "155.8,37.6", 2, "latitude", "off the globe", "±90"),
    ("actors.csv", "1924-06-30", "1919-06-30", 8, "end", "before the beginning", "dates"),
    (
        "actors.csv",
        "movement,1920-01-01,,GMY",
        "movement,1920-01-01,,GXY",
        10,
        "home",
        "unknown actor 'GXY'",
        "actors.csv",
    ),
    (
        "covariates.csv",
        "RUS,capability,1920-01-01,0.2",
        "RUS,capability,1920-01-01,much",
        2,
        "value",
        "'much' is not a number",
        "digits",
    ),
    (
        "covariates.csv",
        "RUS,capability,1920-01-01,0.2",
        "RUS,capability,1920-01-01,nan",
        2,
        "value",
        "not finite",
        "finite",
    ),
    ("pairs.csv", "GMY,POL,claim", "GMY,POL,desire", 5, "name", "'desire' is not allowed", "claim"),
    ("ties.csv", "recognition,1921", "friendship,1921", 3, "kind", "'friendship' is not allowed", "recognition"),
    (
        "kinds.csv",
        "recognition,modelled,yes,state,state,RUS,open,recognition",
        "recognition,modelled,yes,state,state,RUS,open,marriage",
        2,
        "tie",
        "unknown tie 'marriage'",
        "Use one of",
    ),
    (
        "events.csv",
        "GMY,POL,Shots,,",
        "GMY,POL,Shots, fired,,",
        10,
        "",
        "has 13 cells where the header has 12",
        "Quote a cell",
    ),
    ("events.csv", "stage=peace", "stage=truce", 14, "attributes", "stage=truce cannot be read", "armistice"),
    ("events.csv", "secret=true;", "secret=maybe;", 5, "attributes", "secret=maybe cannot be read", "true"),
    ("events.csv", "revealed=1922-03-01", "revealed=1922-13-01", 5, "attributes", "is not a date", "YYYY-MM-DD"),
    ("events.csv", "revealed=1922-03-01", "revealed=1920-03-01", 5, "attributes", "before the event", "dates"),
    (
        "events.csv",
        "stage=peace",
        "winner=UKG+CZE",
        14,
        "attributes",
        "winner=CZE stands on neither side",
        "of the event",
    ),
    ("events.csv", "stage=peace", "votes=many", 14, "attributes", "votes=many cannot be read", "9-0-1"),
    ("covariates.csv", "LIT,capability,1920-01-01", "LIT,capability,1924-12-01", 7, "actor", "LIT exists from", "Mend"),
    ("pairs.csv", "RUS,LIT,contiguity,1920-01-01", "RUS,LIT,contiguity,1925-01-01", 4, "actor_b", "LIT exists", "Mend"),
    (
        "covariates.csv",
        "UKG,capability,1920-01-01,0.25",
        "UKG,capability,1920-01-01,0.35",
        2,
        "value",
        "sum to 1.1",
        "sum",
    ),
    ("record.toml", "begin = 1920-01-01", 'begin = "soon"', 0, "begin", "is not a date", "unquoted"),
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
    path.write_text(path.read_text() + '1925-x,1925-01-01,day,clash,"GMY"x,POL,Broken,,real,doc,,\n')
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
    assert any(p.column == "name" and p.what == "the column is missing" for p in found)
    (small_folder / "events.csv").unlink()
    assert any("is missing" in p.what and p.file == "events.csv" for p in problem(small_folder))


def test_all_faults_are_reported_at_once(small_folder):
    spoil(small_folder, "events.csv", "1920-05-05", "soon")
    spoil(small_folder, "covariates.csv", "0.2", "much")
    assert {p.file for p in problem(small_folder)} == {"events.csv", "covariates.csv"}


def test_absence_bars_an_actor_between_its_existences(small_folder):
    (small_folder / "absences.csv").write_text("id,begin,end,reason,source\nPOL,1922-05-01,1922-06-01,test,doc\n")
    found = problem(small_folder)
    assert "POL is absent on 1922-05-02" in found[0].what


CODING = "kind,completeness,bounds,rule,example_1,example_2,counter_example,counter_reason\n"


def test_coding_rules_must_cover_every_kind_and_show_what_they_say(small_folder):
    (small_folder / "coding.csv").write_text(
        CODING + "clash,complete,all,Shots.,1922-clash,1922-attack,1922-clash,none\n"
    )
    found = [str(p) for p in problem(small_folder)]
    assert any("defence has no coding rule" in p for p in found)
    assert any("1922-attack is of kind attack" in p and "of kind clash" in p for p in found)
    assert any("1922-clash is of kind clash" in p and "not of kind clash" in p for p in found)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("1922-clash,doc,1922-05-02,1922-05-02,agrees,", "doc is the event's own source"),
        ("1920-demand,doc,1920-05-05,1920-05-07,agrees,", "the dates say near"),
        ("1920-demand,doc,1920-05-05,1920-06-07,near,", "the dates say differs"),
        ("1920-demand,doc,1920-05-05,,agrees,", "the dates say not_found"),
        ("1920-nothing,doc,1920-05-05,,not_found,", "is no event"),
        ("1920-demand,elsewhere,1920-05-05,1920-05-05,agrees,", "unknown source"),
        ("1920-demand,unverified,1920-05-05,1920-05-05,agrees,", "found in no source"),
    ],
)
def test_a_second_look_must_be_independent_and_follow_from_the_dates(small_folder, row, what):
    (small_folder / "rechecks.csv").write_text(f"event,source,date_coded,date_found,verdict,note\n{row}\n")
    assert any(what in p.what for p in problem(small_folder))


def test_a_sound_second_look_passes(small_folder):
    (small_folder / "rechecks.csv").write_text(
        "event,source,date_coded,date_found,verdict,note\n1920-demand,doc,1920-05-05,1920-05-07,near,two days\n"
        "1922-clash,unverified,1922-05-02,,not_found,\n"
    )
    assert read_record(small_folder).rechecks[0].verdict == "near"


def test_a_page_is_one_source(small_folder):
    path = small_folder / "sources.csv"
    path.write_text(
        path.read_text()
        + "one,A page,https://www.example.org/page,\n"
        + "host,Something,https://example.org/,\n"
        + "again,Another item of the host,http://example.org,\n"
        + "two,The page again,http://example.org/page/,\n"
    )
    (found,) = problem(small_folder)
    assert (found.file, found.row, found.column) == ("sources.csv", 6, "where")
    assert "listed already as one" in found.what
    assert "Write one where two is named" in found.repair
