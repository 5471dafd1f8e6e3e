"""Frailty in forecasts: known from the quarters before, at its mean and averaged over."""

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from rapallo.estimation.fitting import fit
from rapallo.model.frailty import Frailty
from rapallo.model.hypothesis import Model
from rapallo.model.parameters import parameters
from rapallo.model.system import System
from rapallo.record.clock import quarters, to_time
from rapallo.scoring.cells import cells
from rapallo.scoring.forecast import ForecastObserver, observe
from rapallo.scoring.frailty import estimate_frailty
from rapallo.scoring.levels import averaged, counts_by_kind, known_before
from rapallo.scoring.score import score
from rapallo.scoring.summary import summarise

ORIGIN, END, YEARS = dt.date(1621, 4, 1), dt.date(1623, 4, 1), 2.0
MODEL = Model({"league": (), "amity": (), "embassy": ()})
FRAIL = replace(MODEL, frailty=Frailty(common=0.5, slow_correlation=0.9))


def foretold(small, model):
    system = System(small, model)
    fitted = fit(system, until=ORIGIN - dt.timedelta(days=1))
    numbers = parameters(system.design, small.kind_index, fitted.coefficients())
    edges = quarters(to_time(ORIGIN), to_time(END))
    return system, fitted, numbers, edges


def test_levels_of_a_quarter_are_those_that_the_quarters_before_it_tell(small):
    system, fitted, numbers, edges = foretold(small, FRAIL)
    known = known_before(system, fitted.levels, numbers, edges)
    process, k = system.levels, system.levels.kinds.index("league")
    assert known.factors.shape == (8, len(small.kinds))
    place = small.kind_index["league"]
    # the first quarter knows what the fit knew, a quarter on
    later = process.later(fitted.levels, known.levels[0].quarter)
    assert known.factors[0, place] == pytest.approx(process.mean(later)[k])
    # a treaty in one quarter lifts the level of the next, and quiet lowers it
    _, every = cells(system)
    observer = ForecastObserver(system, numbers, every, edges)
    observe(observer)
    counts = counts_by_kind(observer.told, edges)[place]
    assert counts.sum() == pytest.approx(2 / 3)
    after = int(counts.argmax()) + 1
    assert known.factors[after, place] > known.factors[after - 1, place]
    assert known_before(System(small, MODEL), None, numbers, edges) is None


def test_rates_and_expectations_are_at_the_mean_of_the_levels(small):
    plain, frail = score(small, MODEL, [ORIGIN], YEARS), score(small, FRAIL, [ORIGIN], YEARS)
    system, fitted, numbers, edges = foretold(small, FRAIL)
    known = known_before(system, fitted.levels, numbers, edges)
    place = small.kind_index["league"]
    for table, total in ((plain.expected, np.ones(8)), (frail.expected, known.factors[:, place])):
        sums = table.filter(pl.col("kind") == "league").group_by("period").agg(pl.col("expected").sum()).sort("period")
        base = plain.expected.filter(pl.col("kind") == "league").group_by("period").agg(pl.col("expected").sum())
        assert sums["expected"].to_numpy() == pytest.approx(base.sort("period")["expected"].to_numpy() * total)
    one, other = (s.events.filter(pl.col("kind") == "league").row(0, named=True) for s in (plain, frail))
    quarter = sum(edge <= to_time(one["date"]) for edge in edges) - 1
    assert other["rate"] == pytest.approx(one["rate"] * known.factors[quarter, place])
    # a factor on all pairs of a kind moves no share and no rank
    assert (one["share"], one["rank"]) == (other["share"], other["rank"])


def test_a_score_averaged_over_the_levels_by_hand(small):
    """One slow level alone: log of a gamma-Poisson integral less that at the mean, for each family and quarter."""
    system, fitted, numbers, edges = foretold(small, FRAIL)
    known = known_before(system, fitted.levels, numbers, edges)
    _, every = cells(system)
    observer = ForecastObserver(system, numbers, every, edges)
    observe(observer)
    gain = averaged(system.levels, known, observer.told, edges)
    f, place = system.levels.families.index("league"), small.kind_index["league"]
    counts, expected = counts_by_kind(observer.told, edges)[place], observer.told.without_levels[place]
    for q, levels in enumerate(known.levels):
        mean, variance = levels.common[:, f]
        a, b, y, mu = mean**2 / variance, mean / variance, counts[q], expected[q]
        whole = a * math.log(b) - (a + y) * math.log(b + mu) + math.lgamma(a + y) - math.lgamma(a)
        assert gain[f, q] == pytest.approx(whole - (y * math.log(mean) - mean * mu), abs=2e-3)
    found = score(small, FRAIL, [ORIGIN], YEARS)
    assert found.averaged["gain"].sum() == pytest.approx(gain.sum())
    summary = summarise(found)
    weight = found.events["weight"].sum()
    assert summary.averaged == pytest.approx(summary.kinds["log_score"][-1] + gain.sum() / weight)
    assert summarise(found, without=["amity"]).averaged is None
    assert summarise(score(small, MODEL, [ORIGIN], YEARS)).averaged is None


def test_variances_are_looked_for_in_forecasts(small):
    calls = []
    origins = [dt.date(1621, 4, 1), dt.date(1622, 4, 1)]
    found = estimate_frailty(small, FRAIL, origins, progress=lambda *seen: calls.append(seen))
    assert calls == [(origins[0], 0, 2), (origins[1], 1, 2)]
    assert found.slow_correlation == 0.9
    assert 0 < found.common <= 5
