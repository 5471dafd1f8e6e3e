"""Treaties as objects: what binds whom, since when, until when, and why it ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

# by the codes of `rapallo.state.bonds`
CAUSES = ("in force", "ended by an act", "ended by war", "ended by peace", "ended by the end of a party", "lapsed")


@dataclass(frozen=True)
class Bond:
    """One tie between two actors, made by one treaty or act.

    Attributes
    ----------
    since, until, ended : date or None
        When it began; when its term runs out (None: for good); when it ended (None: in force).
    cause : str
        Why it ended, one of `CAUSES`.
    """

    tie: str
    a: str
    b: str
    since: dt.date
    until: dt.date | None
    ended: dt.date | None
    secret: bool
    cause: str


@dataclass(frozen=True)
class Treaty:
    """What one treaty, guarantee, occupation or act has made.

    Attributes
    ----------
    id : str
        The event that made it; empty for what was in force when the record begins.
    kind : str
        Kind of that event.
    clauses : mapping
        Its attributes: term, secret, trigger, territory, payment ...
    bonds : tuple of Bond
        One for each pair that it binds or bound, accessions included.
    """

    id: str
    kind: str
    title: str
    clauses: Mapping[str, str]
    bonds: tuple[Bond, ...]

    @property
    def parties(self) -> tuple[str, ...]:
        """Who is or was bound by it, in the order of its bonds."""
        return tuple(dict.fromkeys(name for bond in self.bonds for name in (bond.a, bond.b)))

    @property
    def signed(self) -> dt.date:
        """The day of its first bond."""
        return min(bond.since for bond in self.bonds)

    @property
    def ended(self) -> dt.date | None:
        """The day of the end of its last bond; None while any is in force."""
        ends = [bond.ended for bond in self.bonds]
        return None if None in ends else max(end for end in ends if end is not None)

    @property
    def in_force(self) -> bool:
        """Whether any of its bonds is."""
        return self.ended is None
