"""The law of reads: what is kept up to date by the writer's notes equals what is computed from scratch, bit for bit.

This is what holds effects and risk rules to their `reads`. The functions are called as written, not compiled.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rapallo.effects.catalogue import CATALOGUE
from rapallo.events.act import Act
from rapallo.events.acts import perform
from rapallo.events.risk import rule_holds
from rapallo.model.hypothesis import Model
from rapallo.model.refresh import CELLS, CHANNELS, refresh_with
from rapallo.model.system import System
from rapallo.state import bonds, writer
from rapallo.state.arrays import copy_state
from rapallo.state.fields import EXISTS, FIRST_COVARIATE, FIRST_TIE, HOME, NEAR, PATRON, TENSION, TRUST
from rapallo.state.notes import NOTES, look_everywhere, note
from tests.naive.terms import TERMS
from tests.worlds import lively

# how many bonds there are at first
CROWDS = (15, 40, 60, 120)
SENTENCES = ["deterrence * power(receiver)", "log(hostile(0.5, count)) - trust", "saturate(common_enemy) + tie(seat)"]


def crowded(small):
    """The small world in which all realms border on one another once, and a renunciation asks about embassies."""
    realms = [actor.id for actor in small.actors if actor.type == "realm"]
    border = next(pair for pair in small.pairs if pair.name == "border")
    borders = [replace(border, actor_a=a, actor_b=b) for a in realms for b in realms if a < b]
    kinds = [replace(kind, tie="embassy") if kind.name == "renunciation" else kind for kind in small.kinds]
    return replace(small, pairs=tuple(borders), kinds=tuple(kinds))


def model():
    """Return a model in which every effect is used with many arguments."""
    few = ["client_activity", "belligerence(receiver)", "perceived_threat", "isolation", "covariate(might)"]
    return Model({"warranty": (*TERMS, *SENTENCES), "unrest": tuple(few), "league": ("trust", "common_enemy")})


class Short(System):
    """A system whose name is short: a failing test prints it."""

    def __repr__(self):
        return "system"


@pytest.fixture(scope="module")
def system(small):
    return Short(crowded(small), model())


@pytest.fixture(scope="module")
def refresh(system):
    return refresh_with(system.kernel.value)


def from_scratch(system, refresh, state):
    work, copy = system.work(), copy_state(state)
    look_everywhere(copy)
    refresh(copy, system.statistics, system.channels, work)
    return work.x


def at_risk(system, state):
    c = system.channels
    return np.array([rule_holds(state, system.kinds, *each) for each in zip(c.k, c.i, c.j, strict=True)])


def change(system, state, what, i, j, number, act):
    """Let something happen to a state."""
    roles = state.roles
    if what <= 4:
        perform(state, system.kinds, act._replace(i=i, j=j))
    elif what == 5:
        writer.age(state, number)
    elif what == 6:
        covariates = len(state.one) - FIRST_COVARIATE
        writer.set_one(state, FIRST_COVARIATE + act.kind % covariates, i, math.nan if number > 0.97 else number)
    elif what == 7:
        values = roles.layers - roles.first_value
        writer.set_value(state, roles.first_value + act.kind % values, i, j, round(number, 1))
    elif what == 8:
        writer.set_threat(state, i, j, number)
        writer.set_pair(state, TRUST, j, i, number)
    elif what == 9:
        writer.remove(state, i)
    elif what == 10:
        writer.bear(state, i)
    elif what == 11:
        bonds.reveal(state, act.treaty, i, j)
    else:
        writer.set_clock(state, 10 * number)
        bonds.end_term(state, act.treaty, i, j)


flag = st.integers(0, 1)
acts = st.builds(
    Act,
    kind=st.integers(0, 27),
    i=st.just(0),
    j=st.just(0),
    share=st.sampled_from([0.5, 1.0]),
    real=flag,
    secret=flag,
    whole=flag,
    void=st.just(0),
    stays=flag,
    treaty=st.integers(0, 5),
    of=st.sampled_from([-1, 0, 1]),
    term=st.sampled_from([1.0, math.inf]),
)
step = st.tuples(st.integers(0, 12), st.integers(0, 10), st.integers(0, 10), st.floats(0.0, 1.0), acts)


def bring_up_to_date(system, refresh, state, work, risk):
    """Refresh, and check that who may have changed is listed: by risk, or by a statistic. Return who is at risk now."""
    work.channel_marked[:] = False
    work.n[CHANNELS] = 0
    before = work.x.copy()
    refresh(state, system.statistics, system.channels, work)
    assert state.counts[NOTES] == work.n[CELLS] == 0
    listed = set(work.channels[: work.n[CHANNELS]].tolist())
    moved = np.flatnonzero((before != work.x) & ~np.isnan(before))
    enters = np.isin(system.statistics.enters, moved).any(axis=(0, 2))
    now = at_risk(system, state)
    assert set(np.flatnonzero(enters | (risk != now)).tolist()) <= listed
    return now


@given(history=st.lists(step, min_size=4, max_size=12), seed=st.integers(0, 2**16))
# without shrinking: each step is slow, and any history that fails tells the field
@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_what_is_kept_along_a_history_equals_what_is_computed_anew(system, refresh, history, seed):
    state = lively(system.record, system.design.traces[2:], system.model.settings, seed)
    work = system.work()
    look_everywhere(state)
    refresh(state, system.statistics, system.channels, work)
    risk = at_risk(system, state)
    for what, i, j, number, act in history:
        if i != j:
            change(system, state, what, i, j, number, act)
            risk = bring_up_to_date(system, refresh, state, work, risk)
    np.testing.assert_array_equal(work.x, from_scratch(system, refresh, state))


def write(state, rng, field):
    """Write a field at a random place, as the writer would: by its layer, its row, or its code in the notes."""
    roles, n = state.roles, state.one.shape[1]
    i, j = rng.choice(n, 2, replace=False)
    client = rng.integers(state.sovereign, n)
    if field == roles.contiguity and state.who[HOME, client] >= 0:
        i, j = state.who[HOME, client], rng.choice(np.delete(np.arange(state.sovereign), state.who[HOME, client]))
    if field == roles.control and state.who[PATRON, client] >= 0:
        i, j = state.who[PATRON, client], client
    if FIRST_TIE <= field < FIRST_TIE + roles.ties:
        if rng.random() < 0.4:
            # rules of movements ask about few pairs
            i, j = rng.choice(range(state.sovereign, n), 2, replace=False)
        # in force, known or secret, or not
        number, hidden = rng.choice([0, 1, 1, 2]), rng.integers(0, 2)
        state.pair[field + roles.ties, i, j] = min(number, hidden)
        writer.set_pair(state, field, i, j, number)
    elif field < roles.layers:
        writer.set_pair(state, field, i, j, rng.choice([0.0, 0.3, 2.0]) * rng.random())
    elif field < roles.patron:
        row = field - roles.layers
        writer.set_one(
            state, row, i, 1.0 - state.one[row, i] if row == EXISTS else rng.choice([0.0, 0.5 * rng.random()])
        )
    elif field == roles.patron:
        state.who[PATRON, client] = rng.integers(0, state.sovereign)
        note(state, field, client, -1)
    else:
        state.moment[TENSION] += 1.0
        note(state, field, -1, -1)


@pytest.mark.parametrize(("seed", "crowd"), list(enumerate(CROWDS)))
def test_single_writes_are_seen(system, refresh, seed, crowd):
    state = lively(system.record, system.design.traces[2:], system.model.settings, seed, crowd)
    rng = np.random.default_rng(seed)
    roles, work = state.roles, system.work()
    look_everywhere(state)
    refresh(state, system.statistics, system.channels, work)
    risk = at_risk(system, state)
    for field in range(roles.tension + 1):
        # nearness never changes, and what is secret is noted with its tie
        if field == NEAR or FIRST_TIE + roles.ties <= field < roles.first_trace:
            continue
        # few at a time, or what one reaches hides what another does not
        for _ in range(3):
            for _ in range(3):
                write(state, rng, field)
            risk = bring_up_to_date(system, refresh, state, work, risk)
            np.testing.assert_array_equal(work.x, from_scratch(system, refresh, state), err_msg=f"field {field}")


def test_the_model_uses_every_effect():
    assert {name for name, _ in TERMS.values()} == set(CATALOGUE)
