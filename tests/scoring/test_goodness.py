"""Simulated histories beside what came: counts, bands, and what is said of a model that runs away or dies out."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from rapallo.errors import FitError, UsageError
from rapallo.model.hypothesis import Model
from rapallo.scoring import goodness as module
from rapallo.scoring.features import Feature
from rapallo.scoring.goodness import Goodness, goodness

ORIGIN, MODEL = ["1621-06-01"], Model({"league": (), "amity": (), "embassy": ()})


def test_observed_and_simulated_stand_side_by_side(small):
    calls = []
    found = goodness(small, MODEL, ORIGIN, 2.0, runs=12, progress=calls.append)
    assert calls == [1] * 12
    rows = {row["kind"]: row for row in found.kinds.to_dicts()}
    # FEN joins three in a league, two of the pairs covered
    assert rows["league"]["observed"] == pytest.approx(2 / 3)
    assert rows["amity"]["observed"] == 0.0
    assert rows["embassy"]["mean"] > 0
    for row in rows.values():
        assert row["origin"] == dt.date(1621, 6, 1)
        assert row["low"] <= row["high"]
        assert row["inside"] == (row["low"] <= row["observed"] <= row["high"])
    (whole,) = found.origins.to_dicts()
    assert whole["observed"] == pytest.approx(sum(row["observed"] for row in rows.values()))
    assert whole["outgrew"] == 0.0
    again = goodness(small, MODEL, ORIGIN, 2.0, runs=12, workers=1)
    assert again.kinds.equals(found.kinds)
    assert not goodness(small, MODEL, ORIGIN, 2.0, runs=12, seed=2).kinds.equals(found.kinds)


def test_features_residuals_and_offspring_of_each_origin(small):
    origins = ["1621-06-01", "1622-06-01"]
    found = goodness(small, MODEL, origins, 1.0, runs=9)
    days = [dt.date.fromisoformat(day) for day in origins]
    assert found.origins["origin"].to_list() == list(found.offspring) == days
    # rates of the three kinds are constant: nothing comes of anything but what an event makes impossible
    assert found.origins["radius"].to_list() == [0.0, 0.0]
    for day in days:
        rows = found.features.filter(found.features["origin"] == day)
        quarters = rows.filter(rows["feature"] == "events by quarter")
        assert len(quarters) == 4
        came = found.kinds.filter(found.kinds["origin"] == day)["observed"].sum()
        assert quarters["observed"].sum() == pytest.approx(came, abs=0.5)
        made = found.kinds.filter(found.kinds["origin"] == day)["mean"].sum()
        assert quarters["mean"].sum() == pytest.approx(made)
        tests = found.residuals.filter(found.residuals["origin"] == day)
        assert tests["kind"].to_list()[-1] == "all"
        assert len(tests) == found.kinds["kind"].n_unique() + 1
    for row in found.features.to_dicts():
        if row["inside"] is not None:
            assert row["inside"] == (row["low"] - 1e-9 <= row["observed"] <= row["high"] + 1e-9)
            # each run counts on one side at least, on both where it is equal
            assert 1 + 1 / (1 + row["runs"]) - 1e-9 <= row["p_upper"] + row["p_lower"] <= 2.0


def test_ranks_by_hand():
    """Of four runs with 1, 2, 2 and 5 beside 2: three have as much or more, three as little or less."""
    runs = [[Feature("a", "", value)] for value in (1.0, 2.0, 2.0, 5.0)]
    (row,) = module._features([[Feature("a", "", 1.5)], [Feature("a", "", 2.5)]], runs).to_dicts()
    assert row["observed"] == 2.0
    assert row["mean"] == 2.5
    assert (row["low"], row["high"], row["inside"]) == (1.0, 5.0, True)
    assert (row["p_upper"], row["p_lower"], row["runs"]) == (0.8, 0.8, 4)
    nowhere = [[Feature("a", "", np.nan)]]
    (row,) = module._features(nowhere, runs).to_dicts()
    assert (row["observed"], row["inside"], row["mean"]) == (None, None, 2.5)
    (row,) = module._features(runs, nowhere).to_dicts()
    assert (row["observed"], row["inside"], row["mean"], row["runs"]) == (2.5, None, None, 0)


def test_a_run_that_outgrows_its_log_ends_itself_alone(small, monkeypatch):
    plain = module.run_arm

    def sometimes(arm, seed, runs, **options):
        # at the first origin alone
        if runs[0] == 1 and arm.start.month == 5:
            raise FitError("activity feeds on itself")
        return plain(arm, seed, runs, **options)

    monkeypatch.setattr(module, "run_arm", sometimes)
    found = goodness(small, MODEL, ["1621-06-01", "1622-01-01"], 1.5, runs=4)
    whole, calm = found.origins.to_dicts()
    assert (calm["outgrew"], whole["outgrew"]) == (0.0, 0.25)
    assert whole["above"] >= 0.25
    assert found.verdict.startswith("explodes")
    assert np.isfinite(whole["median"])


def test_what_is_given_is_not_counted_as_the_models(small):
    """Scheduled events lie in these years: they happen in every run, and the model made none of them."""
    given = [event.kind for event in small.schedule if dt.date(1621, 6, 1) <= event.date < dt.date(1626, 1, 1)]
    assert given
    found = goodness(small, MODEL, ORIGIN, 4.5, runs=3)
    assert set(given).isdisjoint(found.kinds["kind"])
    assert np.isfinite(found.origins["median"].to_numpy()).all()


def verdict(above, silent, radius=0.5):
    kinds = pl.DataFrame(
        {"observed": [1.0, 0.0, 0.0], "high": [2.0, 1.0, 0.0], "inside": [True, False, True]},
    )
    nothing = pl.DataFrame()
    days = [dt.date(1621, 6, 1 + n) for n in range(len(above))]
    origins = pl.DataFrame(
        {"origin": days, "above": above, "silent": silent, "radius": [radius, *[0.2] * len(above)][: len(above)]}
    )
    return Goodness(kinds, nothing, nothing, nothing, {}, origins)


def test_a_model_is_called_what_it_is():
    assert verdict([0.0, 0.2], [0.0, 0.0]).verdict.startswith("explodes: 10%")
    assert verdict([0.0, 0.04], [0.5, 0.5]).verdict.startswith("dies out: 50%")
    assert verdict([0.0, 0.1], [0.0, 0.05]).verdict.startswith("is stable: 5%")
    said = "explodes: the spectral radius at 1621-06-01 is 1.02, above 1"
    assert verdict([0.0, 0.0], [0.5, 0.5], radius=1.02).verdict == said
    assert verdict([0.0, 0.0], [0.0, 0.0], radius=1.0).verdict.startswith("is stable")
    # the third kind neither came nor could come
    assert verdict([0.0], [0.0]).inside == 0.5


def test_what_cannot_be_simulated_is_refused(small):
    with pytest.raises(UsageError, match="give at least one of each"):
        goodness(small, MODEL, [], 1.0)
    with pytest.raises(UsageError, match="give at least one of each"):
        goodness(small, MODEL, ORIGIN, 1.0, runs=0)
    with pytest.raises(UsageError, match="origin: 1620-01-01 leaves nothing"):
        goodness(small, MODEL, ["1620-01-01"], 1.0)
    with pytest.raises(FitError, match="widen the window"):
        goodness(small, MODEL, ["1620-01-05"], 1.0)
