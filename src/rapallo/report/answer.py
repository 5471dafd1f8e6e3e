"""The answer to a question as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapallo.ask.answer import Answer
    from rapallo.record.tables import Record


def answer_data(answer: Answer, record: Record) -> dict[str, Any]:
    """Return each outcome in each arm with its intervals, what fell away in each arm, and a history of each to read."""
    asked = answer.question
    base = dict(answer.fallen[asked.arms[0].name])
    return {
        "title": asked.title,
        "text": asked.text.strip(),
        "start": asked.start.isoformat(),
        "until": asked.until.isoformat(),
        "fitted_until": answer.fitted_until,
        "seed": asked.seed,
        "runs": asked.runs,
        "draws": answer.draws,
        "rows": [row.plain() for row in answer.rows],
        "fallen": {
            arm: [_fallen_data(record, name, share, base.get(name, 0.0)) for name, share in events]
            for arm, events in answer.fallen.items()
        },
        "examples": {arm: list(lines) for arm, lines in answer.examples.items()},
    }


def _fallen_data(record: Record, name: str, share: float, base: float) -> dict[str, Any]:
    """Return a given event that did not happen, and in which share of the histories of its arm and of the first.

    One that an intervention put in has no title.
    """
    event = record.by_id.get(name)
    return {"id": name, "title": "" if event is None else event.title, "share": share, "first_arm": base}
