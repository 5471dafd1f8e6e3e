"""The risk set: who can do what to whom now."""

from __future__ import annotations

from rapallo.events.kinds import ANY_TYPE, ASKS, CONSENT, RECEIVER, RISK, SENDER, KindTable
from rapallo.events.rules.catalogue import allows
from rapallo.events.rules.rule import Pair
from rapallo.state.arrays import State
from rapallo.state.fields import EXISTS, TYPE
from rapallo.theory.kernels import inlined, kernel


@inlined
def rule_holds(state: State, kinds: KindTable, kind: int, i: int, j: int) -> bool:
    """Return whether both exist and the kind's risk rule holds now."""
    if state.one[EXISTS, i] == 0 or state.one[EXISTS, j] == 0:
        return False
    allowed: bool = allows(kinds.code[RISK, kind], state, Pair(kinds.code[ASKS, kind], i, j))
    return allowed


@kernel
def of_types(state: State, kinds: KindTable, kind: int, i: int, j: int) -> bool:
    """Return whether i and j are of the types for which the kind is modelled, in either order if it needs consent."""
    sender, receiver = kinds.code[SENDER, kind], kinds.code[RECEIVER, kind]
    straight = (sender in (ANY_TYPE, state.who[TYPE, i])) and (receiver in (ANY_TYPE, state.who[TYPE, j]))
    turned = (sender in (ANY_TYPE, state.who[TYPE, j])) and (receiver in (ANY_TYPE, state.who[TYPE, i]))
    return straight or (kinds.code[CONSENT, kind] and turned)


@kernel
def at_risk(state: State, kinds: KindTable, kind: int, i: int, j: int) -> bool:
    """Return whether an event of the kind from i to j can happen now: covered, of its types, and its rule holds."""
    if i == j or not kinds.cover[kind, i, j]:
        return False
    return of_types(state, kinds, kind, i, j) and rule_holds(state, kinds, kind, i, j)


@kernel
def annexes_whole(state: State, i: int, j: int) -> bool:
    """Return whether a simulated annexation of j by i ends j.

    i occupies it and has more than `settings.overwhelming` times its capability.
    """
    capability, occupation = state.roles.capability, state.roles.occupation
    strong = state.one[capability, i] > state.settings.overwhelming * state.one[capability, j]
    return occupation >= 0 and state.pair[occupation, i, j] > 0 and strong
