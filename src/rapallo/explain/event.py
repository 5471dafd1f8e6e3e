"""Explain one event, or one that did not happen: contributions, rank, surprisal."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rapallo.effects.statistics import init
from rapallo.errors import UsageError
from rapallo.events.changes import apply_rows
from rapallo.events.risk import at_risk
from rapallo.events.timeline import record_timeline
from rapallo.fit.result import Fit
from rapallo.model.binding import Binding, bind
from rapallo.model.specification import Model
from rapallo.record.clock import to_time
from rapallo.record.tables import Event, Record, unknown
from rapallo.state.arrays import State, copy_state

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

    def to_json(self) -> dict[str, Any]:
        """Return the explanation as plain data."""
        plain = {n: getattr(self, n) for n in ("kind", "a", "b", "intensity", "share", "surprisal", "rank", "of")}
        terms = [
            {"term": c.term, "coefficient": c.coefficient, "from_a": c.from_a, "from_b": c.from_b}
            for c in self.contributions
        ]
        sides = {"side_a": self.side_a, "side_b": self.side_b} if self.consent else {"side_a": self.side_a}
        return {**plain, **sides, "terms": terms}


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

    def to_json(self) -> dict[str, Any]:
        """Return the explanation as plain data."""
        return {
            "event": self.event,
            "title": self.title,
            "date": self.date.isoformat(),
            "fitted_until": self.fitted_until,
            "pairs": [p.to_json() for p in self.pairs],
        }


def explain(record: Record, model: Model, fitted: Fit, event: Event) -> Explanation:
    """Explain a recorded event on the state just before it.

    Raises
    ------
    UsageError
        If the event's kind is not modelled, has no estimate, or none of its pairs is covered.
    """
    kind = record.kinds[record.kind_index[event.kind]]
    if kind.role != "modelled":
        raise UsageError(f"{event.id} is of kind {event.kind}, which the model does not make; nothing to explain.")
    binding, state, X = _just_before(record, model, event)
    pairs = tuple(
        _explain_pair(binding, state, X, fitted, event.kind, a, b) for a, b in event.pairs(consent=kind.consent)
    )
    return Explanation(event.id, event.title, event.date, fitted.until, pairs)


def why_not(record: Record, model: Model, fitted: Fit, kind: str, a: str, b: str, date: dt.date) -> Explanation:
    """Explain why an event of a kind was likely or not between a and b on the morning of `date`.

    Raises
    ------
    UsageError
        If a name does not exist, or the pair is not at risk on that day.
    """
    if kind not in record.kind_index:
        raise UsageError(unknown("kind", kind, list(record.kind_index)))
    record.actor(a), record.actor(b)
    marker = Event("why-not", to_time(date), date, "day", kind, (a,), (b,), f"{kind}: {a}, {b}")
    binding, state, X = _just_before(record, model, marker)
    pair = _explain_pair(binding, state, X, fitted, kind, a, b)
    return Explanation(marker.id, marker.title, date, fitted.until, (pair,))


def _just_before(record: Record, model: Model, event: Event) -> tuple[Binding, State, np.ndarray[Any, Any]]:
    binding = bind(record, model)
    state = copy_state(binding.state)
    timeline = record_timeline(record, until=event.time)
    groups = {e.id: n for n, e in enumerate(record.chronicle())}
    stop = groups.get(event.id)
    same_instant = (timeline.time >= event.time) & (timeline.group >= 0)
    later = same_instant & (timeline.group >= (0 if stop is None else stop))
    last = int(np.argmax(later)) if later.any() else len(timeline.time)
    apply_rows(state, binding.kinds, model.settings, timeline, 0, last)
    actors = len(record.actors)
    X = np.zeros((len(binding.bound.code), actors, actors))
    init(state, binding.bound, X)
    return binding, state, X


def _explain_pair(
    binding: Binding, state: State, X: np.ndarray[Any, Any], fitted: Fit, kind: str, a: str, b: str
) -> PairExplanation:
    record = binding.record
    k = record.kind_index[kind]
    if kind not in fitted.kinds:
        raise UsageError(f"{kind} has no estimate: no event of it was in the window of the fit.")
    consent = bool(binding.kinds.consent[k])
    own = binding.channels.k == k
    pairs = [
        (int(i), int(j))
        for i, j in zip(binding.channels.i[own], binding.channels.j[own], strict=True)
        if at_risk(state, binding.kinds, k, int(i), int(j))
    ]
    i, j = record.index[a], record.index[b]
    wanted = (min(i, j), max(i, j)) if consent else (i, j)
    if wanted not in pairs:
        rule = record.kinds[k].risk
        raise UsageError(
            f"{kind} between {a} and {b} was not at risk: the rule {rule} or the declared coverage excludes it "
            "on that day."
        )
    coefficients = fitted.kinds[kind].coefficients()
    labels = binding.design.labels[kind]
    eta = np.full(len(pairs), coefficients.get("constant", 0.0))
    contributions = []
    for place, label in enumerate(labels):
        theta = coefficients.get(label)
        if theta is None:
            continue
        x = X[binding.design.columns[k, place]]
        forward = np.array([x[p] for p in pairs])
        backward = np.array([x[p[::-1]] for p in pairs]) if consent else np.zeros(len(pairs))
        eta += theta * (forward + backward)
        mean = float((forward + backward).mean()) / (2 if consent else 1)
        from_b = theta * (x[j, i] - mean) if consent else 0.0
        contributions.append(Contribution(label, theta, float(theta * (x[i, j] - mean)), float(from_b)))
    rates = np.exp(eta)
    here = rates[pairs.index(wanted)]
    share = float(here / rates.sum())
    ordered = tuple(sorted(contributions, key=lambda c: -abs(c.total)))
    return PairExplanation(
        kind,
        a,
        b,
        consent,
        float(here),
        share,
        -math.log2(share),
        int((rates > here).sum()) + 1,
        len(pairs),
        ordered,
    )
