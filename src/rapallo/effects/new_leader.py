"""New leader: a change at the top opens a time of change."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined


@inlined
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return the decayed mark of a change of leader of i, in [0, 1]."""
    return s.fresh[i]


EFFECT = Effect(
    name="new_leader",
    value=value,
    reach=Reach.TOUCHED,
    fades=True,
    formula=r"2^{-(t - t_0) / \eta}",
    meaning="how recently the leader or government of i changed",
    reference="Mattes, Leeds and Carroll (2015), Leadership turnover and foreign policy change, ISQ 59",
)
