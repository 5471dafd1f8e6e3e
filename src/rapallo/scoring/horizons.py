"""Forecasts for some months ahead: on a day of issue, the probability that a pair has an event before they are over."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rapallo.events.timeline import EVENT
from rapallo.model.system import System
from rapallo.record.clock import months_after, to_time
from rapallo.scoring.cells import Cells
from rapallo.state.arrays import Floats

if TYPE_CHECKING:
    import polars as pl

# how far ahead; a forecast is issued every quarter
MONTHS = (3, 12, 24)
QUARTER = 3


def issue_days(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the days of issue from the first to the last scored day: the first, and the same day every third month."""
    days, n = [first], 1
    while (day := months_after(first, QUARTER * n)) <= last:
        days.append(day)
        n += 1
    return days


def average_precision(score: Floats, came: Floats) -> float:
    """Return the area under the steps of precision over recall; nan if nothing came.

    AP = sum_n (R_n - R_(n-1)) P_n over the distinct scores from the highest down: P_n is what came of those of at least
    this score over their number, R_n the same over all that came. Equal scores enter together.

    Parameters
    ----------
    score, came : (N,) float
        What came is 0 or 1, or something between.

    Reference: Davis and Goadrich (2006), The relationship between precision-recall and ROC curves, ICML.
    """
    if not came.any():
        return math.nan
    order = np.argsort(-score, kind="stable")
    score, hits = score[order], np.cumsum(came[order])
    ends = np.append(np.flatnonzero(score[1:] != score[:-1]), len(score) - 1)
    precision, gained = hits[ends] / (ends + 1), np.diff(hits[ends], prepend=0)
    return float(precision @ gained / hits[-1])


def horizons(
    system: System,
    names: Sequence[str],
    scored: Cells,
    issued: Sequence[Floats],
    first: dt.date,
    last: dt.date,
    months: Sequence[int],
) -> pl.DataFrame:
    """Return what was said of the months after each day of issue beside what came: the table `Scores.horizons`.

    The intensity of the day of issue is held: p = 1 - exp(-lambda h), h the years ahead. What the months bring, memory
    that fades, answers that provoke answers, pairs that come to be at risk or cease to be, is not foreseen; pairs that
    were not at risk on the day are not counted. Months that reach beyond the last scored day are left out.

    What came of a pair, y, is 1 if it had an event, and where it had only a part in a treaty of many the weight of that
    (2/n, in all at most 1), as in the likelihood: else one conference would outweigh all else. It adds
    y (1 - p)^2 + (1 - y) p^2 to the squares.

    Reference: Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78.

    Parameters
    ----------
    system : System
    names, scored : (G,) text, Cells
        The scored kinds, and the cells of their pairs.
    issued : sequence of (C,) float
        For each day of issue the intensity of each cell; nan where it is not at risk.
    first, last : date
        First and last scored day.
    months : sequence of int
    """
    import polars as pl

    rows = system.history.timeline.rows
    own = np.flatnonzero((rows.op == EVENT) & (rows.weight > 0) & (rows.time >= to_time(first)))
    cell, time = scored.place[rows.what[own], rows.i[own], rows.j[own]], rows.time[own]
    own, cell, time = own[cell >= 0], cell[cell >= 0], time[cell >= 0]
    weight = rows.weight[own]
    table = []
    for day, rate in zip(issue_days(first, last), issued, strict=True):
        for ahead in months:
            stop = months_after(day, ahead)
            if stop > last + dt.timedelta(days=1):
                continue
            within = (time >= to_time(day)) & (time < to_time(stop))
            came = np.minimum(np.bincount(cell[within], weight[within], len(rate)), 1.0)
            probability = -np.expm1(-rate * (to_time(stop) - to_time(day)))
            for g, name in enumerate(names):
                at_risk = scored.start[g] + np.flatnonzero(~np.isnan(rate[scored.start[g] : scored.start[g + 1]]))
                p, y = probability[at_risk], came[at_risk]
                table.append(
                    {
                        "origin": first,
                        "issue": day,
                        "months": ahead,
                        "kind": name,
                        "pairs": len(p),
                        "came": float(y.sum()),
                        "expected": float(p.sum()),
                        "squares": float((y * (1.0 - p) ** 2 + (1.0 - y) * p**2).sum()),
                        "precision": average_precision(p, y) if y.any() else None,
                    }
                )
    figures = ("came", "expected", "squares", "precision")
    types = dict.fromkeys(("months", "pairs"), pl.Int64) | dict.fromkeys(figures, pl.Float64)
    order = ("origin", "issue", "months", "kind", "pairs", *figures)
    rest = {"origin": pl.Date, "issue": pl.Date, "kind": pl.String}
    return pl.DataFrame(table, schema={name: (types | rest)[name] for name in order})
