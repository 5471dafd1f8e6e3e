"""From the text of one cell to a value: one parser per type of the schema, each refusal with its repair."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from rapallo.errors import UsageError
from rapallo.record.clock import as_day

# what the source column says where no document was read
UNVERIFIED = "unverified"
CHOICES: Mapping[str, tuple[str, ...]] = {
    "precision": ("day", "month", "year"),
    "truth": ("real", "rumour", "forgery"),
    "role": ("modelled", "given", "noted"),
    "yes_no": ("yes", "no"),
    "completeness": ("complete", "principal", "given"),
    "verdict": ("agrees", "near", "differs", "not_found"),
    "stage": ("offered", "opened", "draft", "initialled", "accepted", "refused", "broken_off", "signed"),
    "negotiation_outcome": ("signed", "accepted", "refused", "broken_off", "unanswered", "overtaken", "lapsed"),
    "ending": ("lapsed", "denounced", "war", "peace", "party_ended", "never_in_force"),
    "grade": ("document", "press", "history", "reference", "mirror"),
}
PARTY_ROLES = ("signatory", "guarantor", "beneficiary", "donor", "recipient", "acceder")
NOT_AVAILABLE = {"na", "n/a", "null", "none", "missing", ".", "-", "?"}
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_NAME = ID.pattern
_DAY = r"\d{4}-\d{2}-\d{2}"


class Attribute(NamedTuple):
    """A clause or circumstance of an event: what its value must match, how to write it, what it means."""

    pattern: str
    written: str
    meaning: str


def _flag(meaning: str) -> Attribute:
    return Attribute("true", "true or drop it", meaning)


def _day(meaning: str) -> Attribute:
    return Attribute(_DAY, "a day as YYYY-MM-DD", meaning)


def _event_id(meaning: str) -> Attribute:
    return Attribute(_NAME, "the id of an event", meaning)


def _several(what: str, meaning: str) -> Attribute:
    return Attribute(rf"{_NAME}(\+{_NAME})*", f"ids of {what} joined by +", meaning)


def _words(meaning: str) -> Attribute:
    return Attribute(r".+", "a few words", meaning)


ATTRIBUTES: Mapping[str, Attribute] = {
    "secret": _flag("Kept from third parties: its tie is hidden from them until `revealed`"),
    "revealed": _day("Day on which a secret came to light"),
    "military": _flag("A military clause, or force was used"),
    "trade": _flag("A clause on trade"),
    "territory": _words("What land it is about"),
    "payment": _words("What is paid"),
    "condition": _words("What must hold for it to bind"),
    "trigger": _words("What set it off, or what sets a duty off"),
    "term": Attribute(
        r"none|\d+(\.\d+)?", "a number of years, or none", "Years for which it was made; none: until somebody ends it"
    ),
    "ratified": Attribute(
        rf"false|{_DAY}",
        "false or a day as YYYY-MM-DD",
        "Day of ratification or of its exchange; false if it never came into force and so opens no tie",
    ),
    "alternative": _day("Another day that authorities give; unverified where the note names none"),
    "accession": _event_id("The treaty of many that is joined"),
    "of": _event_id("The treaty that is prolonged, denounced or lapsed; the proposal that is answered"),
    "votes": Attribute(r"\d+-\d+(-\d+)?", "for-against-abstaining, for example 9-0-1", "Votes cast"),
    "stage": Attribute(
        "armistice|preliminary|peace", "armistice, preliminary or peace", "How far an end of war has gone"
    ),
    "winner": Attribute(rf"none|{_NAME}(\+{_NAME})*", "none, or actors joined by +", "Who prevailed"),
    "outcome": _words("How it ended; an installation that ended in failure makes no client"),
    "topic": _words("What it is about"),
    "all": _flag("The whole of the other actor, which ceases"),
    "requires": _several(
        "events", "Events that this one presupposes: where one of them did not happen it does not happen"
    ),
    "restores": _several("actors", "Actors that exist again from this event on"),
    "initiator": _several("actors", "Who took the initiative, where the order of the sides says nothing"),
    "mediator": _several("actors", "Who mediated, without being a side"),
    "end": _day("Last day of what lasts: talks, a conference, a visit, a blockade, fighting"),
    "time": Attribute(
        r"([01]\d|2[0-3]):[0-5]\d", "an hour as HH:MM", "Hour of the day, in the time of Greenwich; orders the day"
    ),
    "old_style": _day("Day of the Julian calendar that the sources use"),
    "occupation": Attribute("stays", "stays or drop it", "A peace or annexation that leaves the occupation in place"),
}


class BadValueError(ValueError):
    """A cell that cannot be read: what is wrong and how to repair it."""

    def __init__(self, what: str, repair: str) -> None:
        self.what, self.repair = what, repair
        super().__init__(what)


def _date(text: str) -> dt.date:
    try:
        return as_day(text, "date")
    except UsageError:
        raise BadValueError(f"{text!r} is not a date", "Write YYYY-MM-DD") from None


def _number(text: str) -> float:
    _refuse_not_available(text)
    try:
        value = float(text)
    except ValueError:
        raise BadValueError(f"{text!r} is not a number", "Write digits with a point, for example 0.25") from None
    if not math.isfinite(value):
        raise BadValueError(f"{text!r} is not finite", "Write a finite number or leave the cell empty")
    return value


def _refuse_not_available(text: str) -> None:
    if text.lower() in NOT_AVAILABLE:
        raise BadValueError(
            f"{text!r} is no number", "Leave out what is not known: empty the cell, or drop the row if it needs one"
        )


def _integer(text: str) -> int:
    _refuse_not_available(text)
    if not re.fullmatch(r"-?\d+", text):
        raise BadValueError(f"{text!r} is not a whole number", "Write digits only")
    return int(text)


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        raise BadValueError(f"{text!r} is not an id", "Use letters, digits, - and _, no blanks")
    return text


def _names(text: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in text.split(";"))
    if "" in names:
        raise BadValueError(f"{text!r} has an empty name in its list", "Separate names by a single ;")
    doubled = sorted({n for n in names if names.count(n) > 1})
    if doubled:
        raise BadValueError(f"{', '.join(doubled)} stands twice in {text!r}", "Name each once")
    return tuple(_id(name) for name in names)


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in text.split(";"):
        key, equals, value = (p.strip() for p in part.partition("="))
        if not equals or not key or not value:
            raise BadValueError(f"{part.strip()!r} is not key=value", "Write key=value;key=value")
        if key not in ATTRIBUTES:
            raise BadValueError(f"unknown attribute {key!r}", f"Use one of {', '.join(sorted(ATTRIBUTES))}")
        if key in found:
            raise BadValueError(f"attribute {key!r} stands twice", "Give each attribute once")
        attribute = ATTRIBUTES[key]
        if not re.fullmatch(attribute.pattern, value):
            raise BadValueError(f"{key}={value} cannot be read", f"Write {attribute.written}")
        if re.fullmatch(_DAY, value):
            _date(value)
        found[key] = value
    return found


def _parties(text: str) -> tuple[tuple[str, str], ...]:
    """Return (actor, role) for each party, written ACTOR or ACTOR:role; without a role it is a signatory."""
    found = []
    for part in text.split(";"):
        name, colon, role = (p.strip() for p in part.partition(":"))
        if colon and role not in PARTY_ROLES:
            raise BadValueError(
                f"{part.strip()!r} has no known role", f"Write ACTOR:role with {', '.join(PARTY_ROLES)}"
            )
        found.append((name, role or PARTY_ROLES[0]))
    _names(";".join(name for name, _ in found))
    return tuple(found)


def _term(text: str) -> str:
    if not re.fullmatch(ATTRIBUTES["term"].pattern, text):
        raise BadValueError(f"{text!r} is no term", f"Write {ATTRIBUTES['term'].written}")
    return text


_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "text": str,
    "date": _date,
    "number": _number,
    "integer": _integer,
    "attributes": _attributes,
    "parties": _parties,
    "term": _term,
    **dict.fromkeys(("id", "actor", "actor_type", "kind", "tie", "event", "indicator", "source", "treaty"), _id),
    **dict.fromkeys(("actors", "coverage", "consequences", "events"), _names),
}
_EMPTY: Mapping[str, Any] = {
    **dict.fromkeys(("actors", "coverage", "consequences", "events", "parties"), ()),
    **dict.fromkeys(("text", "tie", "term", "treaty", "ending", "grade"), ""),
    "attributes": {},
}


def written(value: Any, type_: str) -> str:  # noqa: ANN401  (the type is chosen by the schema)
    """Return the text of a cell from which `parse` makes the value, in one form for each value."""
    if value is None:
        return ""
    if type_ == "attributes":
        return ";".join(f"{key}={said}" for key, said in value.items())
    if type_ == "parties":
        return ";".join(name if role == PARTY_ROLES[0] else f"{name}:{role}" for name, role in value)
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


@cache
def parse(text: str, type_: str) -> Any:  # noqa: ANN401  (the type is chosen by the schema)
    """Return the value of one stripped cell; an empty cell is the type's empty value. The same cell, the same value.

    Raises
    ------
    BadValueError
        If the text is not of the type.
    """
    if not text:
        return _EMPTY.get(type_)
    if type_ in CHOICES:
        if text not in CHOICES[type_]:
            raise BadValueError(f"{text!r} is not allowed here", f"Use one of {', '.join(CHOICES[type_])}")
        return text
    return _PARSERS[type_](text)
