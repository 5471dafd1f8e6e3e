import datetime as dt
import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

from rapallo.errors import FitError, UsageError
from rapallo.io.ensembles import read_ensemble, write_ensemble
from rapallo.simulate.ensemble import prepare, run_arm, simulate
from rapallo.simulate.states import state_at
from rapallo.state.arrays import TIE
from tests.conftest import SMALL_MODEL, SMALL_VALUES

START, STOP = dt.date(1922, 8, 2), dt.date(1924, 6, 30)


@pytest.fixture(scope="module")
def arm(small):
    return prepare(small, SMALL_MODEL, SMALL_VALUES, START, STOP)


def test_results_do_not_depend_on_the_pool(arm):
    here = run_arm(arm, 4, range(30), workers=1)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = run_arm(arm, 4, range(30), pool=pool)
    assert all(np.array_equal(a.time, b.time) and np.array_equal(a.k, b.k) for a, b in zip(here, there, strict=True))


def test_the_table_of_an_ensemble(small):
    found = simulate(small, SMALL_MODEL, SMALL_VALUES, START, STOP, runs=10, seed=2)
    frame = found.to_polars()
    assert set(frame["run"]) == set(range(10))
    assert frame["date"].min() > START
    assert frame["date"].max() <= STOP
    # the recorded rumour is given in every history
    assert frame.filter(frame["kind"] == "rumour").height == 10
    assert "10 histories" in found.summary()


def test_state_at_a_date_of_a_history(small, arm):
    run = run_arm(arm, 4, [0])[0]
    before = state_at(arm, run, START + dt.timedelta(days=1))
    after = state_at(arm, run, STOP)
    war = TIE["war"]
    assert before.tie[war, small.index["GMY"], small.index["POL"]] == 1
    opened = {small.kinds[k].opens for k in run.k if small.kinds[k].opens}
    assert opened
    assert not np.array_equal(before.memory, after.memory)
    with pytest.raises(UsageError, match="lies outside the simulation"):
        state_at(arm, run, dt.date(1925, 1, 1))


def test_an_ensemble_on_disk_resumes_and_has_provenance(small, tmp_path):
    folder = tmp_path / "ensemble"

    def write(runs=250, seed=7):
        return write_ensemble(folder, small, SMALL_MODEL, SMALL_VALUES, START, STOP, runs=runs, seed=seed)

    assert write() == 0
    parts = {p.name: p.read_bytes() for p in folder.glob("*.parquet")}
    assert sorted(parts) == ["part-00000.parquet", "part-00001.parquet", "part-00002.parquet"]
    (folder / "part-00001.parquet").unlink()
    with pytest.raises(UsageError, match="is unfinished: 2 of 3 parts"):
        read_ensemble(folder)
    assert write() == 150
    assert {p.name: p.read_bytes() for p in folder.glob("*.parquet")} == parts
    frame, manifest = read_ensemble(folder)
    assert frame["run"].n_unique() == 250
    assert manifest["seed"] == 7
    assert manifest["record_digest"] == small.digest
    assert json.loads((folder / "manifest.json").read_text()) == manifest
    with pytest.raises(UsageError, match="different seed"):
        write(seed=8)
    with pytest.raises(UsageError, match="too few"):
        write(runs=0)
    with pytest.raises(UsageError, match=r"holds no manifest\.json"):
        read_ensemble(tmp_path)


def test_an_exploding_model_is_named(small):
    values = {"clash": {"constant": 6.0}}
    with pytest.raises(FitError, match="activity feeds on itself"):
        simulate(small, SMALL_MODEL, values, START, STOP, runs=1)


def test_wrong_arguments_are_refused(small):
    with pytest.raises(UsageError, match="too few"):
        simulate(small, SMALL_MODEL, SMALL_VALUES, START, STOP, runs=0)
    with pytest.raises(UsageError, match="do not lie in order"):
        simulate(small, SMALL_MODEL, SMALL_VALUES, STOP, START)
