"""What an act does to the state: belief, memory, ties, and the consequences of its kind."""

from __future__ import annotations

from rapallo.events.act import Act
from rapallo.events.consequences.catalogue import carry
from rapallo.events.kinds import (
    ALARM,
    ALL_PENDING,
    CLOSES,
    CONSENT,
    EVERY_PACT,
    GOLDSTEIN,
    NOTHING,
    OPENS,
    THREAT_MOVE,
    TRUST_MOVE,
    KindTable,
)
from rapallo.state.arrays import State
from rapallo.state.bonds import BY_ACT, BY_LAPSE, close_pacts, close_property, close_tie, close_treaty, open_bond
from rapallo.state.fields import CLOCK, EXISTS, NEAR, PATRON, PENDING, THREAT, TRUST
from rapallo.state.look import bound_by_pact
from rapallo.state.writer import move_belief, remember
from rapallo.theory.kernels import compiled, kernel


@kernel
def signal(state: State, kinds: KindTable, kind: int, i: int, j: int, share: float) -> None:
    """Let j learn of an act by i: its trust in i and the threat it perceives move by the kind's columns, by `share`."""
    move_belief(state, TRUST, j, i, share * kinds.amount[TRUST_MOVE, kind])
    move_belief(state, THREAT, j, i, share * kinds.amount[THREAT_MOVE, kind])


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
        if h == i or h == j or state.one[EXISTS, h] == 0:
            continue
        if kinds.amount[GOLDSTEIN, kind] < 0:
            factor = 2.0 if breach else 1.0
            move_belief(
                state,
                TRUST,
                h,
                i,
                factor * state.settings.witness * kinds.amount[TRUST_MOVE, kind] * state.pair[NEAR, h, j],
            )
            move_belief(state, THREAT, h, i, kinds.amount[ALARM, kind] * state.pair[NEAR, h, i])
        elif kinds.amount[ALARM, kind] > 0:
            rivalry = min(1.0, state.pair[hostile, h, j] + state.pair[hostile, j, h])
            move_belief(state, THREAT, h, i, kinds.amount[ALARM, kind] * rivalry)


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
    breach = act.real == 1 and kinds.amount[GOLDSTEIN, k] < 0 and bound_by_pact(state, i, j)
    signal(state, kinds, k, i, j, 1.0)
    if kinds.code[CONSENT, k]:
        signal(state, kinds, k, j, i, 1.0)
    patron = state.who[PATRON, i]
    if patron >= 0 and patron != j and j < state.sovereign:
        control = state.pair[state.roles.control, patron, i]
        signal(state, kinds, k, patron, j, control)
        if act.real == 1:
            remember(state, k, patron, j, act.share * control)
    if act.secret == 0 and i < state.sovereign and j < state.sovereign:
        witness(state, kinds, k, i, j, breach)
        if kinds.code[CONSENT, k]:
            witness(state, kinds, k, j, i, False)


@kernel
def bind(state: State, kinds: KindTable, act: Act) -> None:
    """Close and open the ties that the act's kind closes and opens."""
    k, i, j = act.kind, act.i, act.j
    cause = BY_LAPSE if k == kinds.lapse else BY_ACT
    if kinds.code[CLOSES, k] != NOTHING:
        if kinds.code[CLOSES, k] == ALL_PENDING:
            close_property(state, PENDING, i, j, cause)
        elif kinds.code[CLOSES, k] != EVERY_PACT:
            close_tie(state, kinds.code[CLOSES, k], i, j, act.of, cause)
        elif act.of >= 0:
            close_treaty(state, act.of, i, j, cause)
        else:
            close_pacts(state, i, j, cause)
    if act.void == 0 and kinds.code[OPENS, k] != NOTHING:
        open_bond(state, kinds.code[OPENS, k], i, j, act.treaty, state.moment[CLOCK] + act.term, act.secret)


def _perform(state: State, kinds: KindTable, act: Act) -> None:
    """Apply one act.

    What is not real moves belief and nothing else; an act without another side has consequences only.
    """
    if act.j < 0:
        if act.real == 1:
            follow(state, kinds, act)
        return
    believe(state, kinds, act)
    if act.real == 0:
        return
    remember(state, act.kind, act.i, act.j, act.share)
    if kinds.code[CONSENT, act.kind]:
        remember(state, act.kind, act.j, act.i, act.share)
    bind(state, kinds, act)
    if act.void == 0:
        follow(state, kinds, act)


# compiled once, and called by the walk and by the engines
perform = compiled(_perform)
