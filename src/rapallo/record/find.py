"""Find actors, kinds and events by the names that people use: aliases, partial names, no accents."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence

from rapallo.errors import UsageError
from rapallo.record.rows import Actor, Kind
from rapallo.record.tables import Event, Record, unknown


def fold(text: str) -> str:
    """Return text as it is compared: without case and accents, ß as ss, blanks for _ and runs of blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("_", " "))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def names(record: Record) -> Mapping[str, str]:
    """Return actors and kinds by the folded names under which they are known: name, parts of it, id, alias."""
    found: dict[str, str] = {}
    for actor in record.actors:
        for part in actor.name.split(" / "):
            found.setdefault(fold(part), actor.id)
        found.setdefault(fold(actor.name), actor.id)
    found |= {fold(kind.name): kind.name for kind in record.kinds}
    found |= {fold(alias): target for alias, target in record.vocabulary.aliases.items()}
    return found | {fold(name): name for name in record.index}


def actor_named(record: Record, text: str) -> Actor:
    """Return an actor by id, name or alias.

    Raises
    ------
    UsageError
        If there is none; the message offers near matches.
    """
    target = text if text in record.index else names(record).get(fold(text), text)
    if target not in record.index:
        raise UsageError(unknown("actor", text, [*record.index, *(a.name for a in record.actors)]))
    return record.actors[record.index[target]]


def kind_named(record: Record, text: str) -> Kind:
    """Return a kind by name or alias.

    Raises
    ------
    UsageError
        If there is none; the message offers near matches.
    """
    target = text if text in record.kind_index else names(record).get(fold(text), text)
    if target not in record.kind_index:
        raise UsageError(unknown("kind", text, list(record.kind_index)))
    return record.kinds[record.kind_index[target]]


def find_events(
    record: Record,
    text: str = "",
    *,
    actor: str | None = None,
    kind: str | None = None,
    first: dt.date = dt.date.min,
    last: dt.date = dt.date.max,
) -> list[Event]:
    """Return the events of a span that fit all that is asked, in order of time.

    Parameters
    ----------
    text
        Words that all stand in the id, title, attributes or note, or name an actor or the kind. A name of several
        words is one.
    actor, kind
        Id, name or alias.

    Raises
    ------
    UsageError
        If there is no such actor or kind, or the span ends before it begins.
    """
    if last < first:
        raise UsageError(f"The time from {first} to {last} ends before it begins. Exchange the two dates.")
    who = None if actor is None else actor_named(record, actor).id
    what = None if kind is None else kind_named(record, kind).name
    known = names(record)
    phrases = _phrases(fold(text).split(), known)
    return [
        event
        for event in record.chronicle()
        if first <= event.date <= last
        and what in (None, event.kind)
        and (who is None or who in event.actors)
        and _holds(event, phrases, known)
    ]


def _phrases(words: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """Return words, those that are together one name as one: the longest first, from the left."""
    found: list[str] = []
    at = 0
    while at < len(words):
        end = next((e for e in range(len(words), at + 1, -1) if " ".join(words[at:e]) in known), at + 1)
        found.append(" ".join(words[at:end]))
        at = end
    return found


def _holds(event: Event, phrases: Sequence[str], known: Mapping[str, str]) -> bool:
    if not phrases:
        return True
    clauses = " ".join(f"{key}={value}" for key, value in event.attributes.items())
    text = fold(f"{event.id} {event.title} {clauses} {event.note}")
    parties = (*event.actors, event.kind)
    return all(phrase in text or known.get(phrase) in parties for phrase in phrases)
