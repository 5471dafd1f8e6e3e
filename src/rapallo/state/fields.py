"""The fields of a state by number.

A field of pairs is a layer of `State.pair`, a field of actors a row of `State.one`. In the notes of the writer, and in
what effects and rules say they read, a field of pairs has its layer as code and a field of actors its row, counted on
from the last layer.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from rapallo.state.arrays import Roles, Traces

# layers of State.pair; ties, their secret parts, traces and values follow
TRUST, THREAT, FEARED, NEAR = range(4)
FIRST_TIE = 4
# rows of State.one; covariates follow
EXISTS, FRESH, IMPUNITY = range(3)
FIRST_COVARIATE = 3
# rows of State.who
TYPE, HOME, PATRON, ABSORBED = range(4)
# places of State.moment
CLOCK, TENSION, RUNNING_TENSION = range(3)
# properties of ties, rows of Roles.properties
DIRECTED, PACT, ALIGNS, DEFENDS, ENDS_AT_WAR, PENDING = range(6)
PROPERTIES = ("directed", "pact", "aligns", "defends", "ends_at_war", "pending")


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

    Fields are `exists`, `patron`, `trust`, `threat`, `feared`, `fresh`, `impunity`, `tension`; `tie:` with a role or a
    property of ties (`tie:war`, `tie:aligns`); `covariate:` and `value:` with a role; `trace:hostile` and
    `trace:friendly`; and `own` for the field that the term's own argument names.
    """

    field: str
    reach: Reach = Reach.PAIR


def codes(read: Reads, roles: Roles, traces: Traces, own: int) -> list[int]:
    """Return the codes of the fields that `read` names; `own` is that of the term's argument, -1 for none.

    A role that no word of the scenario plays gives no code.

    Raises
    ------
    KeyError
        If the field is none of those listed at `Reads`: a slip in an effect or a rule, not of a user.
    """
    name, _, what = read.field.partition(":")
    if name == "own":
        return [own] if own >= 0 else []
    if name == "trace":
        return [{"hostile": traces.hostile, "friendly": traces.friendly}[what]]
    if name == "tie" and what in PROPERTIES:
        ties = range(FIRST_TIE, FIRST_TIE + roles.ties)
        return [tie for tie in ties if roles.properties[PROPERTIES.index(what), tie]]
    if name in ("tie", "value"):
        found: int = roles._asdict()[what]
        return [found] if found >= 0 else []
    if name == "covariate":
        row: int = roles._asdict()[what]
        return [roles.layers + row] if row >= 0 else []
    plain = {
        "trust": TRUST,
        "threat": THREAT,
        "feared": FEARED,
        "exists": roles.layers + EXISTS,
        "fresh": roles.layers + FRESH,
        "impunity": roles.layers + IMPUNITY,
        "patron": roles.patron,
        "tension": roles.tension,
    }
    return [plain[name]]
