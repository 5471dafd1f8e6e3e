"""Events as flat CSV: the columns of events.csv, sides separated by `;`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from rapallo.record.schema import schema
from rapallo.record.tables import Event
from rapallo.record.values import written


def event_cells(event: Event) -> dict[str, str]:
    """Return one event as the cells of its row; what its treaty says stands among the attributes."""
    types = {column.name: column.type for column in schema()["events"]}
    cells = {name: written(getattr(event, name), type_) for name, type_ in types.items() if name != "treaty"}
    return {**cells, "treaty": ""}


def write_events(events: Iterable[Event], out: TextIO) -> None:
    """Write events as a CSV file that can stand in a record as events.csv."""
    writer = csv.DictWriter(out, [column.name for column in schema()["events"]], lineterminator="\n")
    writer.writeheader()
    writer.writerows(event_cells(event) for event in events)
