"""What an event does to the state. With `tick` and the changes of `changes.py` the only code that does."""

from __future__ import annotations

from rapallo.events.kind_table import (
    ANNEXATION,
    CONCESSION,
    EVERY_PACT,
    FORCE,
    INSTALLATION,
    NEW_LEADER,
    NOTHING,
    PACT_TIES,
    KindTable,
)
from rapallo.events.risk import has_pact
from rapallo.events.settings import Settings
from rapallo.state.arrays import (
    CAPABILITY,
    CONTROL,
    GUARANTEE,
    LEFT_RIGHT,
    RECOGNITION,
    RUNNING_TENSION,
    STATE,
    TENSION,
    TRADE,
    WAR,
    State,
)
from rapallo.theory.kernels import inlined, kernel

HIDDEN, REAL, WHOLE, VOID = 1, 2, 4, 8
# flags // NAMED_TIE - 1 is the one tie that an event closes, where it names the treaty; -1 for the kind's own rule
NAMED_TIE = 16


@kernel
def set_tie(s: State, kt: KindTable, tie: int, i: int, j: int, value: float, hidden: float) -> None:
    """Open (1) or close (0) a tie from i to j, both ways unless it is directed."""
    s.tie[tie, i, j] = value
    s.secret[tie, i, j] = hidden * value
    if not kt.directed[tie]:
        s.tie[tie, j, i] = value
        s.secret[tie, j, i] = hidden * value


@kernel
def close_pacts(s: State, i: int, j: int) -> None:
    """End every pact and guarantee between i and j."""
    for tie in PACT_TIES:
        s.tie[tie, i, j] = 0.0
        s.tie[tie, j, i] = 0.0
        s.secret[tie, i, j] = 0.0
        s.secret[tie, j, i] = 0.0
    s.tie[GUARANTEE, i, j] = 0.0
    s.tie[GUARANTEE, j, i] = 0.0


@kernel
def open_war(s: State, i: int, j: int) -> None:
    """Put i and j at war: pacts, trade and relations between them end."""
    close_pacts(s, i, j)
    for tie in (RECOGNITION, TRADE):
        s.tie[tie, i, j] = 0.0
        s.tie[tie, j, i] = 0.0
    s.tie[WAR, i, j] = 1.0
    s.tie[WAR, j, i] = 1.0
    # force against the revisionist is the end of impunity for both
    s.impunity[j] *= 0.5


@kernel
def remove_actor(s: State, i: int) -> None:
    """End an actor: it exists no more and its ties lapse; what others remember and believe stays."""
    s.exists[i] = 0.0
    for tie in range(s.tie.shape[0]):
        for j in range(s.exists.shape[0]):
            s.tie[tie, i, j] = 0.0
            s.tie[tie, j, i] = 0.0
            s.secret[tie, i, j] = 0.0
            s.secret[tie, j, i] = 0.0


@kernel
def signal(s: State, kt: KindTable, k: int, i: int, j: int, share: float) -> None:
    """Let j learn of an act by i: trust and threat move by the kind's columns, times `share`."""
    s.trust[j, i] += share * kt.trust[k]
    s.threat[j, i] += share * kt.threat[k]


@kernel
def witness(s: State, kt: KindTable, st: Settings, k: int, i: int, j: int, breach: bool) -> None:
    """Let third parties learn of an act by i towards j.

    A hostile act lowers every third state's trust in i by `st.witness` of the target's loss (doubled if it
    breaks a pact) and raises its threat by the kind's alarm times nearness. A pact alarms the rivals of j, by
    the kind's alarm times their rivalry, min(1, hostile(h, j) + hostile(j, h)).
    """
    for h in range(s.n_states):
        if h == i or h == j or s.exists[h] == 0:
            continue
        if kt.goldstein[k] < 0:
            factor = 2.0 if breach else 1.0
            s.trust[h, i] += factor * st.witness * kt.trust[k] * s.near[h, j]
            s.threat[h, i] += kt.alarm[k] * s.near[h, i]
        elif kt.alarm[k] > 0:
            rivalry = min(1.0, s.hostile[h, j] + s.hostile[j, h])
            s.threat[h, i] += kt.alarm[k] * rivalry


@inlined
def moves_ties(kt: KindTable, k: int) -> bool:
    """Return whether an event of kind k can open or close a tie."""
    return kt.opens[k] != NOTHING or kt.closes[k] != NOTHING or kt.consequence[k] == FORCE


@kernel
def remember(s: State, kt: KindTable, k: int, i: int, j: int, share: float) -> None:
    """Add an act of i towards j to memory, hostility or friendliness, and to tension."""
    s.memory[k, i, j] += share
    weight = share * kt.goldstein[k] / 10.0
    if weight < 0:
        s.hostile[i, j] -= weight
        s.system[RUNNING_TENSION] -= weight
    else:
        s.friendly[i, j] += weight


