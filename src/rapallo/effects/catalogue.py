"""All effects, in the order of their codes, and the call of one by its code."""

from __future__ import annotations

from rapallo.effects import (
    balance_of_threat,
    belligerence,
    client_activity,
    cobelligerence,
    common_ally,
    common_enemy,
    covariate,
    deterrence,
    difference,
    enemys_ally,
    front_line,
    impunity,
    inertia,
    isolation,
    mutual_isolation,
    nearness,
    new_leader,
    obligation,
    pair_value,
    perceived_threat,
    power,
    reciprocity,
    relative_capability,
    reputation,
    rivalry,
    same,
    tension,
    third_party_threat,
    tie,
    transitivity,
    trust,
)
from rapallo.effects.effect import Effect
from rapallo.state.arrays import State
from rapallo.theory.kernels import kernel

CATALOGUE: tuple[Effect, ...] = (
    balance_of_threat.EFFECT,
    belligerence.EFFECT,
    client_activity.EFFECT,
    cobelligerence.EFFECT,
    common_ally.EFFECT,
    common_enemy.EFFECT,
    covariate.EFFECT,
    deterrence.EFFECT,
    difference.EFFECT,
    enemys_ally.EFFECT,
    front_line.EFFECT,
    impunity.EFFECT,
    inertia.EFFECT,
    isolation.EFFECT,
    mutual_isolation.EFFECT,
    nearness.EFFECT,
    new_leader.EFFECT,
    obligation.EFFECT,
    pair_value.EFFECT,
    perceived_threat.EFFECT,
    power.EFFECT,
    reciprocity.EFFECT,
    relative_capability.EFFECT,
    reputation.EFFECT,
    rivalry.EFFECT,
    same.EFFECT,
    tension.EFFECT,
    third_party_threat.EFFECT,
    tie.EFFECT,
    transitivity.EFFECT,
    trust.EFFECT,
)
CODE = {effect.name: n for n, effect in enumerate(CATALOGUE)}


@kernel
def call(code: int, s: State, i: int, j: int, a: int, b: int) -> float:
    """Return effect `code` for (i, j) with arguments a, b.

    Compiled code needs a chain of comparisons; a test holds it to the order of CATALOGUE.
    """
    if code == 0:
        return balance_of_threat.value(s, i, j, a, b)
    if code == 1:
        return belligerence.value(s, i, j, a, b)
    if code == 2:
        return client_activity.value(s, i, j, a, b)
    if code == 3:
        return cobelligerence.value(s, i, j, a, b)
    if code == 4:
        return common_ally.value(s, i, j, a, b)
    if code == 5:
        return common_enemy.value(s, i, j, a, b)
    if code == 6:
        return covariate.value(s, i, j, a, b)
    if code == 7:
        return deterrence.value(s, i, j, a, b)
    if code == 8:
        return difference.value(s, i, j, a, b)
    if code == 9:
        return enemys_ally.value(s, i, j, a, b)
    if code == 10:
        return front_line.value(s, i, j, a, b)
    if code == 11:
        return impunity.value(s, i, j, a, b)
    if code == 12:
        return inertia.value(s, i, j, a, b)
    if code == 13:
        return isolation.value(s, i, j, a, b)
    if code == 14:
        return mutual_isolation.value(s, i, j, a, b)
    if code == 15:
        return nearness.value(s, i, j, a, b)
    if code == 16:
        return new_leader.value(s, i, j, a, b)
    if code == 17:
        return obligation.value(s, i, j, a, b)
    if code == 18:
        return pair_value.value(s, i, j, a, b)
    if code == 19:
        return perceived_threat.value(s, i, j, a, b)
    if code == 20:
        return power.value(s, i, j, a, b)
    if code == 21:
        return reciprocity.value(s, i, j, a, b)
    if code == 22:
        return relative_capability.value(s, i, j, a, b)
    if code == 23:
        return reputation.value(s, i, j, a, b)
    if code == 24:
        return rivalry.value(s, i, j, a, b)
    if code == 25:
        return same.value(s, i, j, a, b)
    if code == 26:
        return tension.value(s, i, j, a, b)
    if code == 27:
        return third_party_threat.value(s, i, j, a, b)
    if code == 28:
        return tie.value(s, i, j, a, b)
    if code == 29:
        return transitivity.value(s, i, j, a, b)
    if code == 30:
        return trust.value(s, i, j, a, b)
    raise ValueError("no effect has this code")
