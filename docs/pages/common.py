"""What the generated pages share."""

from __future__ import annotations

import csv
from pathlib import Path

from rapallo.record.tables import Event

DOCS = Path(__file__).parents[1]
VERIFICATION = DOCS.parent / "verification"
NOTE = "<!-- made by docs/generate.py; do not edit -->\n\n"


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cited(event: Event) -> str:
    """Return an event as day, title and id."""
    return f"{event.date} {event.title} (`{event.id}`)"
