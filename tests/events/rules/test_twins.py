"""The law of twins: who is at risk, by every kind's rule, types and coverage, equals the same written once more."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rapallo.events.kinds import RISK, RULE, kind_table
from rapallo.events.risk import at_risk, rule_holds
from rapallo.events.rules.catalogue import RULES
from rapallo.events.rules.rule import Geography, Pair
from rapallo.state.fields import EXISTS, HOME
from rapallo.state.traces import standing
from tests.naive import rules as naive
from tests.naive.view import view
from tests.worlds import blank, scramble

PAIRS = [(i, j) for i in range(11) for j in range(11)]


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_rules_and_risk_equal_their_twins(small, seed):
    kinds = kind_table(small)
    state = scramble(blank(small), seed)
    # memories about the bound that decides
    state.pair[state.traces.friendly] = np.random.default_rng(seed).uniform(0.0, 0.16, (11, 11))
    known = view(small, state, standing(state.settings))
    for k, kind in enumerate(small.kinds):
        for i, j in PAIRS[(seed + k) % 3 :: 3]:
            if i != j:
                alive = bool(known.exists[i] and known.exists[j])
                held = alive and naive.rule(known, kind.risk, kind.tie or None, i, j)
                assert bool(rule_holds(state, kinds, k, i, j)) == held, (kind.name, i, j)
            assert bool(at_risk(state, kinds, k, i, j)) == naive.at_risk(small, known, kind, i, j), (kind.name, i, j)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_a_rule_holds_only_where_it_is_possible(small, seed):
    state = scramble(blank(small), seed)
    state.one[EXISTS] = 1.0
    state.pair[state.roles.contiguity] = np.round(state.pair[state.roles.contiguity])
    contiguity = state.pair[state.roles.contiguity] > 0
    where = Geography(state.who[HOME], np.arange(11) < state.sovereign, contiguity)
    for rule in RULES:
        if rule.possible is not None:
            possible = rule.possible(where)
            for i, j in PAIRS:
                # rules that ask for a movement are asked of none but pairs with one
                if i != j and (i >= 7) + (j >= 7) > 0 and rule.holds(state, Pair(-1, i, j)):
                    assert possible[i, j], (rule.name, i, j)


def test_nobody_is_at_risk_with_the_dead(small):
    kinds = kind_table(small)
    state = blank(small)
    summons = small.kind_index["summons"]
    state.one[EXISTS, :2] = 1.0
    assert rule_holds(state, kinds, summons, 0, 1)
    assert not rule_holds(state, kinds, summons, 0, 2)
    assert not rule_holds(state, kinds, summons, 2, 0)
    assert small.kinds[summons].risk == "always"
    assert RULE["always"] == kinds.code[RISK, summons]
