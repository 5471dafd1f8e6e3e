"""Fit: from a system to estimates."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from rapallo.errors import FitError, UsageError
from rapallo.estimation.levels import filtered
from rapallo.estimation.quarters import Quarterly
from rapallo.estimation.result import FamilyFit, Fit, KindFit
from rapallo.estimation.rows import Gathered
from rapallo.estimation.spells import NOT_AT_RISK, NOT_COVERED, SpellObserver
from rapallo.estimation.together import Likelihood, fit_together
from rapallo.model.system import Part, System
from rapallo.record.clock import as_day, month_starts, quarter_of, quarters, to_time

Progress = Callable[[str, int, int], None]
# quarters below which a bootstrap over them says nothing
FEWEST = 8
# rows that are gathered in one walk, bytes if every spell lasts a month
BATCH = 192 * 1024**2


def fit(
    system: System,
    *,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    likelihood: Likelihood = "exact",
    bootstrap: int = 0,
    seed: int = 1,
    progress: Progress | None = None,
) -> Fit:
    """Estimate the system's model on the events from `since` to the end of day `until`.

    No day after `record.complete_until` is used: what lies there is not coded for every kind.

    Penalised maximum likelihood with the Gaussian prior of the model, on the scale of statistics that are standardised
    over exposure. `exact` uses the times of events; `ordered` only their order (no constant). The kinds of a family are
    estimated at once, any other kind alone; `progress(group, number, of)` is called before each.

    Of a model with frailty the coefficients are those at the mean level, 1; what the quarters of the window tell of the
    levels is filtered with the coefficients as known.

    With `bootstrap` draws the standard errors of a bootstrap over calendar quarters stand beside those of the Hessian
    (`rapallo.estimation.bootstrap`): what happens within a quarter may hang together. 200 draws give them to a
    twentieth; the draws hang on `seed`.

    Raises
    ------
    UsageError
        If the window is empty, or a bootstrap is asked of the ordered likelihood or of less than eight quarters.
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
    begin, end = to_time(first), to_time(last + dt.timedelta(days=1))
    kinds: dict[str, KindFit] = {}
    families: dict[str, FamilyFit] = {}
    warnings: list[str] = []
    by_quarter: dict[str, Quarterly] = {}
    levels = system.levels if likelihood == "exact" else None
    edges = quarters(begin, end) if levels or bootstrap else []
    if bootstrap and (likelihood != "exact" or len(edges) <= FEWEST or bootstrap < 2):
        raise UsageError(
            f"bootstrap: needs the exact likelihood, {FEWEST} quarters of a year and two draws or more; here are the "
            f"{likelihood} likelihood, {len(edges) - 1} quarters and {bootstrap} draws."
        )
    not_covered = not_at_risk = 0
    many, done = len(system.model.together(design.kinds)), 0
    for found, batch in gathered(system, first, last, exact=likelihood == "exact"):
        counts = found.observer.out.counts
        not_covered, not_at_risk = not_covered + int(counts[NOT_COVERED]), not_at_risk + int(counts[NOT_AT_RISK])
        warnings += _unknown(found.part, found.observer)
        for group, names in batch.items():
            if progress:
                progress(group, done, many)
            done += 1
            fitted = fit_together(system, group, names, found, likelihood, edges, bootstrap, seed)
            kinds |= fitted.kinds
            by_quarter |= fitted.quarters
            if fitted.family is not None:
                families[group] = fitted.family
    if not kinds:
        raise FitError(f"no event of a modelled kind lies between {first} and {last}; widen the window.")
    known_levels = filtered(levels, by_quarter, quarter_of(begin)) if levels else None
    factors = (
        dict(zip(levels.kinds, levels.mean(known_levels).tolist(), strict=True)) if levels and known_levels else {}
    )
    return Fit(
        kinds={name: replace(kinds[name], level=factors.get(name)) for name in design.kinds if name in kinds},
        families=families,
        record=record.name,
        digest=record.digest,
        model=system.model.digest,
        likelihood=likelihood,
        since=first.isoformat(),
        until=last.isoformat(),
        prior=system.model.prior,
        levels=known_levels,
        not_covered=not_covered,
        not_at_risk=not_at_risk,
        same_day=_same_day(system, first, last),
        bootstrap=bootstrap,
        silent=tuple(name for name in design.kinds if name not in kinds),
        warnings=tuple(warnings),
    )


def gathered(
    system: System, first: dt.date, last: dt.date, *, exact: bool
) -> Iterator[tuple[Gathered, dict[str, tuple[str, ...]]]]:
    """Yield rows of the likelihood from one day to the end of another, and the groups of kinds whose rows they are.

    As many groups are walked through at once as are likely to fit into memory together.
    """
    channels, design = np.diff(system.channels.start), system.design
    months = len(month_starts(first, last)) + 1
    batches: list[dict[str, tuple[str, ...]]] = []
    room = 0.0
    for group, names in system.model.together(design.kinds).items():
        places = [system.record.kind_index[name] for name in names]
        # spells of a month, statistics and four columns of eight bytes
        size = sum(8.0 * channels[k] * (design.n_terms[k] + 4) * months for k in places)
        if not batches or size > room:
            batches.append({})
            room = BATCH
        batches[-1][group] = names
        room -= size
    begin, end = to_time(first), to_time(last + dt.timedelta(days=1))
    for batch in batches:
        yield Gathered(system.part([name for names in batch.values() for name in names]), begin, end, exact), batch


def _same_day(system: System, first: dt.date, last: dt.date) -> int:
    """Return the number of events of modelled kinds in a window that share their instant with another."""
    record = system.record
    modelled = {kind.name for kind in record.kinds if kind.role == "modelled"}
    times = Counter(e.time for e in record.events if e.kind in modelled and first <= e.date <= last)
    return sum(n for n in times.values() if n > 1)


def _unknown(part: Part, observer: SpellObserver) -> list[str]:
    """Say which kinds left pairs out because a covariate or pair value of theirs is unknown."""
    record, channels = part.system.record, part.channels
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
