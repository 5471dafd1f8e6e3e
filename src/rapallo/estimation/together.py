"""Fit what belongs together: the kinds of a family with their mean, or one kind alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, NamedTuple

import numpy as np

from rapallo.errors import FitError
from rapallo.estimation.bootstrap import block_bootstrap
from rapallo.estimation.likelihood import Rows, exact, ordered
from rapallo.estimation.newton import Maximum, maximise
from rapallo.estimation.pooling import Pool, objective, pool
from rapallo.estimation.quarters import Quarterly, quarterly
from rapallo.estimation.remarks import remarks
from rapallo.estimation.result import FamilyFit, KindFit
from rapallo.estimation.rows import Columns, Gathered, empty_piece
from rapallo.estimation.scale import Moments, common_scale
from rapallo.model.hypothesis import Prior
from rapallo.model.system import System
from rapallo.state.arrays import Floats

Likelihood = Literal["exact", "ordered"]
# a statistic whose variance within choices is a smaller share of its variance is the same within every choice
NOTHING = 1e-10
SAME = "the same for every pair at risk in the window"


@dataclass(frozen=True)
class Member:
    """One kind among those that are fitted together.

    Attributes
    ----------
    name, k
        Its name and its place in the record.
    terms : tuple of str
        The terms whose coefficients are looked for.
    sd : (P,) float
        Standard deviations of their priors.
    columns : Columns
    dropped : dict
        Terms that are not looked for, and why.
    moments : Moments
    """

    name: str
    k: int
    terms: tuple[str, ...]
    sd: Floats
    columns: Columns
    dropped: Mapping[str, str]
    moments: Moments

    def without(self, places: Sequence[int]) -> Member:
        """Return the member without some of its terms."""
        kept = [p for p in range(len(self.terms)) if p not in places]
        c = self.columns
        return replace(
            self,
            terms=tuple(self.terms[p] for p in kept),
            sd=self.sd[kept],
            columns=Columns([c.kept[p] for p in kept], c.offsets, c.mean[kept], c.scale[kept]),
            dropped={**self.dropped, **{self.terms[p]: SAME for p in places}},
        )


class Together(NamedTuple):
    """What was fitted at once.

    Attributes
    ----------
    kinds : dict
        The fit of each kind.
    family : FamilyFit
        What they have in common; None for a kind alone.
    quarters : dict
        The parts of the quarters in the likelihood of each kind, if they were asked for.
    pool, best
        Where each coefficient stands, and the maximum on the scale of standardised statistics; None if nothing was
        fitted.
    """

    kinds: dict[str, KindFit]
    family: FamilyFit | None
    quarters: dict[str, Quarterly]
    pool: Pool | None = None
    best: Maximum | None = None


def fit_together(
    system: System,
    name: str,
    kinds: Sequence[str],
    found: Gathered,
    likelihood: Likelihood,
    edges: Sequence[float] = (),
    bootstrap: int = 0,
    seed: int = 1,
) -> Together:
    """Return the fits of some kinds, which are a family if they are two or more.

    A kind without events is left out, unless its constant is held to the family's.

    Parameters
    ----------
    system : System
    name, kinds
        The family and its kinds.
    found : Gathered
        Rows of the likelihood.
    likelihood : {"exact", "ordered"}
    edges : (Q + 1,) float
        Quarters that are looked at one by one (`rapallo.estimation.quarters`); none if it is empty.
    bootstrap, seed : int
        Samples of quarters for standard errors (`rapallo.estimation.bootstrap`), which need `edges`; none if it is 0.

    Raises
    ------
    FitError
        If terms cannot be told apart.
    """
    prior, timed = system.model.prior, likelihood == "exact"
    borrows = len(kinds) > 1 and timed and math.isfinite(prior.constant)
    index = system.record.kind_index
    names = [n for n in kinds if index[n] in found.moments and (index[n] in found.events or borrows)]
    if not any(index[n] in found.events for n in names):
        return Together({}, None, {})
    members = _members(system, names, found)
    columns = {m.k: m.columns for m in members}
    events = {m.k: m.columns.block(found.events.get(m.k, empty_piece(m.moments.terms))) for m in members}
    rows = Rows(found.each(columns), events)
    if not timed:
        members, rows = _varying_within(members, rows)
    together = pool(
        {m.k: m.terms for m in members},
        {m.k: m.sd for m in members},
        prior,
        constant=timed,
        family=len(kinds) > 1,
    )
    model = partial(exact, rows, ceiling=system.model.ceiling) if timed else partial(ordered, rows)
    try:
        begin = _start(together, members, rows, timed=timed)
        best = maximise(objective(together, model), begin, concave=math.isinf(system.model.ceiling) or not timed)
    except np.linalg.LinAlgError:
        told = ", ".join(dict.fromkeys(text for m in members for text in m.terms))
        who = f"kind {names[0]}" if len(kinds) == 1 else f"family {name}"
        raise FitError(
            f"{who}: the terms {told} cannot be told apart on this record. Drop one or set a prior."
        ) from None
    at = model(together.split(best.at))
    raw = np.eye(len(best.at))
    for m in members:
        raw[together.at[m.k], together.at[m.k]] = _to_raw(m, timed=timed)
    covariance = raw @ best.covariance @ raw.T
    estimate = raw @ best.at
    quarters = quarterly(rows, together.split(best.at), edges, system.model.ceiling) if edges else {}
    samples = block_bootstrap(together, best.at, quarters, bootstrap, seed) @ raw.T if bootstrap else None
    if samples is not None and len(samples) < bootstrap / 2:
        raise FitError(
            f"{name}: in {bootstrap - len(samples)} of {bootstrap} samples of quarters its terms cannot be told apart; "
            "a bootstrap says nothing. Set a prior, drop terms, or widen the window."
        )
    fits = {}
    middle = prior.constant if together.middle >= 0 else math.inf
    for m in members:
        own, whole = together.at[m.k], _whole(m, together, prior)
        fits[m.name] = KindFit(
            kind=m.name,
            terms=("constant", *m.terms) if timed else m.terms,
            estimate=estimate[own],
            standard_error=np.sqrt(np.diag(covariance)[own]),
            covariance=covariance[own, own],
            bootstrap_error=None if samples is None else samples[:, own].std(axis=0, ddof=1),
            scale=np.concatenate([[1.0] * timed, m.columns.scale]),
            loglik=at[m.k].value,
            events=len(events[m.k].size),
            weight=float(events[m.k].size.sum()),
            exposure=m.moments.weight if timed else 0.0,
            iterations=best.iterations,
            converged=best.converged,
            dropped=m.dropped,
            remarks=remarks(
                m.terms,
                whole,
                best,
                own,
                at[m.k],
                rows.events[m.k].x,
                m.moments,
                m.columns,
                timed=timed,
            ),
            prior=(*[middle] * timed, *whole.tolist()),
        )
    family = _family(name, tuple(m.name for m in members), together, best, covariance) if len(kinds) > 1 else None
    by_kind = {m.name: quarters[m.k] for m in members if m.k in quarters}
    return Together(fits, family, by_kind, together, best)


def _members(system: System, names: Sequence[str], found: Gathered) -> list[Member]:
    """Return the kinds with the terms that vary among the pairs at risk, on the scale that they have in common.

    A family's term is kept in all its kinds if it varies in one of them and has a prior; the scale of a term is that
    over all kinds that have it.
    """
    design, index = system.design, system.record.kind_index
    moments = {n: found.moments[index[n]] for n in names}
    having: dict[str, list[str]] = {}
    for n in names:
        for label in design.labels[n]:
            having.setdefault(label, []).append(n)
    scales = {}
    for label, who in having.items():
        one = [moments[n].of(design.labels[n].index(label)) for n in who]
        mean, scale = common_scale(one)
        scales[label] = (float(mean[0]), float(scale[0]), any(bool(m.varies[0]) for m in one))
    members = []
    for n in names:
        k, labels = index[n], design.labels[n]
        kept, dropped = [], {}
        for p, label in enumerate(labels):
            if design.offsets[k, p]:
                continue
            lent = len(having[label]) > 1 and math.isfinite(design.spread[k, p]) and scales[label][2]
            if moments[n].varies[p] or lent:
                kept.append(p)
            else:
                dropped[label] = SAME
        members.append(
            Member(
                n,
                k,
                tuple(labels[p] for p in kept),
                design.spread[k, kept],
                Columns(
                    kept,
                    [int(p) for p in np.flatnonzero(design.offsets[k, : len(labels)])],
                    np.array([scales[labels[p]][0] for p in kept]),
                    np.array([scales[labels[p]][1] for p in kept]),
                ),
                dropped,
                moments[n],
            )
        )
    return members


def _varying_within(members: list[Member], rows: Rows) -> tuple[list[Member], Rows]:
    """Return what is left without the terms that are the same within every choice; an order tells nothing of them."""
    at_zero = ordered(rows, {m.k: np.zeros(len(m.terms)) for m in members})
    kept, left = {}, []
    for m in members:
        told = -np.diag(at_zero[m.k].hessian) > NOTHING * rows.events[m.k].size.sum()
        kept[m.k] = np.flatnonzero(told)
        left.append(m.without(np.flatnonzero(~told).tolist()))
    return left, rows if all(len(kept[m.k]) == len(m.terms) for m in members) else rows.narrowed(kept)


def _start(together: Pool, members: Sequence[Member], rows: Rows, *, timed: bool) -> Floats:
    """Return where the search begins: the constant rate of each kind, and no effects."""
    z = np.zeros(len(together.precision))
    if not timed:
        return z
    for m in members:
        # a kind without events begins as if it had a third of one
        weight = float(rows.events[m.k].size.sum()) or 1 / 3
        z[together.at[m.k].start] = math.log(weight / m.moments.weight)
    if together.middle >= 0:
        z[together.middle] = np.mean([z[together.at[m.k].start] for m in members])
    return z


def _whole(m: Member, together: Pool, prior: Prior) -> Floats:
    """Return the standard deviations of a kind's priors, that of the family's mean and that of the deviation in one."""
    shared = np.array([term in together.means for term in m.terms], dtype=np.bool_)
    whole: Floats = np.where(shared, m.sd * math.hypot(1.0, prior.deviation), m.sd)
    return whole


def _to_raw(m: Member, *, timed: bool) -> Floats:
    """Return the matrix that takes coefficients of standardised statistics to those of the statistics themselves."""
    inverse = np.diag(1.0 / m.columns.scale)
    if not timed:
        return inverse
    whole = np.zeros((len(m.terms) + 1, len(m.terms) + 1))
    whole[0, 0], whole[0, 1:], whole[1:, 1:] = 1.0, -m.columns.mean / m.columns.scale, inverse
    return whole


def _family(name: str, kinds: tuple[str, ...], together: Pool, best: Maximum, covariance: Floats) -> FamilyFit:
    """Return the family's means, on the scale of standardised statistics, and what its kinds have in common."""
    places = list(together.means.values())
    last = max(own.stop for own in together.at.values())
    return FamilyFit(
        name=name,
        kinds=kinds,
        terms=tuple(together.means),
        mean=best.at[places],
        standard_error=np.sqrt(np.diag(best.covariance)[places]),
        covariance=covariance[:last, :last],
    )
