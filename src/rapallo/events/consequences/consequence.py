"""What a consequence is: a change of the state that a kind of event brings with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rapallo.events.act import Act
from rapallo.state.arrays import State


@dataclass(frozen=True)
class Consequence:
    """A change of the state, named in kinds.csv.

    Attributes
    ----------
    apply
        Kernel (state, act) -> True that carries it out through the writer, once the kind's ties are opened and closed.
    roles
        Roles that some word of the scenario must play.
    meaning
        For the documentation.
    """

    name: str
    apply: Callable[[State, Act], bool]
    meaning: str
    roles: tuple[str, ...] = ()
