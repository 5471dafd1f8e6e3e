"""All effects by name."""

from __future__ import annotations

from rapallo.effects import (
    balance_of_threat,
    belligerence,
    client_activity,
    cobelligerence,
    common_ally,
    common_enemy,
    counts,
    deterrence,
    difference,
    enemys_ally,
    inertia,
    isolation,
    lookups,
    mutual_isolation,
    obligation,
    power,
    reciprocity,
    relative_capability,
    reputation,
    same,
    third_party_threat,
    transitivity,
)
from rapallo.effects.effect import Effect

EFFECTS: tuple[Effect, ...] = (
    balance_of_threat.EFFECT,
    belligerence.EFFECT,
    client_activity.EFFECT,
    cobelligerence.EFFECT,
    common_ally.EFFECT,
    common_enemy.EFFECT,
    *counts.EFFECTS,
    deterrence.EFFECT,
    difference.EFFECT,
    enemys_ally.EFFECT,
    inertia.EFFECT,
    isolation.EFFECT,
    *lookups.EFFECTS,
    mutual_isolation.EFFECT,
    obligation.EFFECT,
    power.EFFECT,
    reciprocity.EFFECT,
    relative_capability.EFFECT,
    reputation.EFFECT,
    same.EFFECT,
    third_party_threat.EFFECT,
    transitivity.EFFECT,
)
CATALOGUE = {effect.name: effect for effect in EFFECTS}
