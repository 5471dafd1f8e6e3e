"""The fields of a state by number: what a note says was written, and what an effect or rule says it reads."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from rapallo.state.arrays import Roles, Traces

(EXISTS, PATRON, TRUST, THREAT, FEARED, FRESH, IMPUNITY, SYSTEM) = range(8)
FIRST_TIE = 8

_PLAIN = {
    "exists": EXISTS,
    "patron": PATRON,
    "trust": TRUST,
    "threat": THREAT,
    "feared": FEARED,
    "fresh": FRESH,
    "impunity": IMPUNITY,
    "system": SYSTEM,
}


class Reach(IntEnum):
    """Which pairs (i, j) can change when a field is written at (a, b), or at the single actor a.

    PAIR
        (a, b) and (b, a); for a single actor every pair in which it takes part.
    ACTORS
        Every pair in which a or b takes part.
    ALL
        Every pair.
    """

    PAIR = 0
    ACTORS = 1
    ALL = 2


class Reads(NamedTuple):
    """One thing that an effect or a rule reads: a field by name, and the reach of a write to it.

    Fields are `exists`, `patron`, `trust`, `threat`, `feared`, `fresh`, `impunity`, `system`; `tie:` with a role or a
    property of ties (`tie:war`, `tie:aligns`); `covariate:` and `value:` with a role; `trace:hostile` and
    `trace:friendly`; and `tie`, `covariate`, `value`, `trace` for the one that the term's own argument names.
    """

    field: str
    reach: Reach = Reach.PAIR


def codes(read: Reads, roles: Roles, traces: Traces, own: int) -> list[int]:
    """Return the codes of the fields that `read` names; `own` is the place of the term's argument.

    A role that no word of the scenario plays gives no code.

    Raises
    ------
    KeyError
        If the field is none of those listed at `Reads`: a slip in an effect or a rule, not of a user.
    """
    name, _, what = read.field.partition(":")
    if name in _PLAIN:
        return [_PLAIN[name]]
    first = {
        "tie": roles.first_tie,
        "trace": roles.first_trace,
        "covariate": roles.first_covariate,
        "value": roles.first_value,
    }[name]
    if not what:
        return [first + own]
    if name == "trace":
        return [first + {"hostile": traces.hostile, "friendly": traces.friendly}[what]]
    found = roles._asdict()[what]
    if name == "tie" and not isinstance(found, int):
        return [first + tie for tie in range(len(found)) if found[tie]]
    return [first + found] if found >= 0 else []
