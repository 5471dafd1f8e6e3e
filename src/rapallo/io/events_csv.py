"""Events as flat CSV: one row per event, sides separated by `;`."""

from __future__ import annotations

import csv
import io

from rapallo.record.tables import Event, Record

COLUMNS = (
    "id",
    "date",
    "date_precision",
    "kind",
    "side_a",
    "side_b",
    "title",
    "source",
    "truth",
    "attributes",
    "claims",
    "note",
    "given",
)


def event_cells(event: Event, *, given: bool) -> dict[str, str]:
    """Return one event as the cells of its row."""
    return {
        "id": event.id,
        "date": event.date.isoformat(),
        "date_precision": event.date_precision,
        "kind": event.kind,
        "side_a": ";".join(event.side_a),
        "side_b": ";".join(event.side_b),
        "title": event.title,
        "source": event.source,
        "truth": event.truth,
        "attributes": ";".join(f"{k}={v}" for k, v in event.attributes.items()),
        "claims": ";".join(event.claims),
        "note": event.note,
        "given": "yes" if given else "no",
    }


def rows(record: Record) -> list[dict[str, str]]:
    """Return every event and scheduled event, in order of time."""
    given = {e.id for e in record.schedule}
    return [event_cells(e, given=e.id in given) for e in record.chronicle()]


def to_csv(record: Record) -> str:
    """Return the events as the text of a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(record))
    return out.getvalue()
