"""Skill in foretelling some months ahead: Brier scores and average precision, summed up and compared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rapallo.errors import UsageError
from rapallo.scoring.blocks import draws, lengths, middle
from rapallo.scoring.horizons import QUARTER
from rapallo.scoring.score import Scores
from rapallo.state.arrays import Floats, Ints

if TYPE_CHECKING:
    import polars as pl

PLACE = ("origin", "issue", "months", "kind", "pairs", "came")


def ahead(scores: Scores, *, without: Collection[str] = ()) -> pl.DataFrame:
    """Return what was foretold some months ahead: a row per months and kind, and for each months a last one, `all`.

    Columns: months; kind; issues (days); pairs (at risk, summed over days of issue); came; expected; brier, the mean
    squared difference between probability and 0 or 1 (`rapallo.scoring.horizons`); precision, the average precision of
    each day of issue and kind, averaged by what came (null if nothing did). So for `all` it tells who, given the kind
    and the day, and not which kind is frequent.
    """
    import polars as pl

    _, _, table = scores.kept(without)
    table = table.with_columns(hits=pl.col("precision").fill_null(0.0) * pl.col("came"))
    sums = [pl.col(name).sum() for name in ("pairs", "came", "expected", "squares", "hits")]
    issues = pl.struct("origin", "issue").n_unique().alias("issues")
    by_kind = table.group_by("months", "kind").agg(issues, *sums).sort("months", "kind")
    whole = table.group_by("months").agg(pl.lit("all").alias("kind"), issues, *sums).select(by_kind.columns)
    rows = pl.concat([by_kind, whole.sort("months")]).sort("months", maintain_order=True)
    return rows.select(
        "months",
        "kind",
        "issues",
        "pairs",
        "came",
        "expected",
        pl.when(pl.col("pairs") > 0).then(pl.col("squares") / pl.col("pairs")).alias("brier"),
        pl.when(pl.col("came") > 0).then(pl.col("hits") / pl.col("came")).alias("precision"),
    )


@dataclass(frozen=True)
class Skill:
    """The first model's foresight against the second's, with 95 % intervals.

    Attributes
    ----------
    months : int
    brier_skill : float
        1 - Brier score / that of the second: 1 for a forecast without error, 0 for one no better, below 0 for a worse.
    precision : float
        Average precision less that of the second.
    brier_skill_interval, precision_interval : (float, float)
    """

    months: int
    brier_skill: float
    brier_skill_interval: tuple[float, float]
    precision: float
    precision_interval: tuple[float, float]


def skill(one: Scores, other: Scores, months: int, *, without: Collection[str] = (), seed: int = 0) -> Skill:
    """Return how much better the first model foretold what the months after each day of issue brought.

    The intervals are those of a bootstrap over blocks of days of issue as long as the months ahead, since what is
    foretold on neighbouring days is in part the same. With few blocks they are rough.

    Raises
    ------
    UsageError
        If the two were not scored alike, or no day of issue has so many scored months after it, or nothing came.
    """
    import polars as pl

    tables = [
        scores.kept(without)[2].filter(pl.col("months") == months).sort("origin", "issue", "kind")
        for scores in (one, other)
    ]
    if not tables[0].select(PLACE).equals(tables[1].select(PLACE)):
        raise UsageError("the two were not scored on the same origins, days and pairs. Score both alike.")
    if not tables[0]["came"].sum():
        raise UsageError(f"months: nothing that can be scored came within {months} months. Take fewer, or more years.")
    days = tables[0].select("origin", "issue").unique(maintain_order=True)
    index = {key: n for n, key in enumerate(days.iter_rows())}
    place = np.array([index[key] for key in tables[0].select("origin", "issue").iter_rows()])

    def summed(values: pl.Series) -> Floats:
        return np.bincount(place, values.fill_null(0.0).to_numpy(), len(index)).astype(np.float64)

    squares = [summed(table["squares"]) for table in tables]
    came = summed(tables[0]["came"])
    hits = [summed(table["precision"] * table["came"]) for table in tables]
    drawn = draws(lengths(days["origin"].to_list()), months // QUARTER, seed)

    def both(of: Ints | slice) -> tuple[Floats, Floats]:
        s, h, n = ([x[of].sum(axis=-1) for x in xs] for xs in (squares, hits, [came]))
        with np.errstate(divide="ignore", invalid="ignore"):
            return 1.0 - s[0] / s[1], (h[0] - h[1]) / n[0]

    whole, many = both(slice(None)), both(drawn)
    return Skill(months, float(whole[0]), middle(many[0]), float(whole[1]), middle(many[1]))
