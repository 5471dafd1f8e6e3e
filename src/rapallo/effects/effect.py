"""What an effect is: a named statistic of a pair, its reach, and how it is kept up to date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from rapallo.state.arrays import State


class Reach(IntEnum):
    """Which pairs an event can change.

    GIVEN
        None: the statistic hangs on covariates, or on what changes with a tick only.
    TOUCHED
        Pairs with at least one of the actors that the event touched (both sides and the sender's patron).
    ALL
        Any pair.
    TIES
        As TOUCHED, and none unless the event is of a kind that opens or closes a tie.
    """

    GIVEN = 0
    TOUCHED = 1
    ALL = 2
    TIES = 3


@dataclass(frozen=True)
class Effect:
    """A statistic of theory.

    Attributes
    ----------
    name
        Theory's own name.
    value
        Function (state, i, j, a, b) -> float, from scratch; a and b are the effect's arguments as codes.
    reach
        Which pairs an event can change; a law test holds it to its word.
    arguments
        What the arguments name: kind, tie, covariate, pair, form; () if none.
    fades
        Whether the passing of time alone changes it: it hangs on memory or belief.
    formula, meaning, reference
        For the documentation.
    """

    name: str
    value: Callable[[State, int, int, int, int], float]
    reach: Reach
    formula: str
    meaning: str
    reference: str
    arguments: tuple[str, ...] = ()
    fades: bool = False
