"""Fit: from a system to estimates."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable
from typing import Literal

import numpy as np

from rapallo.errors import FitError, UsageError
from rapallo.estimation.likelihood import exact, ordered
from rapallo.estimation.newton import maximise
from rapallo.estimation.result import Fit, KindFit
from rapallo.estimation.spells import NOT_AT_RISK, NOT_COVERED, SpellObserver, Spells, observe
from rapallo.model.system import System
from rapallo.record.clock import as_day, to_time
from rapallo.state.arrays import Bools, Floats

Likelihood = Literal["exact", "ordered"]
Progress = Callable[[str, int, int], None]
SEPARATED = 15.0


def fit(
    system: System,
    *,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    likelihood: Likelihood = "exact",
    progress: Progress | None = None,
) -> Fit:
    """Estimate the system's model on the events from `since` to the end of day `until`.

    No day after `record.complete_until` is used: what lies there is not coded for every kind.

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
    record, design = system.record, system.design
    first = max(as_day(since, "since") if since else record.begin, record.begin)
    known = record.complete_until or record.end
    last = min(as_day(until, "until") if until else known, known)
    if last <= first:
        raise UsageError(
            f"window: {first} to {last} is empty. The record is coded as declared from {record.begin} to {known}."
        )
    end = to_time(last + dt.timedelta(days=1))
    observer = observe(system, to_time(first), end, exact=likelihood == "exact")
    kinds: dict[str, KindFit] = {}
    silent: list[str] = []
    for number, name in enumerate(design.kinds):
        if progress:
            progress(name, number, len(design.kinds))
        own = observer.take(record.kind_index[name])
        if own is not None and own.chosen.any():
            kinds[name] = _fit_kind(system, name, own, likelihood)
        else:
            silent.append(name)
    if not kinds:
        raise FitError(f"no event of a modelled kind lies between {first} and {last}; widen the window.")
    return Fit(
        kinds=kinds,
        record=record.name,
        digest=record.digest,
        model=system.model.digest,
        likelihood=likelihood,
        since=first.isoformat(),
        until=last.isoformat(),
        prior=system.model.prior,
        not_covered=int(observer.out.counts[NOT_COVERED]),
        not_at_risk=int(observer.out.counts[NOT_AT_RISK]),
        same_day=_same_day(system, first, last),
        silent=tuple(silent),
        warnings=tuple(_unknown(system, observer)),
    )


def _same_day(system: System, first: dt.date, last: dt.date) -> int:
    """Return the number of events of modelled kinds in a window that share their instant with another."""
    record = system.record
    modelled = {kind.name for kind in record.kinds if kind.role == "modelled"}
    times = Counter(e.time for e in record.events if e.kind in modelled and first <= e.date <= last)
    return sum(n for n in times.values() if n > 1)


def _unknown(system: System, observer: SpellObserver) -> list[str]:
    """Say which kinds left pairs out because a covariate or pair value of theirs is unknown."""
    record, channels = system.record, system.channels
    found = []
    for k in np.unique(channels.k[observer.now.unknown]):
        own = np.flatnonzero(observer.now.unknown & (channels.k == k))
        who = ", ".join(f"{record.actors[channels.i[c]].id}-{record.actors[channels.j[c]].id}" for c in own[:5])
        more = f" and {len(own) - 5} more" if len(own) > 5 else ""
        found.append(
            f"{record.kinds[k].name}: a statistic is unknown for {len(own)} of "
            f"{channels.start[k + 1] - channels.start[k]} pairs ({who}{more}); they were left out while it was. "
            "Give the values, or declare a default in vocabulary.toml if none means 0."
        )
    return found


def _fit_kind(system: System, name: str, rows: Spells, likelihood: Likelihood) -> KindFit:
    labels = system.design.labels[name]
    happened = rows.chosen
    kept, dropped = _identified(rows.x, labels, rows if likelihood == "ordered" else None)
    terms = tuple(labels[p] for p in kept)
    if likelihood == "exact":
        terms = ("constant", *terms)
    precision = 0.0 if math.isinf(system.model.prior) else system.model.prior**-2
    penalty = np.array([0.0 if t == "constant" else precision for t in terms])
    weight = float(rows.size[happened].sum())
    begin = np.zeros(len(terms))
    exposure = float(rows.size[~happened].sum()) if likelihood == "exact" else 0.0
    scale = np.ones(len(terms))
    if likelihood == "exact":
        scale[1:] = _scale(rows.x)[kept]
        spells, acts = (_with_constant(rows.x, kept, which, scale) for which in (~happened, happened))
        objective = exact(spells, rows.size[~happened], acts, rows.size[happened], penalty / scale**2)
        begin[0] = math.log(weight / exposure)
    else:
        objective = ordered(rows.x[:, kept], rows.stratum, rows.chosen, rows.size, penalty)
    try:
        best = maximise(objective, begin)
    except np.linalg.LinAlgError:
        raise FitError(
            f"kind {name}: the terms {', '.join(terms)} cannot be told apart on this record. Drop one or set a prior."
        ) from None
    at, covariance = best.at / scale, best.covariance / np.outer(scale, scale)
    error = np.sqrt(np.diag(covariance))
    remarks = _remarks(terms, best.at, np.sqrt(np.diag(best.covariance)), best.converged)
    loglik = best.value + 0.5 * float(penalty @ (at**2))
    events = int(happened.sum())
    return KindFit(
        kind=name,
        terms=terms,
        estimate=at,
        standard_error=error,
        covariance=covariance,
        loglik=loglik,
        events=events,
        weight=weight,
        exposure=exposure,
        iterations=best.iterations,
        converged=best.converged,
        dropped=dropped,
        remarks=remarks,
    )


def _with_constant(x: Floats, kept: list[int], which: Bools, scale: Floats) -> Floats:
    """Return the columns kept of the rows marked, a column of ones before them, each divided by its scale."""
    found = np.ones((int(which.sum()), len(kept) + 1))
    for place, column in enumerate(kept, start=1):
        found[:, place] = x[which, column]
    found /= scale
    return found


def _scale(x: Floats) -> Floats:
    """Return what each column is divided by for the search: a power of two near its largest size if that is extreme.

    Within 1/1024 to 1024 nothing is divided; a power of two leaves the digits of the others alone.
    """
    largest = np.abs(x).max(axis=0)
    power = np.exp2(np.round(np.log2(np.where(largest > 0, largest, 1.0))))
    return np.where((power > 1024) | (power < 1 / 1024), power, 1.0)


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
