"""What an event presupposes: where the one did not happen, the other does not happen either."""

from __future__ import annotations

from collections.abc import Iterable

from rapallo.record.tables import Record


def fall_away(record: Record, dropped: Iterable[str]) -> dict[str, str]:
    """Return the events that fall with those dropped: id -> the id of the event for want of which it falls.

    In order of time, so that what falls for want of a fallen one falls too.
    """
    gone = set(dropped)
    fallen: dict[str, str] = {}
    for event in record.chronicle():
        if event.id in gone:
            continue
        missing = next((name for name in event.presupposes if name in gone), None)
        if missing is not None:
            fallen[event.id] = missing
            gone.add(event.id)
    return fallen
