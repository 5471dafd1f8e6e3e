"""Ensembles on disk: written whole, resumed, read back the same, refused if a byte is wrong."""

import datetime as dt
import json

import numpy as np
import pytest

from rapallo.errors import UsageError
from rapallo.io.ensembles import read_ensemble, write_ensemble
from rapallo.model.hypothesis import Model, Prior
from rapallo.model.system import System
from rapallo.scenarios import load
from rapallo.simulation.ensemble import simulate
from tests.conftest import SMALL_VALUES

START, STOP = dt.date(1622, 8, 2), dt.date(1623, 3, 31)


@pytest.fixture(scope="module")
def world():
    return load("template").system


def write(folder, system, runs=150, seed=7):
    return write_ensemble(folder, system, SMALL_VALUES, START, STOP, runs=runs, seed=seed)


def test_what_is_read_back_answers_as_before(world, tmp_path):
    assert write(tmp_path / "e", world) == 0
    there = read_ensemble(tmp_path / "e", world)
    here = simulate(world, SMALL_VALUES, START, STOP, runs=150, seed=7)
    assert len(there.runs) == 150
    for a, b in zip(here.runs, there.runs, strict=True):
        assert a.number == b.number
        assert np.array_equal(a.what, b.what)
        assert np.array_equal(a.when, b.when)
        assert a.fallen == b.fallen
    told, told_again = next(here.histories()), next(there.histories())
    assert told.treaties(STOP) == told_again.treaties(STOP)
    assert told.record == told_again.record
    for part in ("pair", "one", "who", "term"):
        assert np.array_equal(getattr(told.state(STOP), part), getattr(told_again.state(STOP), part), equal_nan=True)


def test_a_run_without_events_is_read_back(world, tmp_path):
    quiet = {"raid": {"constant": -50.0}}
    write_ensemble(tmp_path / "e", world, quiet, START, STOP, runs=3, seed=1)
    assert [len(run.time) for run in read_ensemble(tmp_path / "e", world).runs] == [0, 0, 0]


def test_it_resumes_to_the_same_bytes_and_has_provenance(world, tmp_path):
    folder = tmp_path / "ensemble"
    assert write(folder, world) == 0
    files = {p.name: p.read_bytes() for p in folder.iterdir()}
    assert sorted(files) == ["SHA256SUMS", "manifest.json", "part-00000.parquet", "part-00001.parquet"]
    (folder / "part-00001.parquet").unlink()
    with pytest.raises(UsageError, match="is unfinished: 1 of 2 parts"):
        read_ensemble(folder, world)
    assert write(folder, world) == 100
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == files
    manifest = json.loads(files["manifest.json"])
    assert manifest["seed"] == 7
    assert manifest["record_digest"] == world.record.digest
    assert manifest["coefficients"] == SMALL_VALUES
    with pytest.raises(UsageError, match="different seed"):
        write(folder, world, seed=8)
    with pytest.raises(UsageError, match="too few"):
        write(folder, world, runs=0)
    with pytest.raises(UsageError, match=r"holds no manifest\.json"):
        read_ensemble(tmp_path, world)


@pytest.mark.parametrize("name", ["part-00000.parquet", "manifest.json", "SHA256SUMS"])
def test_a_byte_that_was_flipped_is_refused(world, tmp_path, name):
    folder = tmp_path / "ensemble"
    write(folder, world, runs=3)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    for again in (lambda: read_ensemble(folder, world), lambda: write(folder, world, runs=3)):
        with pytest.raises(UsageError, match=r"SHA-256|SHA256SUMS"):
            again()


def test_another_model_is_refused(world, tmp_path):
    write(tmp_path / "e", world, runs=3)
    with pytest.raises(UsageError, match="was made with another model"):
        read_ensemble(tmp_path / "e", System(world.record, Model(world.model.effects, prior=Prior(2.0))))


def test_a_folder_that_cannot_be_made_is_answered_in_a_sentence(world, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"cannot be written: Not a directory\. Name another place"):
        write(tmp_path / "file" / "e", world, runs=3)
