"""Lapse: the kind under which the running out of a term is written. What lapses is ended by the kind itself."""

from __future__ import annotations

from rapallo.events.act import Act
from rapallo.events.consequences.consequence import Consequence
from rapallo.state.arrays import State
from rapallo.theory.kernels import kernel


@kernel
def apply(state: State, act: Act) -> bool:
    """Do nothing more: the treaty named, or every pact, has ended already."""
    return True


CONSEQUENCE = Consequence("lapse", apply, "in simulation a treaty whose term runs out ends by an event of this kind")
