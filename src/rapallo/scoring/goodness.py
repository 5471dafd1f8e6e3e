"""Goodness of fit by simulation: whether histories from a fitted model look like what came, kind by kind.

A model can forecast one step ahead and still explode or die out when it is left to itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rapallo.errors import FitError, UsageError
from rapallo.estimation.fitting import fit
from rapallo.model.hypothesis import Model
from rapallo.model.system import System
from rapallo.record.clock import quarters, to_time
from rapallo.record.tables import Record
from rapallo.scoring.cells import cells
from rapallo.scoring.forecast import CELL, WEIGHT, forecast
from rapallo.scoring.window import window
from rapallo.simulation.arm import Arm, parameters_of, prepare
from rapallo.simulation.ensemble import run_arm
from rapallo.state.arrays import Floats

if TYPE_CHECKING:
    import polars as pl

Progress = Callable[[int], None]
BAND = (0.05, 0.95)
# a run with more events than this many times what came has run away
TOO_MANY = 3.0
# the share of such runs above which a model is said to explode, and of silent ones above which to die out
TOO_OFTEN = 0.05


@dataclass(frozen=True)
class Goodness:
    """Simulated histories beside what came.

    Attributes
    ----------
    kinds : DataFrame
        A row per origin and kind: observed (joinings: of a treaty of n parties n - 1), and over the runs mean, low and
        high (5 and 95 %), and whether what was observed lies between them; never if runs without bounds leave high inf.
    origins : DataFrame
        A row per origin: observed in all, median and 95 % quantile of simulated over observed, share of runs above
        three times, of runs that outgrew the log of a history (counted among those), and of runs without any event.
    """

    kinds: pl.DataFrame
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
        if above > TOO_OFTEN:
            return f"explodes: {above:.0%} of the runs have more than {TOO_MANY:g} times the events that came"
        if silent > TOO_OFTEN:
            return f"dies out: {silent:.0%} of the runs have no event"
        return f"stable: {above:.0%} of the runs have more than {TOO_MANY:g} times the events that came"


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
    """Fit a model to the end of the day before each origin, simulate the years after it, and count.

    A run that grows beyond all bounds ends itself and not the others.

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
    kinds: list[pl.DataFrame] = []
    whole = []
    for day in origins:
        origin, last = window(record, day, years)
        fitted = fit(system, until=origin - dt.timedelta(days=1))
        coefficients = fitted.coefficients()
        begin, end = to_time(origin), to_time(last + dt.timedelta(days=1))
        told = forecast(system, parameters_of(system, coefficients), scored, quarters(begin, end))
        observed = np.bincount(scored.group[told.who[:, CELL]], told.figures[:, WEIGHT], len(names))
        arm = prepare(system, coefficients, origin - dt.timedelta(days=1), last, levels=fitted.levels)
        counts = _counts(system, arm, names, runs, seed, workers, progress)
        low, high = np.quantile(counts, BAND, axis=0, method="nearest")
        kinds.append(
            pl.DataFrame(
                {
                    "origin": [origin] * len(names),
                    "kind": list(names),
                    "observed": observed,
                    "mean": counts.mean(axis=0),
                    "low": low,
                    "high": high,
                    # a band without an end holds everything and tells nothing
                    "inside": (observed >= low) & (observed <= high) & np.isfinite(high),
                }
            )
        )
        total, came = counts.sum(axis=1), float(observed.sum())
        ratio = total / came if came else np.where(total > 0, np.inf, 1.0)
        whole.append(
            {
                "origin": origin,
                "observed": came,
                "median": float(np.quantile(ratio, 0.5, method="nearest")),
                "high": float(np.quantile(ratio, BAND[1], method="nearest")),
                "above": float((ratio > TOO_MANY).mean()),
                "outgrew": float(np.isinf(total).mean()),
                "silent": float((total == 0).mean()),
            }
        )
    return Goodness(pl.concat(kinds), pl.DataFrame(whole))


def _counts(
    system: System, arm: Arm, names: Sequence[str], runs: int, seed: int, workers: int, progress: Progress | None
) -> Floats:
    """Return (runs, G): events of each kind that the model made in each run; inf in all kinds for one that outgrew."""
    place = {system.record.kind_index[name]: g for g, name in enumerate(names)}

    def one(number: int) -> Floats:
        counts = np.zeros(len(names))
        try:
            (run,) = run_arm(arm, seed, [number], workers=1)
        except FitError:
            counts[:] = np.inf
        else:
            made, times = np.unique(run.kind[~run.given], return_counts=True)
            for kind, n in zip(made.tolist(), times.tolist(), strict=True):
                counts[place[kind]] = n
        if progress:
            progress(1)
        return counts

    with ThreadPoolExecutor(workers) as threads:
        return np.array(list(threads.map(one, range(runs))))
