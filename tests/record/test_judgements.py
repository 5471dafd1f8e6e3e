"""Values that rest on judgement: each names its rule, and hindsight can be switched off."""

import pytest

from rapallo.record.read import read_record
from rapallo.scenarios import load
from tests.record.test_refusals import problem

RULES = "id,value,rule\nregard-1,regard,By the letters of the day\nborder-1,border,By the map\n"


@pytest.fixture
def folder(small_folder):
    """The small world with three values of pairs, one of them known only afterwards."""
    (small_folder / "judgements.csv").write_text(RULES)
    (small_folder / "covariates.csv").unlink()
    (small_folder / "pairs.csv").write_text(
        "actor_a,actor_b,name,begin,value,source,rule,hindsight\nAVA,BOR,border,1620-01-01,1,chronicle,,\n"
        "AVA,BOR,regard,1620-01-01,0.5,unverified,regard-1,no\nBOR,AVA,regard,1620-01-01,-0.5,unverified,regard-1,yes\n"
    )
    return small_folder


def test_hindsight_is_kept_unless_it_is_switched_off(folder, tmp_path):
    assert [p.hindsight for p in read_record(folder).pairs] == [False, False, True]
    over = tmp_path / "without"
    over.mkdir()
    (over / "record.toml").write_text(f'name = "without"\nbase = "{folder}"\nhindsight = false\n')
    record = load(str(over)).record
    assert [(p.actor_a, p.value) for p in record.pairs] == [("AVA", 1.0), ("AVA", 0.5)]
    assert record.digest != read_record(folder).digest


def test_a_value_has_a_source_or_a_rule(folder):
    path = folder / "pairs.csv"
    path.write_text(path.read_text().replace("0.5,unverified,regard-1,no", "0.5,unverified,,no"))
    assert [(p.row, p.what) for p in problem(folder)] == [(3, "regard has neither a source nor a rule")]


def test_capability_follows_from_its_figures_and_needs_no_rule(folder):
    head = "actor,name,date,value,unit,source\n"
    (folder / "covariates.csv").write_text(head + "AVA,might,1620-01-01,0.2,share,unverified\n")
    assert len(read_record(folder).covariates) == 1
    (folder / "covariates.csv").write_text(head + "AVA,creed,1620-01-01,0.2,share,unverified\n")
    assert [(p.file, p.what) for p in problem(folder)] == [
        ("covariates.csv", "creed has neither a source nor a rule")
    ]  # fmt: skip


def test_a_rule_is_one_for_that_value(folder):
    path = folder / "pairs.csv"
    path.write_text(path.read_text().replace("unverified,regard-1,yes", "unverified,border-1,yes"))
    assert [(p.row, p.what) for p in problem(folder)] == [(4, "'border-1' is no rule for regard")]
    path.write_text(path.read_text().replace("unverified,border-1,yes", "unverified,custom,yes"))
    assert [(p.row, p.column) for p in problem(folder)] == [(4, "rule")]


def test_rules_have_ids_of_their_own(folder):
    (folder / "judgements.csv").write_text(RULES + "border-1,border,Again\n")
    assert [(p.row, p.column) for p in problem(folder)] == [(4, "id")]
