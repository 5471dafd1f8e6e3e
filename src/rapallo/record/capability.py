"""The capability index: each state's share of the system's means, made from published figures.

For an indicator k with figures x of the states G that have any, the share of i in G is

    s_k(i) = B_k * x(i) / sum of x over G,   B_k = sum over G of b,

where b is a state's mean share, weighted by w, in the indicators that are given for every state: an indicator known
for the great powers only divides among them what they hold together by these. The index is the sum of w_k s_k(i)
over the indicators, where a state without a figure takes its own b, divided by the sum over the states. The weights w
are those that the vocabulary declares. In the shipped record they are the project's own: population counts little, so
that unarmed numbers do not pass for power.

The value of 1 January of a year uses the figures of the year before. Between two listed years a figure is on the
straight line between them and outside them it is the nearest one; a value for which any figure was so made is
marked `interpolated`.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping

from rapallo.errors import Problem, RecordError
from rapallo.record.rows import Actor, Covariate, Figure
from rapallo.record.tables import Record

Series = Mapping[str, Mapping[str, list[tuple[int, float]]]]


def series(figures: tuple[Figure, ...]) -> Series:
    """Return the listed (year, value) points by indicator and actor, in order of year."""
    found: dict[str, dict[str, list[tuple[int, float]]]] = {}
    for figure in sorted(figures, key=lambda f: f.year):
        found.setdefault(figure.indicator, {}).setdefault(figure.actor, []).append((figure.year, figure.value))
    return found


def value_in(points: list[tuple[int, float]], year: int) -> tuple[float, bool]:
    """Return the figure of a year and whether it is listed for that year."""
    place = bisect_left(points, (year, float("-inf")))
    if place < len(points) and points[place][0] == year:
        return points[place][1], True
    if place == 0 or place == len(points):
        return points[min(place, len(points) - 1)][1], False
    (y0, v0), (y1, v1) = points[place - 1], points[place]
    return v0 + (v1 - v0) * (year - y0) / (y1 - y0), False


def index(weights: Mapping[str, float], figures: Series, states: list[str], year: int) -> dict[str, tuple[float, bool]]:
    """Return the share of each state by the figures of a year, and whether all of these are listed.

    The shares sum to one.

    Raises
    ------
    RecordError
        If no indicator is given for every state.
    """
    shares: dict[str, dict[str, float]] = {}
    listed = dict.fromkeys(states, True)
    for name in weights:
        points = figures.get(name, {})
        known = {s: value_in(points[s], year) for s in states if s in points}
        total = sum(v for v, _ in known.values())
        shares[name] = {s: v / total for s, (v, _) in known.items()} if total > 0 else {}
        for s, (_, exact) in known.items():
            listed[s] &= exact
    base = [name for name in weights if len(shares[name]) == len(states)]
    if not base:
        what = f"no indicator is given for every one of {', '.join(states)} (year {year})"
        raise RecordError([Problem("figures.csv", 0, "indicator", what, "Give one indicator for all of them")])
    means = {s: sum(weights[name] * shares[name][s] for name in base) for s in states}
    whole = sum(means.values())
    held = {s: mean / whole for s, mean in means.items()}
    summed = dict.fromkeys(states, 0.0)
    for name, weight in weights.items():
        together = sum(held[s] for s in shares[name])
        for s in states:
            summed[s] += weight * (together * shares[name][s] if s in shares[name] else held[s])
    total = sum(summed.values())
    return {s: (v / total, listed[s]) for s, v in summed.items()}


def capability(record: Record) -> list[Covariate]:
    """Return the capability rows of a record: at its beginning, on each 1 January, and at the birth of each state.

    A state born within a year has from its birth the value of the next 1 January, or, if it ends before, the value
    it would have had then.
    """
    weights = record.vocabulary.indicators
    sovereign = {t.name for t in record.vocabulary.actor_types if t.sovereign}
    states = [a for a in record.actors if a.type in sovereign]
    points = series(record.figures)
    sources = _sources(record.figures)
    days = [record.begin, *(dt.date(y, 1, 1) for y in range(record.begin.year + 2, record.end.year + 1))]
    rows: list[Covariate] = []
    for n, day in enumerate(days):
        year = day.year - (1 if n else 0)
        before = days[n - 1] if n else day
        following = days[n + 1] if n + 1 < len(days) else record.end
        alive = [a for a in states if _alive(record, a, day)]
        values = index(weights, points, [a.id for a in alive], year)
        for a in alive:
            share, exact = values[a.id]
            rows.append(_row(a.id, day, share, exact, sources))
            if n and before < a.begin < day:
                rows.append(_row(a.id, a.begin, share, False, sources, "carried back to the birth"))
        brief = [a for a in states if day < a.begin and a.end is not None and a.end < following]
        late = [a for a in states if n + 1 == len(days) and day < a.begin]
        for a in [*brief, *late]:
            share, _ = index(weights, points, [*(b.id for b in alive), a.id], a.begin.year)[a.id]
            rows.append(_row(a.id, a.begin, share, False, sources))
    return sorted(rows, key=lambda r: (r.actor, r.date))


def _alive(record: Record, actor: Actor, day: dt.date) -> bool:
    away = any(x.id == actor.id and x.begin <= day < x.end for x in record.absences)
    return actor.begin <= day <= (actor.end or dt.date.max) and not away


def _sources(figures: tuple[Figure, ...]) -> Mapping[str, str]:
    """Return the source of each state's GDP figures, which its rows name."""
    return {f.actor: f.source for f in figures if f.indicator == "gdp"}


def _row(actor: str, day: dt.date, share: float, exact: bool, sources: Mapping[str, str], more: str = "") -> Covariate:
    source = sources.get(actor, "unverified")
    notes = [more, "" if exact else "interpolated", "source for GDP only" if source != "unverified" else ""]
    note = "; ".join(n for n in notes if n)
    return Covariate(actor, "capability", day, round(share, 5), "share", source, note)
