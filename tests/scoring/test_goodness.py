"""Simulated histories beside what came: counts, bands, and what is said of a model that runs away or dies out."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from rapallo.errors import FitError, UsageError
from rapallo.model.hypothesis import Model
from rapallo.scoring import goodness as module
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


def test_a_run_that_outgrows_its_log_ends_itself_alone(small, monkeypatch):
    plain = module.run_arm

    def sometimes(arm, seed, runs, **options):
        if runs[0] == 1:
            raise FitError("activity feeds on itself")
        return plain(arm, seed, runs, **options)

    monkeypatch.setattr(module, "run_arm", sometimes)
    found = goodness(small, MODEL, ORIGIN, 2.0, runs=4)
    (whole,) = found.origins.to_dicts()
    assert whole["outgrew"] == 0.25
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


def verdict(above, silent):
    kinds = pl.DataFrame(
        {"observed": [1.0, 0.0, 0.0], "high": [2.0, 1.0, 0.0], "inside": [True, False, True]},
    )
    return Goodness(kinds, pl.DataFrame({"above": above, "silent": silent}))


def test_a_model_is_called_what_it_is():
    assert verdict([0.0, 0.2], [0.0, 0.0]).verdict.startswith("explodes: 10%")
    assert verdict([0.0, 0.04], [0.5, 0.5]).verdict.startswith("dies out: 50%")
    assert verdict([0.0, 0.1], [0.0, 0.05]).verdict.startswith("stable: 5%")
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
