"""The answer to a question as plain data."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapallo.ask.answer import Answer, ArmAnswer
    from rapallo.record.tables import Record


def answer_data(answer: Answer, record: Record) -> dict[str, Any]:
    """Return each outcome in each arm with its intervals, what fell away in each arm, and a history of each to read."""
    asked = answer.question
    return {
        "title": asked.title,
        "text": asked.text.strip(),
        "start": asked.start.isoformat(),
        "until": asked.until.isoformat(),
        "fitted_until": answer.fitted_until,
        "seed": asked.seed,
        "runs": asked.runs,
        "draws": answer.draws,
        "rows": [_row_data(row) for row in answer.rows],
        "fallen": {
            arm: [_fallen_data(record, name, share) for name, share in events] for arm, events in answer.fallen.items()
        },
        "examples": {arm: list(lines) for arm, lines in answer.examples.items()},
    }


def _fallen_data(record: Record, name: str, share: float) -> dict[str, Any]:
    """Return a given event that did not happen, and in which share of the histories; one put in has no title."""
    event = record.by_id.get(name)
    return {"id": name, "title": "" if event is None else event.title, "share": share}


def _row_data(row: ArmAnswer) -> dict[str, Any]:
    """Return one outcome in one arm; None where there is no figure (no draws of the coefficients)."""
    plain: dict[str, Any] = {name: getattr(row, name) for name in type(row).__dataclass_fields__}
    plain["total_low"], plain["total_high"] = row.total
    plain["difference_total_low"], plain["difference_total_high"] = row.difference_total
    return {name: None if isinstance(v, float) and math.isnan(v) else v for name, v in plain.items()}
