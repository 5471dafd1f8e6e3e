"""The law of effects: kept up to date event by event they equal themselves from scratch, bit for bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapallo.effects.catalogue import CATALOGUE, CODE, call
from rapallo.effects.effect import Reach
from rapallo.effects.statistics import adjust, age, init, keep, update
from rapallo.events.apply import HIDDEN, REAL, apply_event, moves_ties, tick
from rapallo.events.replay import start
from rapallo.events.settings import Settings
from rapallo.simulate.steps import touch

SETTINGS = Settings()
# every code that an argument can have in the small world
SPANS = {"kind": 22, "tie": 8, "covariate": 4, "pair": 3, "form": 4, "side": 2}


def bound_to_everything(actors):
    rows = []
    for code, effect in enumerate(CATALOGUE):
        spans = [SPANS[a] for a in effect.arguments]
        a_codes = range(0, spans[0], 3) if spans else [0]
        b_codes = range(spans[1]) if len(spans) > 1 else [0]
        rows += [(code, a, b, int(effect.reach), int(effect.fades)) for a in a_codes for b in b_codes]
    columns = (np.ascontiguousarray(c) for c in np.array(rows, dtype=np.int64).T)
    needed = np.ones((len(rows), actors, actors), dtype=np.bool_)
    needed[:, np.arange(actors), np.arange(actors)] = False
    return keep(*columns, needed)


def born(record):
    state, kinds = start(record, SETTINGS)
    state.exists[:] = 1.0
    rng = np.random.default_rng(5)
    state.cov[:] = rng.uniform(0, 0.4, state.cov.shape)
    state.pair[:] = rng.uniform(0, 1, state.pair.shape)
    return state, kinds


step = st.tuples(st.integers(0, 36), st.integers(0, 10), st.integers(0, 10), st.booleans(), st.booleans())


@given(history=st.lists(step, min_size=1, max_size=25))
@settings(max_examples=60, deadline=None)
def test_update_equals_init(small, history):
    state, kinds = born(small)
    actors = len(small.actors)
    bound = bound_to_everything(actors)
    kept, fresh = (np.zeros((len(bound.code), actors, actors)) for _ in range(2))
    init(state, bound, kept)
    touched = np.full(3, -1, dtype=np.int64)
    for k, i, j, real, hidden in history:
        if i == j:
            tick(state, SETTINGS, 1 / 12)
            age(state, bound, kept)
            continue
        flags = (REAL if real else 0) | (HIDDEN if hidden else 0)
        apply_event(state, kinds, SETTINGS, k, i, j, 1.0, flags)
        touch(state, i, j, touched)
        update(state, bound, kept, touched, moves_ties(kinds, k))
    init(state, bound, fresh)
    np.testing.assert_array_equal(kept, fresh)


@given(
    changes=st.lists(
        st.tuples(st.integers(1, 9), st.integers(0, 10), st.integers(0, 10), st.floats(-1, 1)), max_size=12
    )
)
@settings(max_examples=25, deadline=None)
def test_adjust_equals_init(small, changes):
    state, _ = born(small)
    actors = len(small.actors)
    bound = bound_to_everything(actors)
    kept, fresh = (np.zeros((len(bound.code), actors, actors)) for _ in range(2))
    init(state, bound, kept)
    for c, i, j, value in changes:
        if c % 2:
            state.cov[c, i] = value
        else:
            state.pair[c % 4, i, j] = value
        adjust(state, bound, kept, i)
    init(state, bound, fresh)
    np.testing.assert_array_equal(kept, fresh)


def test_codes_follow_the_catalogue(small):
    state, _ = born(small)
    for code, effect in enumerate(CATALOGUE):
        assert CODE[effect.name] == code
        assert call(code, state, 0, 1, 1, 0) == effect.value(state, 0, 1, 1, 0)
    with pytest.raises(ValueError, match="no effect"):
        call(len(CATALOGUE), state, 0, 1, 0, 0)


@pytest.mark.parametrize("effect", CATALOGUE, ids=lambda e: e.name)
def test_every_effect_is_documented(effect):
    assert effect.formula
    assert effect.meaning
    assert effect.reference
    assert effect.value.__doc__
    assert effect.reach in set(Reach)
