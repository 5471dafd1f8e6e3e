"""How well an event is founded, by a stated rule."""

from __future__ import annotations

from collections.abc import Mapping

from rapallo.record.tables import Event, Record
from rapallo.record.values import UNVERIFIED


def confidence(record: Record) -> Mapping[str, str]:
    """Return high, medium or low for each event by its id.

    high: the source is a document, or a second look in another source found the same day; and the day is known.
    low: no source was read, or only the month or the year is known.
    medium: the others, a source that is no document.
    """
    documents = {source.id for source in record.sources if source.grade == "document"}
    agreed = {r.event for r in record.rechecks if r.verdict == "agrees"}

    def of(event: Event) -> str:
        if event.source == UNVERIFIED or event.date_precision != "day":
            return "low"
        return "high" if event.source in documents or event.id in agreed else "medium"

    return {event.id: of(event) for event in record.chronicle()}
