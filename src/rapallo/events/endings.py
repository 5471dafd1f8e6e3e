"""When and how each treaty of a record ended, as the replay has it, and where treaties.csv says otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rapallo.errors import Problem
from rapallo.events.history import History
from rapallo.record.diplomacy import TreatyRow
from rapallo.record.tables import Event, Record
from rapallo.state.treaties import CAUSES

# how treaties.csv says what ended a bond, in the order of `CAUSES`
ENDINGS = ("", "denounced", "war", "peace", "party_ended", "lapsed")


class Ending(NamedTuple):
    """How a treaty ended: the day, the way and the event; empty while it is in force."""

    ended: dt.date | None
    ending: str
    ended_by: str | None


def endings(history: History) -> Mapping[str, Ending]:
    """Return the end of each treaty of treaties.csv by its id.

    A treaty that makes ties ends with the last of them, in the way of that one. One that makes none ends with the event
    that points to it and ends treaties (a lapse or a denunciation), if there is one.
    """
    record = history.record
    made = {treaty.id: treaty for treaty in history.treaties(history.last, ended=True)}
    closing = _closing(record)
    ends: dict[str, list[Event]] = {}
    for event in record.chronicle():
        if event.treaty and event.treaty != event.id and event.kind in closing:
            ends.setdefault(event.treaty, []).append(event)
    found = {}
    for row in record.treaties:
        last = ends[row.id][-1] if row.id in ends else None
        treaty = made.get(row.id)
        if row.ending == "never_in_force":
            found[row.id] = Ending(None, row.ending, None)
        elif treaty is None:
            way = "" if last is None else _way(history, last)
            found[row.id] = Ending(None if last is None else last.date, way, None if last is None else last.id)
        elif treaty.ended is None:
            found[row.id] = Ending(None, "", None)
        else:
            cause = next(bond.cause for bond in reversed(treaty.bonds) if bond.ended == treaty.ended)
            by = last.id if last is not None and last.date == treaty.ended else None
            way = "lapsed" if by is not None and _way(history, last) == "lapsed" else ENDINGS[CAUSES.index(cause)]
            found[row.id] = Ending(treaty.ended, way, by or _ender(history, row, treaty.ended, way))
    return found


def _closing(record: Record) -> set[str]:
    """Return the kinds that end pacts: denunciations and lapses."""
    return {kind.name for kind in record.kinds if kind.closes == "pact" or "lapse" in kind.consequences}


def _way(history: History, event: Event | None) -> str:
    """Return how an event that points to a treaty ends it."""
    if event is None:
        return ""
    kind = history.record.kinds[history.record.kind_index[event.kind]]
    return "lapsed" if "lapse" in kind.consequences else "denounced"


def _ender(history: History, row: TreatyRow, day: dt.date, way: str) -> str | None:
    """Return the event of the day that set two parties at war, or ended every pact between two of them."""
    if way not in ("war", "denounced", "lapsed"):
        return None
    record, parties = history.record, {party.actor for party in row.parties}
    ending = _closing(record) if way != "war" else {k.name for k in record.kinds if "war" in k.consequences}
    events = (e for e in record.chronicle() if e.date == day and e.kind in ending and not e.treaty)
    return next((e.id for e in events if any(parties.issuperset(pair) for pair in e.pairs(consent=True))), None)


def disagreements(history: History) -> Iterator[Problem]:
    """Yield where treaties.csv does not say of an end what the replay has."""
    found = endings(history)
    for line, row in enumerate(history.record.treaties, start=2):
        right = found[row.id]
        said = Ending(row.ended, row.ending, row.ended_by)
        for column, a, b in zip(Ending._fields, said, right, strict=True):
            if a != b:
                what = f"{row.id}: {a or 'nothing'}, but by the replay {b or 'nothing'}"
                yield Problem("treaties.csv", line, column, what, f"Write {b or 'nothing'}, or mend the events")
