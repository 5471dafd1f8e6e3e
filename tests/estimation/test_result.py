"""What a fit tells of its estimates."""

import numpy as np
import pytest

from rapallo.estimation.comparison import figure
from rapallo.estimation.result import Fit, KindFit
from rapallo.model.hypothesis import Prior


def test_intervals_and_errors_of_estimates():
    """Estimate 2, error 0.5: z = 4, p = 0.0000633, from 2 - 0.98 to 2 + 0.98; estimate -0.3, error 0.2: z = -1.5."""
    kind = KindFit(
        kind="raid",
        terms=("constant", "trust"),
        estimate=np.array([2.0, -0.3]),
        standard_error=np.array([0.5, 0.2]),
        covariance=np.array([[0.25, 0.01], [0.01, 0.04]]),
        scale=np.array([1.0, 0.5]),
        loglik=-3.0,
        events=7,
        weight=6.5,
        exposure=100.0,
        iterations=4,
        converged=True,
    )
    fit = Fit({"raid": kind}, "r", "d", "exact", "1620-01-01", "1621-01-01", Prior())
    first, second = fit.to_polars().to_dicts()
    assert (first["kind"], first["term"], first["estimate"], first["standard_error"]) == ("raid", "constant", 2.0, 0.5)
    assert first["z"] == pytest.approx(4.0)
    assert first["p"] == pytest.approx(6.334e-5, rel=1e-3)
    assert (first["low"], first["high"]) == (pytest.approx(1.02002, abs=1e-5), pytest.approx(2.97998, abs=1e-5))
    assert second["z"] == pytest.approx(-1.5)
    # one standard deviation of trust is half a unit
    assert (first["per_sd"], second["per_sd"]) == (2.0, pytest.approx(-0.15))
    assert second["p"] == pytest.approx(0.13361, abs=1e-5)
    assert second["high"] == pytest.approx(-0.3 + 0.39199, abs=1e-5)
    assert first["events"] == 7
    assert fit.loglik == -3.0
    assert "trust" in fit.summary()
    assert "-1.50" in fit.summary()
    assert "share their day" not in fit.summary()


def test_a_figure_of_half_a_thousandth_is_rounded():
    assert [figure(v) for v in (0.0005, 0.000499, 0.0, -1.23456)] == ["0.001", "4.99e-04", "0.000", "-1.235"]


def test_small_figures_are_not_hidden():
    kind = KindFit(
        "raid",
        ("constant",),
        np.array([-2e-13]),
        np.array([1e-13]),
        np.eye(1),
        np.ones(1),
        0,
        1,
        1,
        1,
        1,
        converged=True,
    )
    told = Fit({"raid": kind}, "r", "d", "exact", "1620-01-01", "1621-01-01", Prior(1.0), same_day=4).summary()
    assert "-2.00e-13 1.00e-13   -2.00" in told
    assert "4 events share their day with another: within a day the order is that of the file" in told
