"""Charts of goodness of fit: what is drawn of which row, and that nothing overlaps."""

import datetime as dt

import polars as pl
import pytest

from rapallo.plot.goodness import FAR, plot_features, plot_goodness, plot_kinds, plot_residuals
from rapallo.plot.style import save
from rapallo.scoring.goodness import Goodness
from tests.plot.test_charts import assert_nothing_overlaps

DAYS = [dt.date(1921, 1, 1), dt.date(1922, 1, 1)]


@pytest.fixture
def found():
    """Two origins, made up: of three kinds one neither came nor could; of four figures one is the same everywhere."""
    kinds = pl.DataFrame(
        {
            "origin": [*DAYS, DAYS[0], DAYS[0]],
            "kind": ["raid", "raid", "amity", "feud"],
            "observed": [3.0, 40.0, 0.0, 0.0],
            "low": [1.0, 2.0, 0.0, 0.0],
            "high": [5.0, float("inf"), 1.0, 0.0],
            "inside": [True, False, True, True],
        }
    )
    features = pl.DataFrame(
        {
            "origin": [DAYS[0]] * 5,
            "feature": ["bursts", "bursts", "bursts", "bursts", "events by quarter"],
            "label": ["within", "far", "flat", "off", "1921-01-01"],
            "observed": [2.0, 90.0, 0.0, 1.0, 3.0],
            "low": [1.0, 1.0, 0.0, 2.0, 1.0],
            "high": [5.0, 5.0, 0.0, 2.0, 2.0],
            "inside": [True, False, True, False, False],
        }
    )
    residuals = pl.DataFrame({"origin": DAYS, "kind": ["raid", "all"], "p": [0.01, 0.01]})
    quantiles = pl.DataFrame(
        {
            "origin": [DAYS[0]] * 4,
            "kind": ["raid"] * 2 + ["all"] * 2,
            "residual": [0.2, 0.6] * 2,
            "quantile": [0.25, 0.75] * 2,
        }
    )
    return Goodness(kinds, features, residuals, quantiles, {}, pl.DataFrame({"origin": DAYS}))


def test_kinds_stand_in_their_bands(found):
    ax = plot_kinds(found)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["raid", "amity"]
    rings = [line for line in ax.lines if line.get_markerfacecolor() == "none"]
    assert [line.get_xdata()[0] for line in rings] == [40.0]
    # a band without end goes as far as the sheet
    assert max(line.get_xdata()[-1] for line in ax.lines if len(line.get_xdata()) == 2) == 40.0
    # one origin above the other
    assert rings[0].get_ydata()[0] == pytest.approx(0.175)
    assert ax.get_title(loc="left") == "67% of kinds lie inside their bands"
    assert_nothing_overlaps(ax)


def test_figures_in_half_widths_of_their_bands(found):
    ax = plot_features(found)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["bursts: within", "bursts: far", "bursts: off"]
    dots = {(line.get_marker(), line.get_xdata()[0]) for line in ax.lines if len(line.get_xdata())}
    # 2 in a band of 1 to 5; 90, far beyond it; 1 beside a band of no width at 2
    assert dots == {("o", -0.5), (">", FAR), ("<", -FAR)}
    assert ax.get_title(loc="left") == "1 of 3 figures lie inside their bands"
    assert_nothing_overlaps(ax)


def test_residuals_by_quantile(found):
    ax = plot_residuals(found)
    # the diagonal and all kinds; of two raids none
    drawn = [line for line in ax.lines if len(line.get_xdata())]
    assert len(drawn) == 2
    assert drawn[1].get_ydata().tolist() == [0.2, 0.6]
    assert ax.get_title(loc="left") == "1 of 1 tests of kinds below 0.05"
    assert_nothing_overlaps(ax)


def test_the_three_on_one_sheet(found, tmp_path):
    ax = plot_goodness(found)
    figure = ax.get_figure()
    assert len(figure.axes) == 3
    assert len(figure.legends) == 1
    for part in figure.axes:
        assert part.get_legend() is None
    save(ax, tmp_path / "goodness.png")
    assert (tmp_path / "goodness.png").stat().st_size > 10_000
