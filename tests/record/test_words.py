"""The vocabulary of a record: declared, found in the tables, or both."""

import pytest

from rapallo.errors import RecordError
from rapallo.record.read import read_record


def test_without_a_declaration_words_are_those_of_the_tables(small_folder):
    (small_folder / "vocabulary.toml").unlink()
    kinds = small_folder / "kinds.csv"
    kinds.write_text(kinds.read_text().replace(",pact,", ",truce,").replace(",pending,", ",parley,"))
    words = read_record(small_folder).vocabulary
    assert [(t.name, t.sovereign) for t in words.actor_types] == [("realm", True), ("guild", True), ("court", True)]
    assert words.ties[0].name == "embassy"
    assert {t.name for t in words.ties} >= {"truce", "feud", "garrison", "vassal"}
    assert all(not (t.directed or t.pact or t.role) for t in words.ties)
    assert [v.name for v in words.values] == ["border", "pretension", "regard", "sway"]
    assert [c.name for c in words.covariates] == ["ambition", "creed", "might"]


def test_every_pact_cannot_be_closed_where_none_is_declared(small_folder):
    (small_folder / "vocabulary.toml").unlink()
    with pytest.raises(RecordError, match=r"closes every pact tie, and there is none. Declare a tie with pact = true"):
        read_record(small_folder)


def test_values_of_ones_own_follow_the_declared_ones(small_folder):
    pairs, covariates = small_folder / "pairs.csv", small_folder / "covariates.csv"
    pairs.write_text(pairs.read_text() + "AVA,BOR,distance,1620-01-01,,350.5,chronicle,\n")
    covariates.write_text(covariates.read_text() + "AVA,zeal,1620-01-01,7,points,,\nAVA,age,1620-01-01,70,y,,\n")
    record = read_record(small_folder)
    assert record.vocabulary.value_index == {"border": 0, "pretension": 1, "regard": 2, "sway": 3, "distance": 4}
    assert [c.name for c in record.vocabulary.covariates] == ["might", "creed", "ambition", "age", "zeal"]
    own = record.vocabulary.values[4]
    assert (own.symmetric, own.role, own.low) == (False, "", float("-inf"))
    assert record.warnings == ()


def test_actors_stand_in_the_order_of_the_declared_types(small_folder):
    path = small_folder / "actors.csv"
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join([header, *reversed(rows)]) + "\n")
    assert [a.id for a in read_record(small_folder).actors][:2] == ["GAR", "FEN"]
    assert read_record(small_folder).actors[-1].id == "CRT"


def test_the_digest_follows_the_vocabulary(small_folder, small):
    assert read_record(small_folder).digest == small.digest
    path = small_folder / "vocabulary.toml"
    path.write_text(path.read_text().replace("aligns = true", "aligns = false", 1))
    assert read_record(small_folder).digest != small.digest
