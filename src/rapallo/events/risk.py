"""Who can do what to whom: the risk set.

One rule per kind, named in kinds.csv; a kind that needs consent is asked with i < j, and every rule for such
a kind is symmetric.
"""

from __future__ import annotations

from rapallo.events.kind_table import ANY_TYPE, RISK, KindTable
from rapallo.state.arrays import (
    CAPABILITY,
    CLAIM,
    CLIENT,
    CONTIGUITY,
    DEFENCE,
    ENTENTE,
    GUARANTEE,
    MOVEMENT,
    NEUTRALITY,
    NON_AGGRESSION,
    OCCUPATION,
    TRADE,
    WAR,
    State,
)
from rapallo.theory.kernels import inlined, kernel

ALWAYS = RISK["always"]
OPEN = RISK["open"]
HELD = RISK["held"]
AGREED = RISK["agreed"]
PEACE = RISK["peace"]
AT_WAR = RISK["war"]
JOINABLE = RISK["joinable"]
ANNEXABLE = RISK["annexable"]
HOME = RISK["home"]
SAME_HOME = RISK["same_home"]
AFFILIABLE = RISK["affiliable"]
# decayed Goldstein weights / 10: a tenth of a signed agreement
REMEMBERED = 0.08


@inlined
def has_pact(s: State, i: int, j: int) -> bool:
    """Return whether a pact (non-aggression, neutrality, entente, defence) or a guarantee binds i and j."""
    return (
        s.tie[NON_AGGRESSION, i, j] > 0
        or s.tie[NEUTRALITY, i, j] > 0
        or s.tie[ENTENTE, i, j] > 0
        or s.tie[DEFENCE, i, j] > 0
        or s.tie[GUARANTEE, i, j] > 0
        or s.tie[GUARANTEE, j, i] > 0
    )


@inlined
def wars_of(s: State, i: int) -> int:
    """Return the number of states with which i is at war."""
    count = 0
    for h in range(s.n_states):
        if s.tie[WAR, i, h] > 0:
            count += 1
    return count


@inlined
def acts_in(s: State, movement: int, state: int) -> bool:
    """Return whether a movement can act in a state: at home, across a border of its home, or as an International."""
    home = s.home[movement]
    return home < 0 or home == state or s.pair[CONTIGUITY, home, state] > 0


@kernel
def of_types(s: State, kt: KindTable, k: int, i: int, j: int) -> bool:
    """Return whether i and j are of the types for which kind k is modelled, in either order if it needs consent."""
    sender, receiver = kt.sender[k], kt.receiver[k]
    straight = (sender in (ANY_TYPE, s.type[i])) and (receiver in (ANY_TYPE, s.type[j]))
    turned = (sender in (ANY_TYPE, s.type[j])) and (receiver in (ANY_TYPE, s.type[i]))
    return straight or (kt.consent[k] and turned)


@kernel
def at_risk(s: State, kt: KindTable, k: int, i: int, j: int) -> bool:
    """Return whether an event of kind k from i to j can happen now: covered, of the right types, and `rule_holds`."""
    return i != j and kt.cover[k, i, j] and of_types(s, kt, k, i, j) and rule_holds(s, kt, k, i, j)


@inlined
def rule_holds(s: State, kt: KindTable, k: int, i: int, j: int) -> bool:
    """Return whether both exist and the kind's risk rule holds now, for a pair that is a channel of the kind.

    Rules: `open` the tie is not in force and there is peace; `held` the tie is in force; `agreed` a pact or trade
    agreement is in force, or co-operation is remembered; `peace` no war between them; `war` at war; `joinable` at
    peace, and j is at war with somebody; `annexable` i occupies, fights, controls, claims part of or borders j;
    `home` the movement's home is that state or borders it, or it is an International; `same_home` two movements of
    one state, or a party and an International; `affiliable` a party and an International that it has not joined.
    """
    if s.exists[i] == 0 or s.exists[j] == 0:
        return False
    rule = kt.risk[k]
    if rule == ALWAYS:
        return True
    if rule == OPEN:
        return s.tie[kt.tie[k], i, j] == 0 and s.tie[WAR, i, j] == 0
    if rule == HELD:
        return s.tie[kt.tie[k], i, j] > 0
    if rule == AGREED:
        return has_pact(s, i, j) or s.tie[TRADE, i, j] > 0 or s.friendly[i, j] > REMEMBERED
    if rule == PEACE:
        return s.tie[WAR, i, j] == 0
    if rule == AT_WAR:
        return s.tie[WAR, i, j] > 0
    if rule == JOINABLE:
        return s.tie[WAR, i, j] == 0 and wars_of(s, j) > 0
    if rule == ANNEXABLE:
        return (
            s.tie[OCCUPATION, i, j] > 0
            or s.tie[WAR, i, j] > 0
            or s.tie[CLIENT, i, j] > 0
            or s.pair[CLAIM, i, j] > 0
            or s.pair[CONTIGUITY, i, j] > 0
        )
    if rule == HOME:
        return acts_in(s, i, j) if s.type[i] == MOVEMENT else acts_in(s, j, i)
    if rule == SAME_HOME:
        fellows = s.home[i] == s.home[j] and s.home[i] >= 0
        return (fellows or (s.home[i] < 0) != (s.home[j] < 0)) and (kt.tie[k] < 0 or s.tie[kt.tie[k], i, j] == 0)
    if rule == AFFILIABLE:
        return (s.home[i] >= 0) != (s.home[j] >= 0) and s.tie[kt.tie[k], i, j] == 0
    return False


@kernel
def annexes_whole(s: State, i: int, j: int) -> bool:
    """Return whether a simulated annexation of j by i ends j: i occupies it and has ten times its capability."""
    return s.tie[OCCUPATION, i, j] > 0 and s.cov[CAPABILITY, i] > 10.0 * s.cov[CAPABILITY, j]
