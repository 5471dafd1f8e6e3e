"""What a record holds, counted: by kind, decade, year and actor; where it is silent; what its rows rest on."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from rapallo.record.rows import Actor
from rapallo.record.tables import Event, Record
from rapallo.record.values import UNVERIFIED


class Sourced(Protocol):
    """A row that names what it rests on."""

    @property
    def source(self) -> str:
        """Id of a source, or `unverified`."""


class KindTally(NamedTuple):
    """One line of the completeness table: `decades` counts events by first year of the decade."""

    kind: str
    completeness: str
    events: int
    verified: int
    decades: dict[int, int]


class Silence(NamedTuple):
    """A sovereign actor that exists and has no event from one day to another."""

    actor: str
    begin: dt.date
    end: dt.date


class Basis(NamedTuple):
    """How many rows of a table name a document or data set."""

    table: str
    rows: int
    verified: int


def decades(record: Record) -> list[int]:
    """Return the first years of the decades that the record touches."""
    return list(range(record.begin.year // 10 * 10, record.end.year + 1, 10))


def by_kind(record: Record) -> list[KindTally]:
    """Return the completeness table, one line per kind in the order of kinds.csv.

    `completeness` is the declaration in coding.csv; empty where the record declares nothing.
    """
    declared = {c.kind: c.completeness for c in record.coding}
    found: dict[str, list[Event]] = {k.name: [] for k in record.kinds}
    for event in record.chronicle():
        found[event.kind].append(event)
    lines = []
    for name, events in found.items():
        when = Counter(e.date.year // 10 * 10 for e in events)
        verified = sum(e.source != UNVERIFIED for e in events)
        spread = {d: when[d] for d in decades(record)}
        lines.append(KindTally(name, declared.get(name, ""), len(events), verified, spread))
    return lines


def by_year(record: Record) -> dict[int, int]:
    """Return the number of events of each year."""
    found = Counter(e.date.year for e in record.chronicle())
    return {year: found[year] for year in range(record.begin.year, record.end.year + 1)}


def by_actor(record: Record) -> dict[str, int]:
    """Return the number of events in which each actor takes part, most first."""
    found = Counter(name for e in record.chronicle() for name in set(e.actors))
    return dict(sorted(((a.id, found[a.id]) for a in record.actors), key=lambda pair: -pair[1]))


def silences(record: Record, years: float = 10.0) -> list[Silence]:
    """Return the spells of `years` or more in which a sovereign actor existed and took part in no event."""
    days: dict[str, list[dt.date]] = {a.id: [] for a in record.actors}
    for event in record.chronicle():
        for name in set(event.actors):
            days[name].append(event.date)
    sovereign = {t.name for t in record.vocabulary.actor_types if t.sovereign}
    found = []
    for actor in record.actors:
        if actor.type not in sovereign:
            continue
        for begin, end in _lives(record, actor):
            marks = [begin, *(d for d in days[actor.id] if begin <= d <= end), end]
            for a, b in itertools.pairwise(marks):
                if (b - a).days >= years * 365.25:
                    found.append(Silence(actor.id, a, b))
    return found


def bases(record: Record) -> list[Basis]:
    """Return for each table with a column source how many of its rows name one."""
    tables: dict[str, Sequence[Sourced]] = {
        "events": record.events,
        "schedule": record.schedule,
        "actors": record.actors,
        "absences": record.absences,
        "covariates": record.covariates,
        "figures": record.figures,
        "pairs": record.pairs,
        "treaties": record.treaties,
        "identities": record.identities,
    }
    return [Basis(n, len(rows), sum(r.source != UNVERIFIED for r in rows)) for n, rows in tables.items() if rows]


def rows_by_source(record: Record) -> Counter[str]:
    """Return the number of events and scheduled events that rest on each source."""
    return Counter(e.source for e in record.chronicle())


def _lives(record: Record, actor: Actor) -> Iterator[tuple[dt.date, dt.date]]:
    begin, last = max(actor.begin, record.begin), actor.end or record.end
    for absence in sorted((x for x in record.absences if x.id == actor.id), key=lambda x: x.begin):
        yield begin, absence.begin
        begin = absence.end
    yield begin, last
