"""Residuals of time rescaling: by hand, uniform where the model is true, and refused where it is not."""

import datetime as dt

import numpy as np
import pytest

from rapallo.model.hypothesis import Model
from rapallo.model.system import System
from rapallo.record.clock import DAYS_PER_YEAR, quarters, to_time
from rapallo.scoring.cells import cells
from rapallo.scoring.forecast import CELL, REACHED, TOTAL, Told, forecast
from rapallo.scoring.residuals import rescaled, residuals
from rapallo.simulation.arm import parameters_of
from rapallo.simulation.ensemble import simulate

START, STOP = dt.date(1621, 1, 1), dt.date(1625, 6, 30)


def test_a_gap_is_held_against_what_was_left_of_the_window(small):
    """Events at L = 1 and 3 of 4, a total of 0 (their moments are known): u = F(1)/F(4) and F(2)/F(3)."""
    figures = np.zeros((2, 8))
    figures[:, 1], figures[:, REACHED] = 1.0, (1.0, 3.0)
    told = Told(
        np.array([[[1.5], [2.5]]]), np.zeros((1, 1)), figures, np.zeros((2, 3), np.int64), np.zeros(2, np.int64)
    )
    scored = cells(System(small, MODEL))[1]._replace(group=np.zeros(1, np.int64))
    assert rescaled(told, scored, 0, 1) == pytest.approx([cdf(1) / cdf(4), cdf(2) / cdf(3)])
    # spread over the day: one day of a total of a year's days is 1
    figures[:, TOTAL] = DAYS_PER_YEAR / 10
    moved = rescaled(told, scored, 0, 1)
    assert (moved > [cdf(1) / cdf(4), 0]).all()
    assert moved[0] < cdf(1.1) / cdf(4)


def cdf(x):
    return 1 - np.exp(-x)


TRUE = {"raid": {"constant": 0.2, "inertia(0.5)": 1.2}}
MODEL = Model({"raid": ("inertia(0.5)",)})


def told_of(record, coefficients, model=MODEL):
    system = System(record, model)
    names, scored = cells(system)
    return (
        names,
        scored,
        forecast(
            system,
            parameters_of(system, coefficients),
            scored,
            quarters(to_time(START + dt.timedelta(days=1)), to_time(STOP)),
        ),
    )


@pytest.fixture(scope="module")
def made(small):
    """A history of the model, told as a record."""
    (history,) = simulate(System(small, MODEL), TRUE, START, STOP, runs=1, seed=3).histories()
    return history.record


def test_the_integrals_between_events_add_up_to_the_whole(made):
    names, scored, told = told_of(made, TRUE)
    g = names.index("raid")
    own = scored.group[told.who[:, CELL]] == g
    reached = told.figures[own, REACHED]
    assert len(reached) > 50
    assert (np.diff(reached) >= 0).all()
    assert 0 < reached[0] < reached[-1] < told.expected[g].sum()


def test_where_the_model_is_true_residuals_are_uniform_and_where_not_they_are_not(made):
    names, scored, told = told_of(made, TRUE)
    kinds, events = residuals(told, scored, names, 1)
    (true,) = kinds.filter(kinds["kind"] == "raid").to_dicts()
    assert true["p"] > 0.05
    assert true["events"] == pytest.approx(true["expected"], rel=0.25)
    assert len(events.filter(events["kind"] == "raid")) == true["events"]
    # kinds that neither came nor could come are not tested
    assert kinds.filter(kinds["kind"] == "embassy")["p"].to_list() == [None]
    names, scored, told = told_of(made, {"raid": {"constant": -0.8}})
    wrong, _ = residuals(told, scored, names, 1)
    assert wrong.filter(wrong["kind"] == "raid")["p"].item() < 1e-4
    assert wrong.filter(wrong["kind"] == "all")["p"].item() < 1e-4
