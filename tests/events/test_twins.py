"""The law of twins: random acts and ageing move a state as they move its view, written once more."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rapallo.events.act import Act
from rapallo.events.acts import perform
from rapallo.events.kinds import kind_table
from rapallo.state.settings import Settings
from rapallo.state.traces import Trace, standing
from rapallo.state.writer import age, remove, set_clock, set_value
from tests.naive import acts as naive
from tests.naive.view import view
from tests.worlds import Names, lively

SETTINGS = Settings(memory=3.0, trust=2.0, threat=1.0, fresh=0.7, impunity=1.3, prior_trust=0.2, prior_threat=-3.0)
TRACES = (*standing(SETTINGS), Trace("raid", 0.5), Trace("amity", math.inf), Trace("departure", 0.5, latest=True))
# memory over a window, of one kind and of all hostile acts
TRACES += (Trace("raid", math.inf, window=3.0), Trace("hostile", math.inf, window=1.5))

flag = st.integers(0, 1)
rare = st.sampled_from([0, 0, 0, 1])
# few actors and few kinds besides those that close and follow, so that acts meet what others have made
ACTORS = [0, 1, 2, 8, 9]
actor = st.sampled_from(ACTORS)
CLOSING = (
    "accord",
    "departure",
    "renunciation",
    "invasion",
    "absorption",
    "prolongation",
    "schism",
    "expiry",
    "departure",
)


def kinds_of(small):
    names = [kind.name for kind in small.kinds]
    return [*range(len(names)), *(names.index(name) for name in CLOSING for _ in range(3))]


steps = st.tuples(
    st.integers(0, 54),
    actor,
    actor,
    st.sampled_from([1.0, 0.5]),
    st.sampled_from([1, 1, 1, 0]),
    flag,
    rare,
    rare,
    flag,
    st.integers(0, 5),
    st.sampled_from([-1, -1, 0, 1, 2, 3]),
    st.sampled_from([1.0, 5.0, math.inf]),
)


def same(small, state, known):
    found = view(small, state, TRACES)
    for name in ("exists", "fresh", "impunity", "trust", "threat", "feared", "near", "tension", "running"):
        np.testing.assert_allclose(getattr(found, name), getattr(known, name), atol=1e-12, err_msg=name)
    for name in ("tie", "secret", "trace", "latest", "value", "covariate"):
        for word, table in getattr(known, name).items():
            np.testing.assert_allclose(getattr(found, name)[word], table, atol=1e-12, err_msg=str(word))
    sums = [state.pair[state.roles.first_trace + r].sum() for r in range(len(TRACES))]
    np.testing.assert_allclose(state.total, sums, atol=1e-12)
    assert found.bonds == known.bonds
    assert (found.patron, found.absorbed) == (known.patron, known.absorbed)


@given(history=st.lists(steps, min_size=3, max_size=25), seed=st.integers(0, 1000))
@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_acts_and_ageing_equal_their_twins(small, history, seed):
    state, kinds = lively(small, TRACES[2:], SETTINGS, seed, bonds=300, among=ACTORS), kind_table(small)
    x, which = Names(small, state), kinds_of(small)
    known = view(small, state, TRACES)
    for n, act in enumerate(Act(which[k], *rest) for k, *rest in history):
        set_clock(state, float(n))
        known.clock = float(n)
        if act.i == act.j:
            age(state, 0.25 + n / 8)
            naive.age(known, 0.25 + n / 8)
        elif act.kind == 24:
            # speeches change nothing: let an actor fall, and a value change
            remove(state, act.i)
            naive.fall(known, act.i)
            known.recount()
            set_value(state, x.value("sway"), act.i, act.j, act.share)
            naive.set_value(known, "sway", act.i, act.j, act.share)
        else:
            # without another side: a new prince
            one = act._replace(j=-1, i=act.i) if small.kinds[act.kind].name == "coronation" else act
            perform(state, kinds, one)
            naive.perform(known, small.kinds[act.kind], one)
    same(small, state, known)
