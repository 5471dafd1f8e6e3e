"""The capability index: each state's share of the system's means, made from published figures.

With x_k(i) the figure of state i for indicator k, the index of i among the states that exist is

    c(i) = sum over k of w_k x_k(i) / X_k  /  sum over k of w_k,   X_k = sum over the states of x_k

The weights w are those that the vocabulary declares; in the shipped record they are equal, so that nothing is left to
choice (the Composite Index of National Capability, with product in the place of city population). Every state has a
figure for every indicator: where none is published, one is made by a rule that its note names.

The value of 1 January of a year uses the figures of the year before. Between two listed years a figure is on the
straight line between them and outside them it is the nearest one; a value for which any figure was so made is
marked `interpolated`.

Shares sum to one on each 1 January. A state born within a year has from its birth the share of the next 1 January.
Where such births, ends, absences or returns move more than `MOVED` of the whole, the shares of all others are scaled by
one factor on that day, so that they go on to sum to one. An end by annexation needs no scaling: the annexer takes
the share over.

Reference: Singer, Bremer and Stuckey (1972), Capability distribution, uncertainty, and major power war, in Russett
(ed.), Peace, War, and Numbers.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping

from rapallo.errors import Problem, RecordError
from rapallo.record.rows import Actor, Covariate, Figure
from rapallo.record.tables import Record

Series = Mapping[str, Mapping[str, list[tuple[int, float]]]]
# how much of the whole must come or go on a day for the others to be scaled
MOVED = 0.005


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
        If a state has no figure for an indicator.
    """
    shares = dict.fromkeys(states, 0.0)
    listed = dict.fromkeys(states, True)
    for name, weight in weights.items():
        points = figures.get(name, {})
        missing = [s for s in states if s not in points]
        if missing:
            what = f"no {name} is given for {', '.join(missing)} (year {year})"
            raise RecordError([Problem("figures.csv", 0, "indicator", what, "Give every state each indicator once")])
        known = {s: value_in(points[s], year) for s in states}
        total = sum(v for v, _ in known.values())
        for s, (value, exact) in known.items():
            shares[s] += weight * (value / total if total > 0 else 1 / len(states))
            listed[s] &= exact
    whole = sum(weights.values())
    return {s: (share / whole, listed[s]) for s, share in shares.items()}


def capability(record: Record) -> list[Covariate]:
    """Return the capability rows of a record, in order of actor and day.

    A row for every state at the beginning and on each 1 January, one at the birth or return of a state, and one for
    every state on a day on which births and ends move more than `MOVED`.
    """
    weights, points, sources = record.vocabulary.indicators, series(record.figures), _sources(record.figures)
    sovereign = {t.name for t in record.vocabulary.actor_types if t.sovereign}
    states = [a for a in record.actors if a.type in sovereign]
    annexed = _annexed(record)
    now: dict[str, float] = {}
    rows: list[Covariate] = []
    for day in _days(record, states):
        alive = [a.id for a in states if _alive(record, a, day)]
        if day == record.begin or (day.month, day.day) == (1, 1):
            values = index(weights, points, alive, day.year - (day != record.begin))
            now = {s: share for s, (share, _) in values.items()}
            rows += [_row(s, day, share, exact, sources) for s, (share, exact) in values.items()]
            continue
        new = [s for s in alive if s not in now]
        after = [a.id for a in states if _alive(record, a, dt.date(day.year + 1, 1, 1))]
        # a state that ends within the year has the share that it would have had
        coming = index(weights, points, list(dict.fromkeys([*after, *new])), day.year)
        given = {s: coming[s][0] for s in new}
        lost = sum(share for s, share in now.items() if s not in alive and (s, day) not in annexed)
        for s in [s for s in now if s not in alive]:
            if (s, day) in annexed:
                now[annexed[s, day]] = now.get(annexed[s, day], 0.0) + now[s]
            del now[s]
        if lost + sum(given.values()) > MOVED:
            factor = (1 - sum(given.values())) / sum(now.values())
            now = {s: share * factor for s, share in now.items()}
            rows += [_row(s, day, share, False, sources, "scaled") for s, share in now.items()]
        rows += [_row(s, day, share, False, sources, "share of the next 1 January") for s, share in given.items()]
        now |= given
    return sorted(rows, key=lambda r: (r.actor, r.date))


def _days(record: Record, states: list[Actor]) -> list[dt.date]:
    """Return the days on which rows may be given: each 1 January from the second on, births, ends and returns."""
    days = {record.begin, *(dt.date(y, 1, 1) for y in range(record.begin.year + 2, record.end.year + 1))}
    ids = {a.id for a in states}
    for a in states:
        days |= {a.begin} | ({a.end + dt.timedelta(days=1)} if a.end else set())
    for gap in record.absences:
        if gap.id in ids:
            days |= {gap.begin, gap.end}
    return sorted(d for d in days if record.begin <= d <= record.end)


def _annexed(record: Record) -> dict[tuple[str, dt.date], str]:
    """Return who took the whole of a state over, by the state and the day after its end."""
    kinds = {kind.name for kind in record.kinds if "annexation" in kind.consequences}
    lives = {a.id: a.end for a in record.actors} | {gap.id: gap.begin for gap in record.absences}
    gone = {gap.id for gap in record.absences}
    found = {}
    for event in record.chronicle():
        if event.kind in kinds and event.attributes.get("all") == "true":
            for name in event.side_b:
                end = lives.get(name)
                if end is not None:
                    found[name, end if name in gone else end + dt.timedelta(days=1)] = event.side_a[0]
    return found


def _alive(record: Record, actor: Actor, day: dt.date) -> bool:
    away = any(x.id == actor.id and x.begin <= day < x.end for x in record.absences)
    return actor.begin <= day <= (actor.end or dt.date.max) and not away


def _sources(figures: tuple[Figure, ...]) -> Mapping[str, str]:
    """Return the source of each state's GDP figures, which its rows name."""
    return {f.actor: f.source for f in figures if f.indicator == "gdp"}


def _row(actor: str, day: dt.date, share: float, exact: bool, sources: Mapping[str, str], more: str = "") -> Covariate:
    source = sources.get(actor, "unverified")
    notes = [more, "" if exact or more else "interpolated", "source for GDP only" if source != "unverified" else ""]
    note = "; ".join(n for n in notes if n)
    return Covariate(actor, "capability", day, round(share, 5), "share", source, note)