@kernel
def consequence(s: State, kt: KindTable, k: int, i: int, j: int, flags: int) -> None:
    """Do what the kind's columns do not say: wars, annexations, concessions, new leaders, installations."""
    code = kt.consequence[k]
    if code == FORCE:
        open_war(s, i, j)
    elif code == ANNEXATION:
        s.impunity[i] += 1.0
        if flags & WHOLE:
            s.cov[CAPABILITY, i] += s.cov[CAPABILITY, j]
            s.cov[CAPABILITY, j] = 0.0
            remove_actor(s, j)
    elif code == CONCESSION:
        s.impunity[j] += 1.0
    elif code == NEW_LEADER:
        s.fresh[i] = 1.0
    elif code == INSTALLATION:
        s.cov[LEFT_RIGHT, j] = s.cov[LEFT_RIGHT, i]


@kernel
def apply_event(s: State, kt: KindTable, st: Settings, k: int, i: int, j: int, share: float, flags: int) -> None:
    """Apply one pair of an event of kind k from i to j (j = -1: no other side).

    `share` is the pair's weight in memory. `flags` add up HIDDEN (secret), REAL (not a rumour or forgery), WHOLE
    (annexation of all of j), VOID (a treaty signed and never in force, an installation that failed: nothing opens)
    and NAMED_TIE. What is not real moves belief and nothing else.

    A movement's act is charged to its patron as well, in proportion to control: this is how a party's doings
    bear on relations between states.
    """
    real = (flags & REAL) != 0
    hidden = (flags & HIDDEN) != 0
    if j < 0:
        if real:
            consequence(s, kt, k, i, j, flags)
        return
    breach = real and kt.goldstein[k] < 0 and has_pact(s, i, j)
    signal(s, kt, k, i, j, 1.0)
    if kt.consent[k]:
        signal(s, kt, k, j, i, 1.0)
    p = s.patron[i]
    if p >= 0 and p != j and s.type[j] == STATE:
        signal(s, kt, k, p, j, s.pair[CONTROL, p, i])
        if real:
            remember(s, kt, k, p, j, share * s.pair[CONTROL, p, i])
    if not hidden and s.type[i] == STATE and s.type[j] == STATE:
        witness(s, kt, st, k, i, j, breach)
        if kt.consent[k]:
            witness(s, kt, st, k, j, i, False)
    if not real:
        return
    remember(s, kt, k, i, j, share)
    if kt.consent[k]:
        remember(s, kt, k, j, i, share)
    named = flags // NAMED_TIE - 1
    if named >= 0:
        # who ends a guarantee may be the one that it was given to
        set_tie(s, kt, named, i, j, 0.0, 0.0)
        set_tie(s, kt, named, j, i, 0.0, 0.0)
    elif kt.closes[k] == EVERY_PACT:
        close_pacts(s, i, j)
    elif kt.closes[k] != NOTHING:
        set_tie(s, kt, kt.closes[k], i, j, 0.0, 0.0)
    if flags & VOID:
        return
    if kt.opens[k] != NOTHING:
        set_tie(s, kt, kt.opens[k], i, j, 1.0, 1.0 if hidden else 0.0)
    consequence(s, kt, k, i, j, flags)


@kernel
def fade(elapsed: float, half_life: float) -> float:
    """Return 2 ** (-elapsed / half_life), both in years; 1 for an infinite half-life."""
    return 0.5 ** (elapsed / half_life)


@kernel
def tick(s: State, st: Settings, elapsed: float) -> None:
    """Age memory and belief by `elapsed` years: counts towards 0, beliefs towards their priors."""
    memory, trust, threat = fade(elapsed, st.memory), fade(elapsed, st.trust), fade(elapsed, st.threat)
    fresh, impunity = fade(elapsed, st.fresh), fade(elapsed, st.impunity)
    n = s.exists.shape[0]
    for i in range(n):
        s.fresh[i] *= fresh
        s.impunity[i] *= impunity
        for j in range(n):
            s.hostile[i, j] *= memory
            s.friendly[i, j] *= memory
            s.trust[i, j] = st.prior_trust + trust * (s.trust[i, j] - st.prior_trust)
            s.threat[i, j] = st.prior_threat + threat * (s.threat[i, j] - st.prior_threat)
            s.feared[i, j] = s.threat[i, j]
            for k in range(s.memory.shape[0]):
                s.memory[k, i, j] *= memory
    s.system[RUNNING_TENSION] *= fresh
    s.system[TENSION] = s.system[RUNNING_TENSION]
