"""Rows of the tables that tie events together: negotiations with their stages, and treaties with their clauses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rapallo.record.values import UNVERIFIED

# stages before an outcome, in the order in which talks go through them
EARLIER = ("offered", "opened", "draft", "initialled", "accepted", "refused", "broken_off")
SIGNED = "signed"
# outcomes of talks that led to nothing
FAILED = ("refused", "broken_off", "unanswered", "lapsed")


@dataclass(frozen=True, slots=True)
class Negotiation:
    """One matter between certain parties, from the first offer to its outcome.

    Attributes
    ----------
    subject
        One of the subjects that the vocabulary declares.
    outcome
        signed, accepted, refused, broken_off, unanswered, overtaken or lapsed.
    end
        The day of the outcome, or the last on which it was alive.
    source
        What the outcome rests on where no event of the record carries it; empty otherwise.
    """

    id: str
    subject: str
    parties: tuple[str, ...]
    title: str
    outcome: str
    end: dt.date
    source: str = ""
    note: str = ""

    @property
    def failed(self) -> bool:
        """Whether nothing came of it; False too where another event made it moot."""
        return self.outcome in FAILED


@dataclass(frozen=True, slots=True)
class Stage:
    """An event as a stage of a negotiation: one of `EARLIER`, or signed."""

    negotiation: str
    event: str
    stage: str


class Party(NamedTuple):
    """Who is bound by a treaty, and as what: signatory, guarantor, beneficiary, donor, recipient or acceder."""

    actor: str
    role: str


@dataclass(frozen=True, slots=True)
class TreatyRow:
    """One treaty: who, what, since when and until when. Its id is that of the event of its signature.

    Attributes
    ----------
    term
        Years for which it was made, `none` for until somebody ends it, empty where it names none that is known.
    clauses
        What it says, by type: territory, payment, military, trade, condition, trigger.
    prolonged_by, ended_by
        Events.
    ended
        Last day on which it bound any of its parties.
    ending
        How: lapsed, denounced, war, peace, party_ended or never_in_force; empty while in force, or not known.
    """

    id: str
    title: str
    kind: str
    parties: tuple[Party, ...]
    signed: dt.date
    ratified: dt.date | None = None
    in_force: dt.date | None = None
    term: str = ""
    secret: bool = False
    revealed: dt.date | None = None
    clauses: Mapping[str, str] = field(default_factory=dict)
    prolonged_by: tuple[str, ...] = ()
    ended: dt.date | None = None
    ended_by: str | None = None
    ending: str = ""
    source: str = UNVERIFIED
    note: str = ""

    def written(self) -> dict[str, str]:
        """Return what it says as the attributes of the event of its signature."""
        found = dict(self.clauses)
        if self.term:
            found["term"] = self.term
        if self.secret:
            found["secret"] = "true"
        if self.revealed is not None:
            found["revealed"] = self.revealed.isoformat()
        if self.ending == "never_in_force":
            found["ratified"] = "false"
        elif self.ratified is not None:
            found["ratified"] = self.ratified.isoformat()
        return found


@dataclass(frozen=True, slots=True)
class Identity:
    """The number under which another data set or register knows a row."""

    table: str
    id: str
    scheme: str
    number: str
    source: str = UNVERIFIED
    note: str = ""
