"""Calibration by intensity and family, and its slope."""

import datetime as dt
import math

import numpy as np
import polars as pl
import pytest

from rapallo.scoring.calibration import calibration, levels, recalibration
from rapallo.scoring.forecast import BINS, level_of, lower_edges
from rapallo.scoring.score import Scores

ORIGIN = dt.date(1928, 1, 1)
QUARTERS = [dt.date(1928 + q // 4, 1 + 3 * (q % 4), 1) for q in range(8)]


def made(pairs, power=1.0, factor=1.0):
    """Scores of pairs {intensity: years in each quarter}, where factor lambda^power a year came."""
    expected, events = [], []
    for quarter in QUARTERS:
        for rate, years in pairs.items():
            kind = "raid" if rate > 0.5 else "pact"
            above = lower_edges()[level_of(rate)]
            expected.append((ORIGIN, kind, quarter, above, rate * years))
            events.append((ORIGIN, quarter, kind, rate, factor * rate**power * years))
    none = pl.DataFrame({"kind": []}, schema={"kind": pl.String})
    return Scores(
        pl.DataFrame(events, schema=["origin", "date", "kind", "rate", "weight"], orient="row"),
        pl.DataFrame(expected, schema=["origin", "kind", "period", "above", "expected"], orient="row"),
        none,
        0,
    )


def middles(*wanted):
    """Intensities in the middle of their bins."""
    return [lower_edges()[level_of(w)] * 10 ** (1 / 16) for w in wanted]


def test_levels_are_those_of_the_forecast():
    rates = np.array([1e-9, 1e-6, 0.01, 0.1, 0.3, 1.0, 7.0, 1e6])
    assert levels(rates).tolist() == [level_of(rate) for rate in rates]
    assert len(lower_edges()) == BINS


def test_what_was_said_and_came_by_family():
    a, b = middles(0.02, 2.0)
    rows = calibration(made({a: 10.0, b: 1.0}, factor=2.0), {"quarrels": ["raid"]}).to_dicts()
    assert [(row["family"], row["above"]) for row in rows] == [("pact", 0.01), ("quarrels", 1.0)]
    assert rows[0]["expected"] == pytest.approx(80 * a)
    assert rows[0]["happened"] == pytest.approx(160 * a)
    assert calibration(made({a: 10.0, b: 1.0})).columns == ["above", "expected", "happened"]


@pytest.mark.parametrize(("power", "factor"), [(1.0, 1.0), (1.0, 2.0), (0.5, 1.0), (1.4, 0.3)])
def test_the_slope_is_the_power_by_which_more_comes(power, factor):
    a, b, c = middles(0.01, 0.1, 1.0)
    found = recalibration(made({a: 500.0, b: 50.0, c: 5.0}, power, factor))
    assert found.slope == pytest.approx(power, abs=1e-6)
    # every quarter is alike, so that no draw differs
    assert found.slope_interval == pytest.approx((power, power), abs=1e-6)
    if power == 1.0:
        assert found.level == pytest.approx(math.log(factor))


def test_a_model_of_one_intensity_has_a_level_and_no_slope():
    found = recalibration(made({middles(0.1)[0]: 50.0}, factor=0.5))
    assert found.level == pytest.approx(math.log(0.5))
    assert math.isnan(found.slope)
