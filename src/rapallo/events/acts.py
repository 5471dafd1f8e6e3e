"""What an act does to the state: belief, memory, ties, and the consequences of its kind."""

from __future__ import annotations

from rapallo.events.act import Act
from rapallo.events.consequences.catalogue import carry
from rapallo.events.kinds import EVERY_PACT, NOTHING, KindTable
from rapallo.state.arrays import State
from rapallo.state.look import bound_by_pact
from rapallo.state.treaties import ENDED, LAPSE
from rapallo.state.writer import close_pacts, close_tie, close_treaty, move_threat, move_trust, open_bond, remember
from rapallo.theory.kernels import kernel


@kernel
def signal(state: State, kinds: KindTable, kind: int, i: int, j: int, share: float) -> None:
    """Let j learn of an act by i: its trust in i and the threat it perceives move by the kind's columns, times share."""
    move_trust(state, j, i, share * kinds.trust[kind])
    move_threat(state, j, i, share * kinds.threat[kind])


@kernel
def witness(state: State, kinds: KindTable, kind: int, i: int, j: int, breach: bool) -> None:
    """Let third parties learn of an act by i towards j.

    A hostile act (Goldstein weight below 0) lowers the trust of every third state h in i by `settings.witness` of the
    target's loss, times near(h, j), doubled if it breaks a pact; and those near the sender are alarmed: its threat to
    h rises by the kind's alarm times near(h, i). A pact alarms the rivals of j: i's threat to h rises by the kind's
    alarm times their rivalry, min(1, hostile(h, j) + hostile(j, h)).
    """
    hostile = state.traces.hostile
    for h in range(state.sovereign):
        if h == i or h == j or state.exists[h] == 0:
            continue
        if kinds.goldstein[kind] < 0:
            factor = 2.0 if breach else 1.0
            move_trust(state, h, i, factor * state.settings.witness * kinds.trust[kind] * state.near[h, j])
            move_threat(state, h, i, kinds.alarm[kind] * state.near[h, i])
        elif kinds.alarm[kind] > 0:
            rivalry = min(1.0, state.trace[hostile, h, j] + state.trace[hostile, j, h])
            move_threat(state, h, i, kinds.alarm[kind] * rivalry)


@kernel
def follow(state: State, kinds: KindTable, act: Act) -> None:
    """Carry out the consequences of the act's kind."""
    for code in range(kinds.consequence.shape[1]):
        if kinds.consequence[act.kind, code]:
            carry(code, state, act)


@kernel
def believe(state: State, kinds: KindTable, act: Act) -> None:
    """Let the target, the patron's target and third parties learn of the act.

    A movement's act is charged to its patron as well, in proportion to control: this is how a party's doings
    bear on relations between states.
    """
    k, i, j = act.kind, act.i, act.j
    breach = act.real == 1 and kinds.goldstein[k] < 0 and bound_by_pact(state, i, j)
    signal(state, kinds, k, i, j, 1.0)
    if kinds.consent[k]:
        signal(state, kinds, k, j, i, 1.0)
    patron = state.patron[i]
    if patron >= 0 and patron != j and j < state.sovereign:
        control = state.value[state.roles.control, patron, i]
        signal(state, kinds, k, patron, j, control)
        if act.real == 1:
            remember(state, k, patron, j, act.share * control)
    if act.secret == 0 and i < state.sovereign and j < state.sovereign:
        witness(state, kinds, k, i, j, breach)
        if kinds.consent[k]:
            witness(state, kinds, k, j, i, False)


@kernel
def bind(state: State, kinds: KindTable, act: Act) -> None:
    """Close and open the ties that the act's kind closes and opens."""
    k, i, j = act.kind, act.i, act.j
    cause = LAPSE if k == kinds.lapse else ENDED
    if kinds.closes[k] != NOTHING:
        if act.of >= 0:
            close_treaty(state, act.of, i, j, cause)
        elif kinds.closes[k] == EVERY_PACT:
            close_pacts(state, i, j, cause)
        else:
            close_tie(state, kinds.closes[k], i, j, cause)
    if act.void == 0 and kinds.opens[k] != NOTHING:
        open_bond(state, kinds.opens[k], i, j, act.treaty, state.clock[0] + act.term, act.secret)


@kernel
def perform(state: State, kinds: KindTable, act: Act) -> None:
    """Apply one act. What is not real moves belief and nothing else; an act without another side has consequences only."""
    if act.j < 0:
        if act.real == 1:
            follow(state, kinds, act)
        return
    believe(state, kinds, act)
    if act.real == 0:
        return
    remember(state, act.kind, act.i, act.j, act.share)
    if kinds.consent[act.kind]:
        remember(state, act.kind, act.j, act.i, act.share)
    bind(state, kinds, act)
    if act.void == 0:
        follow(state, kinds, act)
