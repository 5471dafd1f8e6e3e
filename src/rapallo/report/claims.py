"""A claim of the narrative as plain data, with the rows on which it rests."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapallo.ledger.claims import Claim
    from rapallo.record.tables import Record


def claim_data(claim: Claim, record: Record) -> dict[str, Any]:
    """Return all that is said of a claim, and of each row its id, date, kind and title."""
    rows = [{"id": e.id, "date": e.date.isoformat(), "kind": e.kind, "title": e.title} for e in claim.events(record)]
    return {**dataclasses.asdict(claim), "rows": rows}
