import datetime as dt
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

from rapallo.errors import FitError, UsageError
from rapallo.simulation.arm import prepare
from rapallo.simulation.ensemble import run_arm, simulate
from tests.conftest import SMALL_VALUES

START, STOP = dt.date(1622, 8, 2), dt.date(1624, 6, 30)


@pytest.fixture(scope="module")
def arm(system):
    return prepare(system, SMALL_VALUES, START, STOP)


def test_results_do_not_depend_on_the_pool(arm):
    here = run_arm(arm, 4, range(30), workers=1)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = run_arm(arm, 4, range(30), pool=pool)
    assert all(
        np.array_equal(a.time, b.time) and np.array_equal(a.what, b.what) for a, b in zip(here, there, strict=True)
    )


def test_the_table_of_an_ensemble(system):
    found = simulate(system, SMALL_VALUES, START, STOP, runs=10, seed=2)
    frame = found.to_polars()
    assert set(frame["run"]) == set(range(10))
    assert frame["date"].min() > START
    assert frame["date"].max() <= STOP
    # the recorded whisper is given in every history
    assert frame.filter(frame["kind"] == "whisper").height == 10
    whispers = frame.filter(frame["kind"] == "whisper")
    assert whispers["given"].all()
    assert set(whispers["sender"]) == {"DOR"}
    assert set(whispers["receiver"]) == {"AVA"}
    assert not frame.filter(frame["kind"] == "unrest")["given"].any()
    assert "10 histories" in found.summary()


def test_one_history_is_the_first_of_many(system):
    alone = simulate(system, SMALL_VALUES, START, STOP, runs=1, seed=2).to_polars()
    many = simulate(system, SMALL_VALUES, START, STOP, runs=3, seed=2).to_polars()
    assert alone.equals(many.filter(many["run"] == 0))


def test_an_exploding_model_is_named(system):
    values = {"raid": {"constant": 6.0}}
    with pytest.raises(FitError, match="activity feeds on itself"):
        simulate(system, values, START, STOP, runs=1)


def test_without_a_seed_it_is_the_first(system):
    one, other = (simulate(system, SMALL_VALUES, START, STOP, runs=2, **seed) for seed in ({}, {"seed": 1}))
    assert one.to_polars().equals(other.to_polars())


def test_wrong_arguments_are_refused(system):
    with pytest.raises(UsageError, match="too few"):
        simulate(system, SMALL_VALUES, START, STOP, runs=0)
    with pytest.raises(UsageError, match="do not lie in order"):
        simulate(system, SMALL_VALUES, STOP, START)
