"""Rows of the smaller tables of a record, typed and immutable."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rapallo.record.values import UNVERIFIED


@dataclass(frozen=True, slots=True)
class Actor:
    """A state or another type of the vocabulary; exists from `begin` to `end` (None: to the record's end)."""

    id: str
    name: str
    type: str
    begin: dt.date
    end: dt.date | None
    cow_code: int | None = None
    home: str = ""
    capital: str = ""
    latitude: float | None = None
    longitude: float | None = None
    source: str = UNVERIFIED
    note: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """A time in which an actor did not exist, between two existences."""

    id: str
    begin: dt.date
    end: dt.date
    reason: str = ""
    source: str = UNVERIFIED


@dataclass(frozen=True, slots=True)
class Covariate:
    """A value that an actor has from `date` on."""

    actor: str
    name: str
    date: dt.date
    value: float
    unit: str = ""
    source: str = UNVERIFIED
    note: str = ""
    requires: str | None = None
    rule: str | None = None
    hindsight: bool = False


@dataclass(frozen=True, slots=True)
class PairValue:
    """A value that a pair has from `begin` to `end`; without the events named it does not begin, or end."""

    actor_a: str
    actor_b: str
    name: str
    begin: dt.date
    end: dt.date | None
    value: float
    source: str = UNVERIFIED
    note: str = ""
    begun_by: str | None = None
    ended_by: str | None = None
    rule: str | None = None
    hindsight: bool = False


@dataclass(frozen=True, slots=True)
class InitialTie:
    """A tie that is in force at the start of the record or at the birth of an actor."""

    kind: str
    date: dt.date
    side_a: tuple[str, ...]
    side_b: tuple[str, ...]
    note: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """Return the pairs: across the sides, or all of side_a if side_b is empty."""
        if self.side_b:
            return [(a, b) for a in self.side_a for b in self.side_b if a != b]
        return [(a, b) for n, a in enumerate(self.side_a) for b in self.side_a[n + 1 :]]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that was read, or a data set's own identifier."""

    id: str
    title: str
    where: str
    grade: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event: what it needs, opens, closes and signals. Columns are explained in schema.csv."""

    name: str
    role: str
    consent: bool
    sender: str
    receiver: str
    coverage: tuple[str, ...]
    risk: str
    tie: str
    opens: str
    closes: str
    trust: float
    threat: float
    alarm: float
    cameo: str
    plover: str
    goldstein: float
    meaning: str
    consequences: tuple[str, ...] = ()
    term: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure from which the capability index is made; see `rapallo.record.capability`."""

    actor: str
    indicator: str
    year: int
    value: float
    unit: str
    source: str = UNVERIFIED
    note: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """How a kind is coded and how complete it is declared to be."""

    kind: str
    completeness: str
    bounds: str
    rule: str
    example_1: str
    example_2: str
    counter_example: str
    counter_reason: str


@dataclass(frozen=True, slots=True)
class Recheck:
    """A second look at an event drawn at random, in a source other than the row's own."""

    event: str
    source: str
    date_coded: dt.date
    date_found: dt.date | None
    verdict: str
    note: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """The rule by which values of a covariate or of pairs were given where no source gives them."""

    id: str
    value: str
    rule: str
