"""Calibration: whether what a model held for likely came as often as it said."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rapallo.scoring.blocks import draws, middle
from rapallo.scoring.forecast import BINS, LOWEST, lower_edges
from rapallo.scoring.score import Scores
from rapallo.state.arrays import Floats, Ints

if TYPE_CHECKING:
    import polars as pl

# edges of the bins that are shown, events per year of a pair
SHOWN = (0.0, 0.01, 0.1, 1.0)
STEPS, FARTHEST = 60, 10.0


def levels(rates: Floats) -> Ints:
    """Return the bin of each intensity (N,); `rapallo.scoring.forecast.lower_edges` has their edges."""
    return np.searchsorted(lower_edges() * (1.0 - 1e-9), rates, side="right") - 1


def calibration(
    scores: Scores, families: Mapping[str, Collection[str]] | None = None, *, without: Collection[str] = ()
) -> pl.DataFrame:
    """Return weight expected and happened by bin of intensity: columns above (lower edge), expected, happened.

    With `families` (name -> kinds) a row for each family and bin, `family` first; kinds in none stand under their own
    name.
    """
    import polars as pl

    events, expected, _ = scores.kept(without)
    of = {kind: name for name, kinds in (families or {}).items() for kind in kinds}
    lower = np.array(SHOWN)
    tables = []
    for table, value, rate, name in (
        (expected, "expected", "above", "expected"),
        (events, "weight", "rate", "happened"),
    ):
        # edges that are computed may lie a hair below the number that they mean
        level = np.searchsorted(lower * (1.0 - 1e-9), table[rate].to_numpy(), side="right") - 1
        bins = table.select(
            pl.col("kind").replace(of).alias("family"), pl.Series("above", lower[level]), pl.col(value).alias(name)
        )
        keys = ["family", "above"] if families is not None else ["above"]
        tables.append(bins.group_by(keys).agg(pl.col(name).sum()))
    both = tables[0].join(tables[1], on=keys, how="full", coalesce=True)
    return both.with_columns(pl.col("expected", "happened").fill_null(0.0)).sort(keys)


@dataclass(frozen=True)
class Recalibration:
    """What a model's log intensities would have to be made of: log lambda' = a + b log lambda.

    Attributes
    ----------
    level, level_interval : float, (float, float)
        a at b = 1: log of happened over expected; above 0 where more came than was said.
    slope, slope_interval : float, (float, float)
        b; below 1 where high intensities are too high and low ones too low. nan if the model has one intensity only.
    """

    level: float
    level_interval: tuple[float, float]
    slope: float
    slope_interval: tuple[float, float]


def recalibration(scores: Scores, *, without: Collection[str] = (), seed: int = 0) -> Recalibration:
    """Return level and slope of calibration, with 95 % intervals of a bootstrap over quarters.

    b is the maximum of the Poisson likelihood sum_e w_e (a + b log lambda_e) - integral of exp(a) lambda^b; with a
    profiled out, where sum_e w_e log lambda_e / sum_e w_e is the mean of log lambda under weights lambda^b dt. Both
    sides are summed in bins an eighth of a power of ten wide, each taken at its middle.

    Reference: Cox (1958), Two further applications of a model for binary regression, Biometrika 45.
    """
    events, expected, _ = scores.kept(without)
    periods = expected.select("origin", "period").unique().sort("origin", "period").rows()
    index = {key: n for n, key in enumerate(periods)}
    said, came = np.zeros((len(periods), BINS)), np.zeros((len(periods), BINS))
    places = np.array([index[key] for key in expected.select("origin", "period").iter_rows()], dtype=np.int64)
    np.add.at(said, (places, levels(expected["above"].to_numpy())), expected["expected"].to_numpy())
    np.add.at(came, (blocks_of(events, periods), levels(events["rate"].to_numpy())), events["weight"].to_numpy())
    drawn = draws((len(periods),), seed=seed)
    many = said[drawn].sum(axis=1), came[drawn].sum(axis=1)
    one = said.sum(axis=0)[None], came.sum(axis=0)[None]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = [c.sum(axis=1) / s.sum(axis=1) for s, c in (one, many)]
        level, levels_ = (np.log(np.where(ratio > 0, ratio, np.nan)) for ratio in ratios)
    slope = float(_slopes(*one)[0])
    interval = (math.nan, math.nan) if math.isnan(slope) else middle(_slopes(*many))
    return Recalibration(float(level[0]), middle(levels_), slope, interval)


def blocks_of(events: pl.DataFrame, periods: list[tuple[dt.date, dt.date]]) -> Ints:
    """Return the place among periods (origin, begin), in order, of each event."""
    keys = np.array([(o.toordinal(), p.toordinal()) for o, p in periods]) @ np.array([10_000_000, 1])
    own = [o.toordinal() * 10_000_000 + d.toordinal() for o, d in events.select("origin", "date").iter_rows()]
    return np.searchsorted(keys, np.array(own, dtype=np.int64), side="right") - 1


def _slopes(said: Floats, came: Floats) -> Floats:
    """Return (D,) slopes b from (D, B) expected and happened weight by bin: Newton's method on the profile."""
    middle_of = np.log(np.append(LOWEST, lower_edges()[1:])) + math.log(10.0) / 16.0
    weight = came.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        target, log_said = came @ middle_of / weight, np.log(said)
        b = np.ones(len(said))
        for _ in range(STEPS):
            eta = log_said + (b[:, None] - 1.0) * middle_of
            share = np.exp(eta - eta.max(axis=1, keepdims=True))
            share /= share.sum(axis=1, keepdims=True)
            mean = share @ middle_of
            spread = share @ middle_of**2 - mean**2
            b += np.clip((target - mean) / np.where(spread > 1e-9, spread, np.nan), -1.0, 1.0)
        # where every event lies in the highest or lowest bin there is no maximum
        return np.where(np.abs(b) < FARTHEST, b, np.nan)
