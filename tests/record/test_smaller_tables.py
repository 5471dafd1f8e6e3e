"""Figures, absences, coding rules, second looks and sources: what each may not be."""

import pytest

from rapallo.record.read import read_record
from tests.record.test_refusals import problem


def test_figures_have_a_weight_an_actor_and_one_value_a_year(small_folder):
    vocabulary = small_folder / "vocabulary.toml"
    vocabulary.write_text(vocabulary.read_text() + "[indicators]\niron = 1.0\n")
    (small_folder / "figures.csv").write_text(
        "actor,indicator,year,value,unit,source\nAVA,iron,1620,3,tons,chronicle\nAVA,iron,1620,4,tons,chronicle\n"
        "QQQ,iron,1620,3,tons,chronicle\nAVA,gold,1620,3,tons,chronicle\nBOR,iron,1620,-3,tons,nowhere\n"
    )
    assert [(p.row, p.column, p.what) for p in problem(small_folder)] == [
        (3, "year", "iron of AVA in 1620 stands in row 2 already"),
        (4, "actor", "unknown actor 'QQQ'"),
        (5, "indicator", "unknown indicator 'gold'"),
        (6, "source", "unknown source 'nowhere'"),
        (6, "value", "-3 is below zero"),
    ]


def test_an_absence_is_that_of_an_actor_from_a_listed_source(small_folder):
    (small_folder / "absences.csv").write_text("id,begin,end,reason,source\nQQQ,1625-03-01,1625-02-01,test,nowhere\n")
    assert [(p.column, p.what) for p in problem(small_folder)] == [
        ("end", "1625-02-01 lies before the beginning 1625-03-01"),
        ("id", "unknown actor 'QQQ'"),
        ("source", "unknown source 'nowhere'"),
    ]


CODING = "kind,completeness,bounds,rule,example_1,example_2,counter_example,counter_reason\n"


def test_coding_rules_must_cover_every_kind_and_show_what_they_say(small_folder):
    (small_folder / "coding.csv").write_text(
        CODING + "raid,complete,all,Shots.,1622-raid,1622-invasion,1622-raid,none\n"
    )
    found = [str(p) for p in problem(small_folder)]
    assert any("league has no coding rule" in p for p in found)
    assert any("1622-invasion is of kind invasion" in p and "of kind raid" in p for p in found)
    assert any("1622-raid is of kind raid" in p and "not of kind raid" in p for p in found)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("1622-raid,chronicle,1622-05-02,1622-05-02,agrees,", "chronicle is the event's own source"),
        ("1620-summons,chronicle,1620-05-05,1620-05-07,agrees,", "the dates say near"),
        ("1620-summons,chronicle,1620-05-05,1620-06-07,near,", "the dates say differs"),
        ("1620-summons,chronicle,1620-05-05,,agrees,", "the dates say not_found"),
        ("1620-nothing,chronicle,1620-05-05,,not_found,", "is no event"),
        ("1620-summons,elsewhere,1620-05-05,1620-05-05,agrees,", "unknown source"),
        ("1620-summons,unverified,1620-05-05,1620-05-05,agrees,", "found in no source"),
    ],
)
def test_a_second_look_must_be_independent_and_follow_from_the_dates(small_folder, row, what):
    (small_folder / "rechecks.csv").write_text(f"event,source,date_coded,date_found,verdict,note\n{row}\n")
    assert any(what in p.what for p in problem(small_folder))


def test_a_sound_second_look_passes(small_folder):
    (small_folder / "rechecks.csv").write_text(
        "event,source,date_coded,date_found,verdict,note\n1620-summons,chronicle,1620-05-05,1620-05-07,near,two days\n"
        "1622-raid,unverified,1622-05-02,,not_found,\n"
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
