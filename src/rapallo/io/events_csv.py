"""Events as flat CSV: the columns of events.csv, sides separated by `;`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from rapallo.record.schema import schema
from rapallo.record.tables import Event


def event_cells(event: Event) -> dict[str, str]:
    """Return one event as the cells of its row."""
    return {
        "id": event.id,
        "date": event.date.isoformat(),
        "date_precision": event.date_precision,
        "kind": event.kind,
        "side_a": ";".join(event.side_a),
        "side_b": ";".join(event.side_b),
        "title": event.title,
        "attributes": ";".join(f"{k}={v}" for k, v in event.attributes.items()),
        "truth": event.truth,
        "source": event.source,
        "claims": ";".join(event.claims),
        "note": event.note,
    }


def write_events(events: Iterable[Event], out: TextIO) -> None:
    """Write events as a CSV file that can stand in a record as events.csv."""
    writer = csv.DictWriter(out, [column.name for column in schema()["events"]], lineterminator="\n")
    writer.writeheader()
    writer.writerows(event_cells(event) for event in events)
