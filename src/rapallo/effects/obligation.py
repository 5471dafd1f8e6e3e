"""Obligation: j is at war with somebody whom i is bound to defend."""

from __future__ import annotations

from rapallo.effects.effect import Effect
from rapallo.state.arrays import State
from rapallo.state.fields import Reach, Reads
from rapallo.state.look import defends, holds
from rapallo.theory.kernels import inlined


@inlined
def value(state: State, i: int, j: int) -> float:
    """Return 1 if some h at war with j is one that i is bound to defend, else 0."""
    for h in range(state.sovereign):
        if h != i and h != j and holds(state, state.roles.war, j, h) and defends(state, i, h):
            return 1.0
    return 0.0


EFFECT = Effect(
    "obligation",
    value,
    (Reads("tie:defends", Reach.ACTORS), Reads("tie:war", Reach.ACTORS)),
    r"\max_h D(i, h)\, W(j, h)",
    "j is at war with a state that i is bound to defend",
    "Leeds, Long and Mitchell (2000), Reevaluating alliance reliability, Journal of Conflict Resolution 44",
    roles=("war",),
)
