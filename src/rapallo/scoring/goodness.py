"""Goodness of fit by simulation: whether histories from a fitted model look like what came.

A model can forecast one step ahead and still explode or die out when it is left to itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rapallo.errors import FitError, UsageError
from rapallo.estimation.fitting import fit
from rapallo.events.kinds import CONSENT
from rapallo.model.hypothesis import Model
from rapallo.model.system import System
from rapallo.record.clock import quarters, to_time
from rapallo.record.tables import Record
from rapallo.scoring.cells import Cells, cells
from rapallo.scoring.features import Feature, Happened, features, kept, mean_of
from rapallo.scoring.forecast import CELL, TIME, WEIGHT, Told, forecast
from rapallo.scoring.levels import known_before
from rapallo.scoring.offspring import Offspring, offspring
from rapallo.scoring.residuals import residuals
from rapallo.scoring.window import window
from rapallo.simulation.arm import Arm, parameters_of, prepare
from rapallo.simulation.ensemble import run_arm
from rapallo.state.arrays import Floats, Ints

if TYPE_CHECKING:
    import polars as pl

Progress = Callable[[int], None]
BAND = (0.05, 0.95)
# a run with more events than this many times what came has run away
TOO_MANY = 3.0
# the share of such runs above which a model is said to explode, and of silent ones above which to die out
TOO_OFTEN = 0.05
# draws of pairs that stand for treaties of many, over which the features of what came are averaged
DRAWS = 20


@dataclass(frozen=True)
class Goodness:
    """Simulated histories beside what came.

    Attributes
    ----------
    kinds : DataFrame
        A row per origin and kind: observed (joinings: of a treaty of n parties n - 1), and over the runs mean, low and
        high (5 and 95 %), and whether what was observed lies between them; never if runs without bounds leave high inf.
    features : DataFrame
        A row per origin and figure of `rapallo.scoring.features`: feature, label, and observed, mean, low, high and
        inside as above; p_upper and p_lower, (1 + runs with as much or more, or as little or less) / (1 + runs); and
        the runs that have the figure. A run that outgrew its log has none. Null where there is nothing to compare.
    residuals : DataFrame
        A row per origin and kind, and `all`: events, expected, distance and p (`rapallo.scoring.residuals`).
    quantiles : DataFrame
        A row per origin, kind and event: residual, and the quantile of the uniform distribution at its rank.
    offspring : mapping
        `rapallo.scoring.offspring.Offspring` by origin.
    origins : DataFrame
        A row per origin: observed in all, median and 95 % quantile of simulated over observed, share of runs above
        three times, of runs that outgrew the log of a history (counted among those), and of runs without any event;
        spectral radius and its standard error; offspring of an event: mean, 90 and 99 % quantile, and the share of
        events that have more than one. The last four are null if no event can come.
    """

    kinds: pl.DataFrame
    features: pl.DataFrame
    residuals: pl.DataFrame
    quantiles: pl.DataFrame
    offspring: dict[dt.date, Offspring]
    origins: pl.DataFrame

    @property
    def inside(self) -> float:
        """Share of kinds and origins inside their bands, those that neither came nor could come left out."""
        told = self.kinds.filter((self.kinds["observed"] > 0) | (self.kinds["high"] > 0))
        return float(told["inside"].mean())  # type: ignore[arg-type]

    @property
    def verdict(self) -> str:
        """Return whether the model explodes, dies out or is stable, and the figure on which that rests."""
        above, silent = (float(self.origins[name].mean()) for name in ("above", "silent"))  # type: ignore[arg-type]
        most = self.origins.sort("radius", descending=True).row(0, named=True)
        if above > TOO_OFTEN:
            return f"explodes: {above:.0%} of the runs have more than {TOO_MANY:g} times the events that came"
        if most["radius"] > 1.0:
            return f"explodes: the spectral radius at {most['origin']} is {most['radius']:.2f}, above 1"
        if silent > TOO_OFTEN:
            return f"dies out: {silent:.0%} of the runs have no event"
        return f"is stable: {above:.0%} of the runs have more than {TOO_MANY:g} times the events that came"


def goodness(
    record: Record,
    model: Model,
    origins: Sequence[dt.date | str],
    years: float,
    *,
    runs: int = 40,
    seed: int = 1,
    workers: int = 2,
    progress: Progress | None = None,
) -> Goodness:
    """Fit a model to the end of the day before each origin, simulate the years after it, and compare.

    A run that grows beyond all bounds ends itself and not the others. Of treaties of many parties as many pairs stand
    in the features as there were joinings, drawn twenty times and averaged (`rapallo.scoring.features.kept`).

    Parameters
    ----------
    record : Record
    model : Model
    origins : sequence of date
    years : float
        How long after each origin; not beyond the day to which the record is complete.
    runs, seed, workers : int
        Histories for each origin, their seed, and how many threads make them; the result does not depend on these.
    progress : function
        Called with 1 after each run.

    Raises
    ------
    UsageError
        If there is no origin or run, or nothing of the record lies after an origin.
    FitError
        If an origin has no event before it.
    """
    import polars as pl

    if not origins or runs < 1:
        raise UsageError("origins, runs: give at least one of each.")
    system = System(record, model)
    names, scored = cells(system)
    kinds, seen, tests, quantiles = [], [], [], []
    brought, whole = {}, []
    for day in origins:
        origin, last = window(record, day, years)
        fitted = fit(system, until=origin - dt.timedelta(days=1))
        coefficients = fitted.coefficients()
        begin, end = to_time(origin), to_time(last + dt.timedelta(days=1))
        numbers, edges = parameters_of(system, coefficients), quarters(begin, end)
        known = known_before(system, fitted.levels, numbers, edges)
        told = forecast(system, numbers, scored, edges, known.factors if known else None)
        arm = prepare(system, coefficients, origin - dt.timedelta(days=1), last, levels=fitted.levels)
        brought[origin] = offspring(arm, seed=seed)
        histories = _histories(system, arm, names, runs, seed, workers, progress)
        observed = np.zeros(len(names))
        np.add.at(observed, scored.group[told.who[:, CELL]], told.figures[:, WEIGHT])
        outgrown = np.full(len(names), np.inf)
        counts = np.array(
            [outgrown if h is None else np.bincount(h.kind, minlength=len(names)) for h in histories], dtype=np.float64
        )
        kinds.append(_of(origin, _kinds(names, observed, counts)))
        consent = system.kinds.code[CONSENT, [record.kind_index[name] for name in names]] == 1
        shape = (consent, len(record.actors), begin, end)
        came = [features(_came(told, scored, seed, draw), *shape) for draw in range(DRAWS)]
        made = [features(history, *shape) for history in histories if history is not None]
        seen.append(_of(origin, _features(came, made)))
        one, each = residuals(told, scored, names, seed)
        tests.append(_of(origin, one))
        quantiles.append(_of(origin, each))
        whole.append({"origin": origin, **_whole(float(observed.sum()), counts.sum(axis=1), brought[origin])})
    return Goodness(
        pl.concat(kinds), pl.concat(seen), pl.concat(tests), pl.concat(quantiles), brought, pl.DataFrame(whole)
    )


def _of(origin: dt.date, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with the origin before it."""
    import polars as pl

    return frame.select(pl.lit(origin).alias("origin"), pl.all())


