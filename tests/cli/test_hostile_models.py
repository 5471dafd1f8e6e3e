"""Models, fits and ensembles that cannot be meant, or are damaged."""

import json

import pytest

from tests.cli.commands import done, rapallo, refused

FIT = ("fit", "--until", "1624-06-01", "--json")
WINDOW = ("--from", "1622-06-01", "--to", "1623-06-01")


@pytest.fixture
def world(small_folder):
    return ["--scenario", small_folder]


def with_model(folder, old, new):
    path = folder / "model.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


SPOILT = [
    ("effect = 0.5", "effect = 0", "prior.effect: Input should be greater than 0"),
    ("effect = 0.5", "effect = 0.5\n[settings]\nmemory = 0.0", "settings.memory: Input should be greater than 0"),
    ("effect = 0.5", 'effect = 0.5\n[settings]\nmemory = "x"', "settings.memory: Input should be a valid number"),
    ("[prior]\neffect = 0.5", "settings = []", "settings: Input should be a table"),
    ("[prior]\neffect = 0.5", "prior = 0.5", "prior is a table: write [prior] and under it effect = 0.5"),
    ('seizure = ["tie(feud)"]', 'seizure = ["tie(fued)"]', "There is no tie 'fued'. Did you mean feud"),
]


@pytest.mark.parametrize(("old", "new", "message"), SPOILT)
def test_a_model_that_cannot_be_used_is_refused(world, small_folder, old, new, message):
    with_model(small_folder, old, new)
    said = refused(*FIT, *world)
    assert message in said
    assert len(said.splitlines()) == 1


def test_a_model_without_a_prior_is_fitted_and_printed(world, small_folder):
    with_model(small_folder, "[prior]\neffect = 0.5\n", "")
    found = json.loads(done(*FIT, *world))
    assert found["prior"]["effect"] is None


def test_a_byte_order_mark_is_read_over(world, small_folder):
    for name in ("model.toml", "record.toml", "vocabulary.toml"):
        path = small_folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert json.loads(done(*FIT, *world))["kinds"]


def test_a_modelled_kind_without_events_has_no_rate_and_is_named(world, small_folder):
    path = small_folder / "kinds.csv"
    row = "duel,modelled,no,realm,realm,all,always,,,,,,0.0,0.0,0.0,190,ASSAULT,-1.0,A duel"
    path.write_text(path.read_text() + row + "\n")
    found = json.loads(done(*FIT, *world))
    assert "duel" not in found["kinds"]
    assert "duel" in found["silent"]


def test_an_unknown_covariate_is_no_nought(world, small_folder):
    # wealth is declared nowhere, so that it has no default; GAR has no row, and FEN's value is NA
    path = small_folder / "covariates.csv"
    rows = [
        f"{name},wealth,1620-01-01,{n}.5,index,chronicle," for n, name in enumerate(("AVA", "BOR", "CAL", "DOR", "ELM"))
    ]
    path.write_text(path.read_text() + "\n".join(rows) + "\n")
    with_model(small_folder, '"tie(feud)"', '"tie(feud)", "covariate(wealth, receiver)"')
    result = rapallo(*FIT, *world)
    assert result.returncode == 0, result.stderr
    assert "warning: seizure: a statistic is unknown for" in result.stderr
    assert "-GAR" in result.stderr
    assert json.loads(result.stdout)["warnings"]


def test_a_covariate_in_large_units_converges(world, small_folder):
    path = small_folder / "covariates.csv"
    units = {"AVA": "2.5e12", "BOR": "4e12", "CAL": "1e12", "DOR": "3e12", "ELM": "5e11", "FEN": "1e11", "GAR": "1e11"}
    begin = {"FEN": "1621-06-01"}
    rows = [f"{a},gdp,{begin.get(a, '1620-01-01')},{value},units,chronicle," for a, value in units.items()]
    path.write_text(path.read_text() + "\n".join(rows) + "\n")
    with_model(small_folder, '"inertia(unrest)"', '"covariate(gdp, receiver)"')
    found = json.loads(done(*FIT, *world))
    assert found["kinds"]["unrest"]["converged"]


def test_a_value_of_pairs_of_the_users_own_can_be_used(world, small_folder):
    path = small_folder / "pairs.csv"
    path.write_text(
        path.read_text() + "BOR,ELM,distance,1620-01-01,,0.3,chronicle,\nAVA,ELM,distance,1620-01-01,,0.9,chronicle,\n"
    )
    vocabulary = small_folder / "vocabulary.toml"
    vocabulary.write_text(
        vocabulary.read_text() + '\n[values.distance]\nlow = 0\ndefault = 2\nmeaning = "Days of travel"\n'
    )
    with_model(small_folder, '"tie(feud)"', '"pair_value(distance)"')
    terms = json.loads(done(*FIT, *world))["kinds"]["seizure"]["terms"]
    assert terms == ["constant", "pair_value(distance)"]


def test_a_fit_that_knows_the_future_is_refused(world, tmp_path):
    saved = tmp_path / "fit.json"
    done("fit", "--until", "1622-06-02", "--out", saved, *world)
    message = refused("simulate", *WINDOW, "--runs", "3", "--out", tmp_path / "e", "--fit", saved, *world)
    assert "fit.json: the fit reaches to 1622-06-02, beyond 1622-06-01: it knows the future. Fit until" in message
    assert not (tmp_path / "e").exists()


def test_a_part_with_a_flipped_byte_is_refused(world, tmp_path):
    command = ("simulate", *WINDOW, "--runs", "3", "--seed", "5", "--out", tmp_path / "e", *world)
    done(*command)
    part = tmp_path / "e" / "part-00000.parquet"
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    message = refused(*command)
    assert "part-00000.parquet is damaged: its SHA-256 is not that of SHA256SUMS. Delete it and" in message
    part.unlink()
    done(*command)


def test_a_fit_that_is_none_is_refused_with_the_key(world, tmp_path):
    saved = tmp_path / "fit.json"
    saved.write_text('{"record": "template", "kinds": []}')
    message = refused("simulate", *WINDOW, "--out", tmp_path / "e", "--fit", saved, *world)
    assert "fit.json: is not a fit: digest: Field required" in message
