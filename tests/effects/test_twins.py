"""The law of twins: every effect, with every argument, equals its formula written once more, for every pair."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapallo.effects.catalogue import CATALOGUE
from rapallo.model.hypothesis import Model
from rapallo.model.system import System
from tests.naive import effects as naive
from tests.naive.terms import TERMS
from tests.naive.view import view
from tests.worlds import blank, scramble


@pytest.fixture(scope="module")
def system(small):
    return System(small, Model({"raid": tuple(TERMS)}))


def test_every_effect_has_a_twin_and_is_compared():
    assert {name for name, _ in TERMS.values()} == set(CATALOGUE)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_effects_equal_their_twins(small, system, seed):
    design = system.design
    state = scramble(blank(small, design.traces[2:]), seed)
    # what is unknown stays unknown
    state.one[state.roles.ideology, seed % 11] = math.nan
    known = view(small, state, design.traces)
    columns = design.columns[small.kind_index["raid"]]
    for (text, (name, arguments)), e in zip(TERMS.items(), columns, strict=True):
        twin, actors = getattr(naive, name), range(11)
        # every pair by and by: a quarter of them in each example
        pairs = [(i, j) for i in actors for j in actors if i != j and (7 * i + j + seed) % 4 == 0]
        found = [system.kernel.value(e, state, i, j) for i, j in pairs]
        wanted = [twin(known, i, j, **arguments) for i, j in pairs]
        np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12, err_msg=text)