def _kinds(names: Sequence[str], observed: Floats, counts: Floats) -> pl.DataFrame:
    """Return the rows of kinds from what came (G,) and the counts of the runs (runs, G)."""
    import polars as pl

    low, high = np.quantile(counts, BAND, axis=0, method="nearest")
    return pl.DataFrame(
        {
            "kind": list(names),
            "observed": observed,
            "mean": counts.mean(axis=0),
            "low": low,
            "high": high,
            # a band without an end holds everything and tells nothing
            "inside": (observed >= low) & (observed <= high) & np.isfinite(high),
        }
    )


def _features(came: Sequence[list[Feature]], made: Sequence[list[Feature]]) -> pl.DataFrame:
    """Return the rows of features from those of what came and of the runs."""
    import polars as pl

    rows = []
    for n, (feature, observed) in enumerate(zip(came[0], mean_of(came), strict=True)):
        values = np.array([run[n].value for run in made])
        values = values[~np.isnan(values)]
        row: dict[str, Any] = dict.fromkeys(("mean", "low", "high", "inside", "p_upper", "p_lower"))
        if len(values):
            low, high = np.quantile(values, BAND, method="nearest")
            row |= {"mean": float(values.mean()), "low": float(low), "high": float(high)}
        if len(values) and not np.isnan(observed):
            # means of draws are equal but for rounding
            more, less = int((values >= observed - 1e-9).sum()), int((values <= observed + 1e-9).sum())
            row["inside"] = bool(low - 1e-9 <= observed <= high + 1e-9)
            row |= {"p_upper": (1 + more) / (1 + len(values)), "p_lower": (1 + less) / (1 + len(values))}
        seen = None if np.isnan(observed) else float(observed)
        rows.append({"feature": feature.name, "label": feature.label, "observed": seen, **row, "runs": len(values)})
    figures = dict.fromkeys(("observed", "mean", "low", "high", "p_upper", "p_lower"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides={**figures, "inside": pl.Boolean})


def _whole(came: float, total: Floats, brought: Offspring) -> dict[str, float | None]:
    """Return the row of an origin from what came in all, the totals (runs,) and the offspring."""
    ratio = total / came if came else np.where(total > 0, np.inf, 1.0)
    each = brought.each
    tail = np.quantile(each, (0.9, 0.99)) if len(each) else None
    return {
        "observed": came,
        "median": float(np.quantile(ratio, 0.5, method="nearest")),
        "high": float(np.quantile(ratio, BAND[1], method="nearest")),
        "above": float((ratio > TOO_MANY).mean()),
        "outgrew": float(np.isinf(total).mean()),
        "silent": float((total == 0).mean()),
        "radius": brought.radius,
        "error": brought.error,
        "offspring": None if tail is None else float(each.mean()),
        "offspring_90": None if tail is None else float(tail[0]),
        "offspring_99": None if tail is None else float(tail[1]),
        "fertile": None if tail is None else float((each > 1.0).mean()),
    }


def _came(told: Told, scored: Cells, seed: int, draw: int) -> Happened:
    """Return what came, by pairs that stand for it."""
    those = kept(told.figures[:, WEIGHT], seed, draw)
    cell = told.who[those, CELL]
    return Happened(told.figures[those, TIME], scored.group[cell], scored.i[cell], scored.j[cell])


def _histories(
    system: System, arm: Arm, names: Sequence[str], runs: int, seed: int, workers: int, progress: Progress | None
) -> list[Happened | None]:
    """Return what the model made happen in each run; None for one that outgrew its log."""
    place: Ints = np.full(len(system.record.kinds), -1)
    for g, name in enumerate(names):
        place[system.record.kind_index[name]] = g

    def one(number: int) -> Happened | None:
        try:
            (run,) = run_arm(arm, seed, [number], workers=1)
        except FitError:
            made = None
        else:
            own = ~run.given
            made = Happened(run.time[own], place[run.kind[own]], run.sender[own], run.receiver[own])
        if progress:
            progress(1)
        return made

    with ThreadPoolExecutor(workers) as threads:
        return list(threads.map(one, range(runs)))
