"""Explain one event, or one that did not happen: contributions, rank, surprisal."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rapallo.errors import UsageError
from rapallo.estimation.result import Fit
from rapallo.events.history import History
from rapallo.events.risk import rule_holds
from rapallo.model.intensity import capped
from rapallo.model.system import System
from rapallo.record.clock import as_day
from rapallo.record.rows import Kind
from rapallo.record.tables import unknown
from rapallo.state.arrays import Floats, State

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Contribution:
    """One term's part in the log-intensity of a pair, against the average pair at risk.

    Attributes
    ----------
    coefficient : float
    from_a, from_b : float
        theta * (x(a, b) - mean x) and theta * (x(b, a) - mean x): the two sides of a kind that needs consent;
        `from_b` is 0 for a directed kind. The mean is over pairs at risk, and over both orders for consent.
    """

    term: str
    coefficient: float
    from_a: float
    from_b: float

    @property
    def total(self) -> float:
        """Both sides together."""
        return self.from_a + self.from_b


@dataclass(frozen=True)
class PairExplanation:
    """Why a kind of event was likely or unlikely between two actors on a date.

    Attributes
    ----------
    rank, of : int
        Place of the pair by intensity among the pairs at risk, 1 the most likely.
    surprisal : float
        -log2 of the pair's share of the kind's whole intensity: bits, given that an event of this kind happened.
    intensity : float
        Events per year.
    """

    kind: str
    a: str
    b: str
    consent: bool
    intensity: float
    share: float
    surprisal: float
    rank: int
    of: int
    contributions: tuple[Contribution, ...]

    @property
    def side_a(self) -> float:
        """Sum of a's contributions."""
        return math.fsum(c.from_a for c in self.contributions)

    @property
    def side_b(self) -> float:
        """Sum of b's contributions."""
        return math.fsum(c.from_b for c in self.contributions)

    @property
    def holds_back(self) -> str:
        """The side whose terms are lower: who keeps the event less likely (a kind that needs consent)."""
        return self.a if self.side_a < self.side_b else self.b

    def to_polars(self) -> pl.DataFrame:
        """Return one row per term."""
        import polars as pl

        return pl.DataFrame(
            [
                {
                    "kind": self.kind,
                    "a": self.a,
                    "b": self.b,
                    "term": c.term,
                    "coefficient": c.coefficient,
                    "from_a": c.from_a,
                    "from_b": c.from_b,
                    "total": c.total,
                }
                for c in self.contributions
            ]
        )


@dataclass(frozen=True)
class Explanation:
    """The pairs of an event explained, on the state just before it."""

    event: str
    title: str
    date: dt.date
    fitted_until: str
    pairs: tuple[PairExplanation, ...]

    def summary(self) -> str:
        """Return a line per pair: rank, surprisal, intensity."""
        lines = [f"{self.title} ({self.date}), model fitted until {self.fitted_until}"]
        for p in self.pairs:
            lines.append(
                f"  {p.kind} {p.a}, {p.b}: rank {p.rank} of {p.of}, surprisal {p.surprisal:.1f} bits, "
                f"{p.intensity:.4f} per year"
            )
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<pre>{self.summary()}</pre>"


def explain(system: System, fitted: Fit, event: str, *, history: History | None = None) -> Explanation:
    """Explain an event on the state just before it.

    Parameters
    ----------
    event
        Its id.
    history
        Where it happened; by default what the system's record tells. A simulated history will do as well.

    Raises
    ------
    UsageError
        If there is no such event, its kind is not modelled or has no estimate, or none of its pairs was at risk.
    """
    told = history or system.history
    found = told.record.event(event)
    kind = system.record.kinds[system.record.kind_index[found.kind]]
    if kind.role != "modelled":
        raise UsageError(f"{event} is of kind {found.kind}, which the model does not make; nothing to explain.")
    state = told.state_before(event)
    work = system.cells(state)
    pairs = tuple(
        _explain_pair(system, state, work.x, fitted, kind, a, b) for a, b in found.pairs(consent=kind.consent)
    )
    return Explanation(found.id, found.title, found.date, fitted.until, pairs)


def why_not(
    system: System, fitted: Fit, kind: str, a: str, b: str, date: dt.date | str, *, history: History | None = None
) -> Explanation:
    """Explain why an event of a kind was likely or not between a and b on the morning of `date`.

    Raises
    ------
    UsageError
        If a name does not exist, or the pair is not at risk on that day.
    """
    record = system.record
    if kind not in record.kind_index:
        raise UsageError(unknown("kind", kind, list(record.kind_index)))
    record.actor(a), record.actor(b)
    day = as_day(date, "date")
    state = (history or system.history).state_on(day)
    row = record.kinds[record.kind_index[kind]]
    pair = _explain_pair(system, state, system.cells(state).x, fitted, row, a, b)
    return Explanation("why-not", f"{kind}: {a}, {b}", day, fitted.until, (pair,))


def _explain_pair(system: System, state: State, x: Floats, fitted: Fit, kind: Kind, a: str, b: str) -> PairExplanation:
    record, channels, cells = system.record, system.channels, system.statistics
    k = record.kind_index[kind.name]
    if kind.name not in fitted.kinds:
        raise UsageError(f"{kind.name} has no estimate: no event of it was in the window of the fit.")
    own = np.arange(channels.start[k], channels.start[k + 1])
    at_risk = [c for c in own if rule_holds(state, system.kinds, k, int(channels.i[c]), int(channels.j[c]))]
    here = int(channels.place[k, record.index[a], record.index[b]])
    if here not in at_risk:
        why = f"the rule {kind.risk} excludes it" if here >= 0 else "the declared coverage leaves it out"
        raise UsageError(f"{kind.name} between {a} and {b} was not at risk: {why} on that day.")
    coefficients = fitted.kinds[kind.name].coefficients()
    eta = np.full(len(at_risk), coefficients.get("constant", 0.0))
    contributions = []
    for place, label in enumerate(system.design.labels[kind.name]):
        theta = 1.0 if system.design.offsets[k, place] else coefficients.get(label)
        if theta is None:
            continue
        there = x[cells.enters[0, at_risk, place]]
        back = x[cells.enters[1, at_risk, place]] if kind.consent else np.zeros(len(at_risk))
        eta += theta * (there + back)
        mean = float(np.nanmean(there + back)) / (2 if kind.consent else 1)
        first, second = x[cells.enters[0, here, place]], x[cells.enters[1, here, place]]
        if kind.consent and record.index[a] > record.index[b]:
            first, second = second, first
        from_b = float(theta * (second - mean)) if kind.consent else 0.0
        contributions.append(Contribution(label, theta, float(theta * (first - mean)), from_b))
    rates = np.nan_to_num(capped(np.exp(eta), system.model.ceiling), nan=0.0)
    rate = rates[at_risk.index(here)]
    if rate == 0:
        raise UsageError(f"{kind.name} between {a} and {b}: a value that the model asks for is not known on that day.")
    share = float(rate / rates.sum())
    ordered = tuple(sorted(contributions, key=lambda c: -abs(c.total)))
    return PairExplanation(
        kind=kind.name,
        a=a,
        b=b,
        consent=kind.consent,
        intensity=float(rate),
        share=share,
        surprisal=-math.log2(share),
        rank=int((rates > rate).sum()) + 1,
        of=len(at_risk),
        contributions=ordered,
    )
