"""Renewal: what was about to run out runs on."""

from __future__ import annotations

from rapallo.events.act import Act
from rapallo.events.consequences.consequence import Consequence
from rapallo.state.arrays import State
from rapallo.state.bonds import prolong
from rapallo.state.fields import CLOCK
from rapallo.theory.kernels import kernel


@kernel
def apply(state: State, act: Act) -> bool:
    """Give the treaty named, or every pact between the two, its term anew from now on."""
    prolong(state, act.of, act.i, act.j, state.moment[CLOCK] + act.term)
    return True


CONSEQUENCE = Consequence("renewal", apply, "prolongs the treaty named, or every pact between the two, by its term")
