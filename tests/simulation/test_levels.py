"""Levels in simulated histories: drawn with luck of their own, from what is known, and felt by the events."""

from dataclasses import replace

import numpy as np
import pytest

from rapallo.model.frailty import Frailty
from rapallo.model.hypothesis import Model
from rapallo.model.system import System
from rapallo.record.clock import quarter_of
from rapallo.simulation.arm import prepare
from rapallo.simulation.ensemble import run_batch, simulate
from rapallo.simulation.levels import drawn
from tests.conftest import SMALL_VALUES
from tests.simulation.test_ensembles import START, STOP

FRAILTY = Frailty(common=0.4, fast=0.5)
CONSTANT = {"raid": {"constant": 0.0}, "unrest": {"constant": 1.0}}


@pytest.fixture(scope="module")
def frail(system):
    return System(system.record, replace(system.model, frailty=FRAILTY))


def test_engines_agree_quarter_by_quarter(frail):
    arm = prepare(frail, SMALL_VALUES, START, STOP)
    plain, fast = run_batch(arm, 11, range(3), engine="plain"), run_batch(arm, 11, range(3))
    for a, b in zip(plain, fast, strict=True):
        assert np.array_equal(a.time, b.time)
        assert np.array_equal(a.what, b.what)


def test_factors_have_mean_one_and_the_variance_of_a_product(frail):
    process = frail.levels
    levels = process.start(6500)
    found = np.array([drawn(process, levels, 3, 1, run) for run in range(1500)])
    assert found.shape == (1500, 3, len(process.kinds))
    assert found.mean(axis=0) == pytest.approx(np.ones((3, len(process.kinds))), abs=0.12)
    # var(s f) = (1 + .4)(1 + .5) - 1
    assert found.var(axis=(0, 1)).mean() == pytest.approx(1.1, rel=0.05)
    slow_and_fast = np.corrcoef(found[:, 0, 0], found[:, 1, 0])[0, 1]
    # cov(s f, s' f') = (1 + .95 * .4)(1 + .2 * .5) - 1
    assert slow_and_fast == pytest.approx(((1 + 0.95 * 0.4) * (1 + 0.2 * 0.5) - 1) / 1.1, abs=0.06)


def test_luck_hangs_on_names_and_quarters_and_nothing_else(frail):
    """A kind draws the same levels whatever other kinds there are."""
    process = frail.levels
    alone = System(frail.record, Model({"raid": ()}, frailty=FRAILTY)).levels
    assert np.array_equal(
        drawn(process, process.start(6500), 4, 3, 2)[:, process.kinds.index("raid")],
        drawn(alone, alone.start(6500), 4, 3, 2)[:, alone.kinds.index("raid")],
    )
    assert not np.array_equal(
        drawn(process, process.start(6500), 2, 3, 2)[1], drawn(process, process.start(6501), 1, 3, 2)[0]
    )


def test_a_level_that_is_known_sets_the_rate(frail):
    """Known to be at 5 and hardly to move: about five times the events of a model without frailty."""
    record = frail.record
    plain = System(record, Model({"unrest": ()}))
    still = System(record, Model({"unrest": ()}, frailty=Frailty(common=1e-4, slow_correlation=0.999)))
    levels = still.levels.start(0)
    levels.common[:] = [[5.0], [1e-9]]
    at = prepare(still, CONSTANT, START, STOP)
    known = replace(levels, quarter=quarter_of(at.begin))
    few = sum(len(r.time) for r in simulate(plain, {"unrest": {"constant": 1.0}}, START, STOP, runs=30).runs)
    many = sum(
        len(r.time) for r in simulate(still, {"unrest": {"constant": 1.0}}, START, STOP, runs=30, levels=known).runs
    )
    given = sum(int(r.given.sum()) for r in simulate(plain, {"unrest": {"constant": 1.0}}, START, STOP, runs=30).runs)
    assert (many - given) / (few - given) == pytest.approx(5.0, rel=0.15)


def test_frailty_makes_counts_uneven(frail):
    """Counts of a constant rate are Poisson; with frailty their variance is far above their mean."""
    record = frail.record
    values = {"unrest": {"constant": 1.0}}

    def counts(frailty):
        system = System(record, Model({"unrest": ()}, frailty=frailty))
        runs = simulate(system, values, START, STOP, runs=150).runs
        return np.array([(~r.given).sum() for r in runs])

    plain, uneven = counts(None), counts(FRAILTY)
    assert plain.var() / plain.mean() < 1.6
    assert uneven.var() / uneven.mean() > 3
    assert uneven.mean() == pytest.approx(plain.mean(), rel=0.2)
