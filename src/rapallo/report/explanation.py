"""An explanation as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapallo.explanation.event import Explanation, PairExplanation


def explanation_data(found: Explanation) -> dict[str, Any]:
    """Return the event and, pair by pair, why it was likely or not."""
    return {
        "event": found.event,
        "title": found.title,
        "date": found.date.isoformat(),
        "fitted_until": found.fitted_until,
        "pairs": [_pair_data(pair) for pair in found.pairs],
    }


def _pair_data(pair: PairExplanation) -> dict[str, Any]:
    """Return one pair; the second side has no figures where the kind needs no consent."""
    plain = ("kind", "a", "b", "consent", "intensity", "share", "surprisal", "rank", "of")
    return {
        **{name: getattr(pair, name) for name in plain},
        "side_a": pair.side_a,
        "side_b": pair.side_b if pair.consent else None,
        "together": pair.side_a + pair.side_b,
        "holds_back": pair.holds_back if pair.consent else None,
        "terms": [
            {
                "term": c.term,
                "coefficient": c.coefficient,
                "from_a": c.from_a,
                "from_b": c.from_b if pair.consent else None,
                "together": c.total,
            }
            for c in pair.contributions
        ],
    }
