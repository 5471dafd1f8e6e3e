"""Fit: from a record and a model to estimates."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Literal

import numpy as np

from rapallo.errors import FitError, UsageError
from rapallo.events.timeline import Timeline, record_timeline
from rapallo.fit.exposure import NOT_AT_RISK, NOT_COVERED, ROWS, Pass, Spells, run_spells
from rapallo.fit.likelihood import exact, ordered
from rapallo.fit.newton import maximise
from rapallo.fit.result import Fit, KindFit
from rapallo.model.binding import Binding, bind
from rapallo.model.specification import Model
from rapallo.record.clock import to_time
from rapallo.record.tables import Record
from rapallo.state.arrays import Floats, Ints, copy_state

Likelihood = Literal["exact", "ordered"]
Progress = Callable[[str, int, int], None]
SEPARATED = 15.0


def fit(
    record: Record,
    model: Model,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    likelihood: Likelihood = "exact",
    progress: Progress | None = None,
) -> Fit:
    """Estimate the model on the events from `since` to the end of day `until`.

    Penalised maximum likelihood: a Gaussian prior with standard deviation `model.prior` on every coefficient but
    the constant. `exact` uses the times of events; `ordered` only their order (no constant). Kinds are separable and
    fitted one by one; `progress(kind, number, of)` is called before each.

    Raises
    ------
    UsageError
        If the window is empty.
    ModelError
        If the model does not fit the record.
    FitError
        If no kind has an event in the window.

    References
    ----------
    Butts (2008), A relational event framework for social action, Sociological Methodology 38.
    """
    first = max(since or record.begin, record.begin)
    last = min(until or record.end, record.end)
    if last <= first:
        raise UsageError(f"window: {first} to {last} is empty. The record covers {record.begin} to {record.end}.")
    bound = bind(record, model)
    spells, counts = spells_of(bound, to_time(first), last, exact_times=likelihood == "exact")
    kinds: dict[str, KindFit] = {}
    for number, name in enumerate(bound.design.kinds):
        if progress:
            progress(name, number, len(bound.design.kinds))
        own = bound.channels.k[spells.channel] == record.kind_index[name]
        rows = Spells(*(column[own] for column in spells))
        if (rows.chosen == 1).any():
            kinds[name] = _fit_kind(bound, name, rows, likelihood)
    if not kinds:
        raise FitError(f"no event of a modelled kind lies between {first} and {last}; widen the window.")
    return Fit(
        kinds=kinds,
        record=record.name,
        digest=record.digest,
        likelihood=likelihood,
        since=first.isoformat(),
        until=last.isoformat(),
        prior=model.prior,
        not_covered=int(counts[NOT_COVERED]),
        not_at_risk=int(counts[NOT_AT_RISK]),
    )


def spells_of(bound: Binding, begin: float, last: dt.date, *, exact_times: bool) -> tuple[Spells, Ints]:
    """Return the rows of the likelihood and the counts of events left out: one pass counts them, one writes them."""
    record = bound.record
    timeline = record_timeline(record, until=to_time(last))
    stop = _stop(record, timeline, last)
    n, width = len(bound.channels.k), bound.design.columns.shape[1]
    actors = len(record.actors)

    def once(size: int, *, counting: bool) -> tuple[Spells, Ints]:
        ints, floats = np.int64, np.float64
        out = Spells(
            np.zeros(size, ints),
            np.zeros((size, width), floats),
            np.zeros(size, floats),
            np.zeros(size, ints),
            np.zeros(size, ints),
        )
        work = Pass(
            np.zeros((len(bound.bound.code), actors, actors)),
            np.zeros((n, width)),
            np.zeros(n, ints),
            np.zeros(n),
            np.zeros(4, ints),
        )
        state = copy_state(bound.state)
        run_spells(
            state,
            bound.kinds,
            bound.model.settings,
            bound.bound,
            bound.layout,
            bound.channels,
            bound.wide,
            timeline,
            begin,
            stop,
            exact_times,
            counting,
            out,
            work,
            np.full(3, -1, ints),
        )
        return out, work.counts

    _, counts = once(0, counting=True)
    return once(int(counts[ROWS]), counting=False)


def _stop(record: Record, timeline: Timeline, last: dt.date) -> float:
    """Return the end of observation: the end of the day, or for continuous time the last event."""
    if record.ticks:
        return to_time(last + dt.timedelta(days=1))
    return float(timeline.time[-1])


def _fit_kind(bound: Binding, name: str, rows: Spells, likelihood: Likelihood) -> KindFit:
    labels = bound.design.labels[name]
    x = rows.x[:, : len(labels)]
    happened = rows.chosen == 1
    kept, dropped = _identified(x, labels, rows if likelihood == "ordered" else None)
    terms = tuple(labels[p] for p in kept)
    x = x[:, kept]
    if likelihood == "exact":
        terms = ("constant", *terms)
        x = np.column_stack([np.ones(len(x)), x])
    precision = 0.0 if math.isinf(bound.model.prior) else bound.model.prior**-2
    penalty = np.array([0.0 if t == "constant" else precision for t in terms])
    weight = float(rows.size[happened].sum())
    begin = np.zeros(len(terms))
    exposure = float(rows.size[~happened].sum()) if likelihood == "exact" else 0.0
    if likelihood == "exact":
        objective = exact(x[~happened], rows.size[~happened], x[happened], rows.size[happened], penalty)
        begin[0] = math.log(weight / exposure)
    else:
        objective = ordered(x, rows.stratum, rows.chosen, rows.size, penalty)
    try:
        best = maximise(objective, begin)
    except np.linalg.LinAlgError:
        raise FitError(
            f"kind {name}: the terms {', '.join(terms)} cannot be told apart on this record. Drop one or set a prior."
        ) from None
    error = np.sqrt(np.diag(best.covariance))
    remarks = _remarks(terms, best.at, error, best.converged)
    loglik = best.value + 0.5 * float(penalty @ (best.at**2))
    events = int(happened.sum())
    return KindFit(
        name,
        terms,
        best.at,
        error,
        best.covariance,
        loglik,
        events,
        weight,
        exposure,
        best.iterations,
        best.converged,
        dropped,
        remarks,
    )


def _identified(x: Floats, labels: tuple[str, ...], strata: Spells | None) -> tuple[list[int], dict[str, str]]:
    """Return the places of terms that vary among the pairs at risk, and the reasons for the others."""
    kept, dropped = [], {}
    for place, label in enumerate(labels):
        column = x[:, place]
        if strata is not None:
            starts = np.flatnonzero(np.diff(strata.stratum, prepend=-1))
            spread = np.maximum.reduceat(column, starts) - np.minimum.reduceat(column, starts)
            varies = bool((spread > 0).any())
        else:
            varies = bool(np.ptp(column) > 0)
        if varies:
            kept.append(place)
        else:
            dropped[label] = "the same for every pair at risk in the window"
    return kept, dropped


def _remarks(terms: tuple[str, ...], at: Floats, error: Floats, converged: bool) -> tuple[str, ...]:
    found = []
    if not converged:
        found.append("the search did not converge; estimates are where it stopped")
    for term, value, spread in zip(terms, at, error, strict=True):
        if term != "constant" and (abs(value) > SEPARATED or spread > SEPARATED):
            found.append(f"{term} separates events from non-events; its size is set by the prior or unbounded")
    return tuple(found)
