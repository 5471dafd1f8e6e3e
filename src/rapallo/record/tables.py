"""The tables of a record as typed, immutable rows."""

from __future__ import annotations

import datetime as dt
import html
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapallo.errors import Problem, UsageError
from rapallo.record.diplomacy import Identity, Negotiation, Stage, TreatyRow
from rapallo.record.files import Override
from rapallo.record.rows import (
    Absence,
    Actor,
    Coding,
    Covariate,
    Figure,
    InitialTie,
    Judgement,
    Kind,
    PairValue,
    Recheck,
    Source,
)
from rapallo.record.values import UNVERIFIED
from rapallo.vocabulary.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is claimed to have happened.

    `time` is the position in model time (years); for a dated record it follows from `date`. `treaty` is the treaty that
    it signs, joins, prolongs or ends; `attributes` hold what that treaty says as well.
    """

    id: str
    time: float
    date: dt.date
    date_precision: str
    kind: str
    side_a: tuple[str, ...]
    side_b: tuple[str, ...]
    title: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    treaty: str = ""
    truth: str = "real"
    source: str = UNVERIFIED
    page: str = ""
    claims: tuple[str, ...] = ()
    note: str = ""

    @property
    def actors(self) -> tuple[str, ...]:
        """Both sides together."""
        return self.side_a + self.side_b

    @property
    def presupposes(self) -> tuple[str, ...]:
        """Ids of the events without which this one makes no sense.

        Those of its attribute `requires`, the treaty that it joins (`accession`), and what it ends, prolongs or
        answers (`of`).
        """
        if not self.attributes:
            return ()
        named = [*self.attributes.get("requires", "").split("+")]
        named += [self.attributes.get("accession", ""), self.attributes.get("of", "")]
        return tuple(dict.fromkeys(name for name in named if name))

    def pairs(self, *, consent: bool) -> list[tuple[str, str]]:
        """Return the pairs that the event joins: across the sides, or all of side_a if side_b is empty."""
        if self.side_b:
            return [(a, b) for a in self.side_a for b in self.side_b if a != b]
        if not consent:
            return []
        return [(a, b) for n, a in enumerate(self.side_a) for b in self.side_a[n + 1 :]]

    def weight(self, *, consent: bool) -> float:
        """Return the weight of each pair in the likelihood.

        With n parties and m pairs it is (n - 1) / m: 2 / n for a treaty among all, 1 for one sender and
        many receivers. An accession counts as one joining for each joiner, however many members receive it.
        """
        pairs = self.pairs(consent=consent)
        if not pairs:
            return 0.0
        joinings = len(self.side_a) if "accession" in self.attributes else len(set(self.actors)) - 1
        return joinings / len(pairs)


@dataclass(frozen=True, repr=False)
class Record:
    """What is claimed to have happened: all tables, in order of time.

    Attributes
    ----------
    begin, end
        First and last day covered.
    vocabulary
        What the tables speak of: the declared words, then those that they hold besides.
    warnings
        What breaks no rule and is yet likely to be a mistake.
    complete_until
        Day up to which its kinds are coded as declared; None: to the end.
    version, licence
        Of the release.
    overrides
        In what it differs from the record over which it is laid.
    ticks
        Whether memory and belief are aged on the first of each month; False for records in continuous time.
    """

    name: str
    begin: dt.date
    end: dt.date
    vocabulary: Vocabulary
    actors: tuple[Actor, ...]
    kinds: tuple[Kind, ...]
    events: tuple[Event, ...]
    schedule: tuple[Event, ...] = ()
    covariates: tuple[Covariate, ...] = ()
    pairs: tuple[PairValue, ...] = ()
    ties: tuple[InitialTie, ...] = ()
    absences: tuple[Absence, ...] = ()
    sources: tuple[Source, ...] = ()
    figures: tuple[Figure, ...] = ()
    coding: tuple[Coding, ...] = ()
    rechecks: tuple[Recheck, ...] = ()
    negotiations: tuple[Negotiation, ...] = ()
    stages: tuple[Stage, ...] = ()
    treaties: tuple[TreatyRow, ...] = ()
    identities: tuple[Identity, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    title: str = ""
    complete_until: dt.date | None = None
    version: str = ""
    licence: str = ""
    overrides: tuple[Override, ...] = ()
    ticks: bool = True
    digest: str = ""
    warnings: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        """Return name, span and counts in one line."""
        counts = ", ".join(f"{n:,} {what}" for what, n in self._counts().items())
        return f"<Record {self.name}, {self.begin} to {self.end}: {counts}>"

    def _repr_html_(self) -> str:
        """Return the counts as a table, for notebooks."""
        rows = "".join(f"<tr><td>{what}</td><td>{n:,}</td></tr>" for what, n in self._counts().items())
        title = html.escape(self.title or self.name)
        return f"<table><caption>{title}, {self.begin} to {self.end}</caption>{rows}</table>"

    def _counts(self) -> dict[str, int]:
        tables = (self.actors, self.kinds, self.events, self.schedule, self.covariates, self.pairs, self.sources)
        names = ("actors", "kinds", "events", "scheduled events", "covariate values", "pair values", "sources")
        return {name: len(table) for name, table in zip(names, tables, strict=True) if table}

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each actor: by type in the order of the vocabulary, then in file order."""
        return {actor.id: n for n, actor in enumerate(self.actors)}

    @cached_property
    def kind_index(self) -> dict[str, int]:
        """Position of each kind."""
        return {kind.name: n for n, kind in enumerate(self.kinds)}

    @cached_property
    def by_id(self) -> dict[str, Event]:
        """Events and scheduled events by id."""
        return {e.id: e for e in (*self.events, *self.schedule)}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Place of each event in the chronicle, by id."""
        return {event.id: n for n, event in enumerate(self.chronicle())}

    @cached_property
    def lets_lapse(self) -> bool:
        """Whether some kind has the consequence `lapse`: only then does anything end with its term."""
        return any("lapse" in kind.consequences for kind in self.kinds)

    @cached_property
    def endings(self) -> dict[str, list[Event]]:
        """The events that end a treaty or act by name, by its id."""
        closing = {kind.name for kind in self.kinds if kind.closes}
        found: dict[str, list[Event]] = {}
        for event in self.chronicle():
            if event.kind in closing and "of" in event.attributes:
                found.setdefault(event.attributes["of"], []).append(event)
        return found

    def chronicle(self) -> Iterator[Event]:
        """Yield events and scheduled events together, in order of time.

        On one day the scheduled ones go first, each table in the order of its file; but those of which the hour is
        known stand among one another in its order, and an event follows those of the day that it presupposes.
        """
        yield from self._ordered

    @cached_property
    def _ordered(self) -> tuple[Event, ...]:
        given = [(e.time, 0, n, e) for n, e in enumerate(self.schedule)]
        happened = [(e.time, 1, n, e) for n, e in enumerate(self.events)]
        found: list[Event] = []
        for _, rows in itertools.groupby(sorted(given + happened, key=lambda row: row[:3]), key=lambda row: row[0]):
            waiting = {event.id: event for event in by_the_hour([event for *_, event in rows])}
            while waiting:
                # the first that waits for no other of the day; in a circle, the first
                ready = (e for e in waiting.values() if not any(name in waiting for name in e.presupposes))
                event = next(ready, next(iter(waiting.values())))
                found.append(waiting.pop(event.id))
        return tuple(found)

    def actor(self, name: str) -> Actor:
        """Return an actor by id.

        Raises
        ------
        UsageError
            If there is none; the message offers near matches.
        """
        if name not in self.index:
            raise UsageError(unknown("actor", name, list(self.index)))
        return self.actors[self.index[name]]

    def event(self, name: str) -> Event:
        """Return an event or scheduled event by id; UsageError if there is none."""
        if name not in self.by_id:
            raise UsageError(unknown("event", name, list(self.by_id)))
        return self.by_id[name]


def by_the_hour(events: Sequence[Event]) -> list[Event]:
    """Return the events of a day, those with an attribute `time` in its order at the places that they hold together."""
    timed = iter(sorted((e for e in events if "time" in e.attributes), key=lambda e: e.attributes["time"]))
    return [next(timed) if "time" in e.attributes else e for e in events]


def unknown(what: str, name: str, known: list[str]) -> str:
    """Return the message for a name that does not exist, with the nearest that do."""
    import difflib

    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if not near:
        lower = {k.lower(): k for k in known}
        near = [lower[m] for m in difflib.get_close_matches(name.lower(), list(lower), n=3, cutoff=0.5)]
    hint = f"Did you mean {', '.join(near)}?" if near else f"Known: {', '.join(sorted(known)[:12])} ..."
    return f"There is no {what} {name!r}. {hint}"
