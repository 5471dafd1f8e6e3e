"""Gain: who is yielded to has gained without being punished."""

from __future__ import annotations

from rapallo.events.act import Act
from rapallo.events.consequences.consequence import Consequence
from rapallo.state.arrays import State
from rapallo.state.fields import IMPUNITY
from rapallo.state.writer import set_one
from rapallo.theory.kernels import kernel


@kernel
def apply(state: State, act: Act) -> bool:
    """Count a gain of j."""
    set_one(state, IMPUNITY, act.j, state.one[IMPUNITY, act.j] + 1.0)
    return True


CONSEQUENCE = Consequence("gain", apply, "adds to the receiver's impunity")
