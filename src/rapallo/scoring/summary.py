"""Scores summed up: per kind, in all, by intensity, and one model against another."""

from __future__ import annotations

import bisect
import datetime as dt
import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rapallo.errors import UsageError
from rapallo.scoring.blocks import draws, middle
from rapallo.scoring.calibration import calibration
from rapallo.scoring.score import Scores
from rapallo.state.arrays import Floats

if TYPE_CHECKING:
    import polars as pl

EVENT = ("origin", "event", "kind", "sender", "receiver")


@dataclass(frozen=True)
class Summary:
    """What scores amount to.

    Attributes
    ----------
    kinds : DataFrame
        A row per kind and a last one, `all`: weight of its events, expected weight, and per weighted event the log
        score (log intensity less the integral, nats), the log of the share of the pair that acted among those at risk
        (nats), the reciprocal rank, and the rank as a share of the pairs at risk (0 first, 1 last); null for a kind
        without events.
    calibration : DataFrame
        A row per bin of intensity (events per year of a pair): lower edge, weight expected and happened.
    averaged : float
        Log score of all kinds, the likelihood averaged over what is known of the levels (`Scores.averaged`); None for a
        model without frailty, and where kinds are left out.
    """

    kinds: pl.DataFrame
    calibration: pl.DataFrame
    averaged: float | None = None


@dataclass(frozen=True)
class Difference:
    """The first model's score less the second's, nats per weighted event, with 95 % intervals.

    Attributes
    ----------
    log_score, log_share : float
    log_score_interval, log_share_interval : (float, float)
        From a bootstrap over blocks of a quarter of a year.
    weight : float
        Of the events that both models scored.
    left_out : float
        Weight of those that one of them held to be impossible.
    """

    log_score: float
    log_score_interval: tuple[float, float]
    log_share: float
    log_share_interval: tuple[float, float]
    weight: float
    left_out: float


def summarise(scores: Scores, *, without: Collection[str] = ()) -> Summary:
    """Return what scores amount to, kinds named in `without` left out; UsageError if no event is left."""
    import polars as pl

    events, expected, _ = scores.kept(without)
    if not len(events):
        raise UsageError("no scored event is left to sum up. Take other kinds, or more years.")
    w = pl.col("weight")
    figures = events.with_columns(
        log_rate=w * pl.col("rate").log(),
        log_share=w * pl.col("share").log(),
        reciprocal_rank=w / pl.col("rank"),
        place=w * pl.when(pl.col("of") > 1).then((pl.col("rank") - 1) / (pl.col("of") - 1)).otherwise(0.0),
    )
    sums = ("weight", "log_rate", "log_share", "reciprocal_rank", "place")
    by_kind = figures.group_by("kind").agg(pl.col(name).sum() for name in sums)
    integral = expected.group_by("kind").agg(pl.col("expected").sum())
    rows = integral.join(by_kind, on="kind", how="left").with_columns(pl.col(name).fill_null(0.0) for name in sums)
    total = rows.select(pl.lit("all").alias("kind"), "expected", *sums).group_by("kind").agg(pl.all().sum())
    table = pl.concat([rows.sort("kind"), total.select(rows.columns)]).select(
        "kind",
        "weight",
        "expected",
        *(
            pl.when(w > 0).then(figure / w).alias(name)
            for name, figure in (
                ("log_score", pl.col("log_rate") - pl.col("expected")),
                ("log_share", pl.col("log_share")),
                ("reciprocal_rank", pl.col("reciprocal_rank")),
                ("place", pl.col("place")),
            )
        ),
    )
    averaged = None
    if scores.averaged is not None and not without:
        gain = float(scores.averaged["gain"].sum()) / float(events["weight"].sum())
        averaged = float(table["log_score"][-1]) + gain
    return Summary(table, calibration(scores, without=without), averaged)


def difference(one: Scores, other: Scores, *, without: Collection[str] = (), seed: int = 0) -> Difference:
    """Return how much better the first model's scores are than the second's, over the same origins and years.

    The intervals are those of a bootstrap of 1,000 draws over quarters: what happens within one hangs together.
    Reference: Kuensch (1989), The jackknife and the bootstrap for general stationary observations, Annals of
    Statistics 17.

    Raises
    ------
    UsageError
        If the two were not scored on the same origins and periods, or share no event.
    """
    import polars as pl

    events, expected, _ = zip(*(scores.kept(without) for scores in (one, other)), strict=True)
    places = ("origin", "period", "kind")
    sums = [e.group_by(places).agg(pl.col("expected").sum()).sort(places) for e in expected]
    if not sums[0].select(places).equals(sums[1].select(places)):
        raise UsageError("the two were not scored on the same origins, periods and kinds. Score both alike.")
    both = events[0].join(events[1], on=EVENT, how="inner", suffix="_other")
    if not len(both):
        raise UsageError("the two share no scored event; nothing can be compared.")
    index = {key: n for n, key in enumerate(sums[0].select("origin", "period").unique(maintain_order=True).iter_rows())}
    n = len(index)
    gap = sums[0]["expected"].to_numpy() - sums[1]["expected"].to_numpy()
    integral = np.bincount([index[key] for key in sums[0].select("origin", "period").iter_rows()], gap, n)
    begins: dict[dt.date, list[dt.date]] = {}
    for origin, period in index:
        begins.setdefault(origin, []).append(period)
    block = np.array(
        [
            index[origin, begins[origin][bisect.bisect_right(begins[origin], day) - 1]]
            for origin, day in both.select("origin", "date").iter_rows()
        ]
    )
    weight = both["weight"].to_numpy()
    gain = weight * np.log(both["rate"].to_numpy() / both["rate_other"].to_numpy())
    share = weight * np.log(both["share"].to_numpy() / both["share_other"].to_numpy())
    weights = np.bincount(block, weight, n).astype(np.float64)
    score = np.bincount(block, gain, n).astype(np.float64) - integral
    which = np.bincount(block, share, n).astype(np.float64)
    drawn = draws((n,), seed=seed)
    seen = weights[drawn].sum(axis=1)
    seen[seen == 0] = math.nan

    def interval(sums: Floats) -> tuple[float, float]:
        return middle(sums[drawn].sum(axis=1) / seen)

    total = float(weight.sum())
    every = events[0].join(events[1], on=EVENT, how="full", coalesce=True, suffix="_other")
    all_weight = float(every.select(pl.coalesce("weight", "weight_other").sum()).item())
    return Difference(
        float(score.sum()) / total,
        interval(score),
        float(which.sum()) / total,
        interval(which),
        total,
        all_weight - total,
    )
