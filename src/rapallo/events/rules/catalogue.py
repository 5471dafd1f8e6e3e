"""All risk rules, in the order of their codes, and the questions put to them."""

from __future__ import annotations

from rapallo.events.rules import (
    affiliable,
    agreed,
    always,
    annexable,
    held,
    home,
    joinable,
    never,
    open,
    peace,
    same_home,
    war,
)
from rapallo.events.rules.rule import Rule
from rapallo.theory.kernels import choice

RULES: tuple[Rule, ...] = (
    affiliable.RULE,
    agreed.RULE,
    always.RULE,
    annexable.RULE,
    held.RULE,
    home.RULE,
    joinable.RULE,
    never.RULE,
    open.RULE,
    peace.RULE,
    same_home.RULE,
    war.RULE,
)
# (code, state, pair): whether the rule holds for a pair whose actors exist
allows = choice([rule.holds for rule in RULES])
