"""All consequences, in the order of their codes."""

from __future__ import annotations

from rapallo.events.consequences import (
    annexation,
    gain,
    installation,
    lapse,
    new_leader,
    peace,
    renewal,
    satisfaction,
    war,
)
from rapallo.events.consequences.consequence import Consequence
from rapallo.theory.kernels import choice

CONSEQUENCES: tuple[Consequence, ...] = (
    annexation.CONSEQUENCE,
    gain.CONSEQUENCE,
    installation.CONSEQUENCE,
    lapse.CONSEQUENCE,
    new_leader.CONSEQUENCE,
    peace.CONSEQUENCE,
    renewal.CONSEQUENCE,
    satisfaction.CONSEQUENCE,
    war.CONSEQUENCE,
)
# (code, state, act): carries out one of them
carry = choice([consequence.apply for consequence in CONSEQUENCES])
