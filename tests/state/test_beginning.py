"""The state before anything: priors, defaults, places, nearness of seats."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapallo.state.arrays import copy_state
from rapallo.state.beginning import distance_km, nearness
from rapallo.state.fields import ABSORBED, FEARED, HOME, NEAR, PATRON, THREAT, TRUST, TYPE, Reach, Reads, codes
from rapallo.state.settings import Settings
from rapallo.state.traces import HOSTILE, Trace, standing, weight
from tests.naive.acts import weight as plain_weight
from tests.naive.figures import nearness as plain_nearness
from tests.worlds import blank

latitude, longitude = st.floats(-90, 90), st.floats(-180, 180)


def test_distance():
    # a quarter of a great circle: 6371 km * pi / 2
    assert distance_km(0.0, 0.0, 0.0, 90.0) == pytest.approx(6371 * math.pi / 2)
    assert distance_km(90.0, 0.0, 0.0, 33.0) == pytest.approx(6371 * math.pi / 2)
    assert distance_km(10.0, 20.0, -10.0, -160.0) == pytest.approx(6371 * math.pi)
    # one degree along the meridian, and along the parallel of 60 degrees by cos 60 = 1/2 (nearly)
    assert distance_km(10.0, 5.0, 11.0, 5.0) == pytest.approx(6371 * math.radians(1))
    assert distance_km(60.0, 5.0, 60.0, 6.0) == pytest.approx(6371 * math.radians(0.5), rel=1e-4)


@given(a=latitude, b=longitude, c=latitude, d=longitude)
@settings(max_examples=100, deadline=None)
def test_nearness_equals_its_twin(a, b, c, d):
    assert math.exp(-distance_km(a, b, c, d) / 2000) == pytest.approx(plain_nearness(a, b, c, d), abs=1e-7)


def test_nearness_of_the_seats(small):
    near = nearness(small)
    a, b = small.actors[0], small.actors[1]
    assert near[0, 1] == near[1, 0]
    assert near[0, 1] == pytest.approx(plain_nearness(a.latitude, a.longitude, b.latitude, b.longitude))
    # the merchants sit where Avaland does
    assert near[small.index["AVA"], small.index["MER"]] == 1.0
    assert (np.diag(near) == 0).all()


def test_who_has_no_seat_is_near_to_nobody(small):
    import dataclasses

    actors = (dataclasses.replace(small.actors[0], latitude=None), *small.actors[1:])
    near = nearness(dataclasses.replace(small, actors=actors))
    assert (near[0] == 0).all()
    assert (near[:, 0] == 0).all()
    assert near[1, 2] > 0


def test_the_blank_state(small):
    settings_ = Settings(prior_trust=0.25, prior_threat=-3.0)
    state = blank(small, settings=settings_)
    assert (state.pair[TRUST] == 0.25).all()
    assert (state.pair[[THREAT, FEARED]] == -3.0).all()
    assert (state.pair[NEAR] == nearness(small)).all()
    assert (state.pair[4:] == 0).all()
    assert (state.one == 0).all()
    assert (state.who[[PATRON, ABSORBED]] == -1).all()
    assert state.who[TYPE].tolist() == [0] * 7 + [1] * 3 + [2]
    bor = small.index["BOR"]
    assert state.who[HOME].tolist() == [-1] * 8 + [bor, bor, -1]
    assert state.sovereign == 7
    assert state.counts.tolist() == [0, 0, 0]


def test_what_has_no_default_is_unknown(small_folder):
    from rapallo.record.read import read_record

    words = small_folder / "vocabulary.toml"
    text = words.read_text().replace(
        "[covariates.creed]\nlow = -1\nhigh = 1\ndefault = 0", "[covariates.creed]\nlow = -1\nhigh = 1"
    )
    words.write_text(
        text.replace(
            "[values.regard]\nlow = -1\nhigh = 1\ndefault = 0", "[values.regard]\nlow = -1\nhigh = 1\ndefault = 0.5"
        )
    )
    record = read_record(small_folder)
    state = blank(record)
    assert np.isnan(state.one[state.roles.ideology]).all()
    regard = state.roles.first_value + record.vocabulary.value_index["regard"]
    assert (state.pair[regard] == 0.5).all()


def test_roles_are_places_of_words(small):
    roles = blank(small).roles
    words = small.vocabulary
    for role in ("war", "recognition", "occupation", "client", "membership", "demand"):
        assert words.ties[getattr(roles, role) - 4].role == role
    for role in ("contiguity", "claim", "control"):
        assert words.values[getattr(roles, role) - roles.first_value].role == role
    assert (words.covariates[roles.capability - 3].role, words.covariates[roles.ideology - 3].role) == (
        "capability",
        "ideology",
    )
    assert (roles.first_trace, roles.first_value, roles.layers) == (4 + 26, 4 + 26 + 2, 4 + 26 + 2 + 4)


def test_a_copy_is_of_its_own(small):
    state = blank(small)
    copy = copy_state(state)
    for name in ("pair", "one", "who", "moment", "bond", "term", "notes", "counts"):
        assert not np.shares_memory(getattr(state, name), getattr(copy, name))
        np.testing.assert_array_equal(getattr(state, name), getattr(copy, name))


@pytest.mark.parametrize("counts", ["hostile", "friendly", "raid", "amity"])
def test_weights_of_traces_equal_their_twins(small, counts):
    for k, kind in enumerate(small.kinds):
        assert weight(small, Trace(counts, 1.0), k) == pytest.approx(plain_weight(kind, counts))


def test_every_state_remembers_hostile_and_friendly_acts(small):
    state = blank(small, [Trace("raid", 2.0)])
    assert standing(Settings(memory=3.0)) == (Trace(HOSTILE, 3.0), Trace("friendly", 3.0))
    assert state.traces.half_life.tolist() == [4.0, 4.0, 2.0]
    # an accord, Goldstein 9; a seizure, -9.5; a raid, -10
    rows = [small.kind_index[name] for name in ("accord", "seizure", "raid")]
    assert state.traces.weight[rows].tolist() == [[0.0, 0.9, 0.0], [0.95, 0.0, 0.0], [1.0, 0.0, 1.0]]


def test_fields_by_name(small):
    state = blank(small, [Trace("raid", 2.0)])
    roles, traces = state.roles, state.traces

    def ask(field, own=-1):
        return codes(Reads(field, Reach.PAIR), roles, traces, own)

    tie = {name: 4 + n for name, n in small.vocabulary.tie_index.items()}
    assert ask("tie:war") == [tie["feud"]]
    assert ask("tie:pact") == [tie[name] for name in ("truce", "amity", "league", "warranty")]
    assert ask("tie:aligns") == [tie[name] for name in ("amity", "league", "warranty")]
    assert ask("tie:defends") == [tie[name] for name in ("league", "warranty")]
    assert ask("tie:directed") == [tie[name] for name in ("warranty", "garrison", "vassal", "summons")]
    assert ask("tie:pending") == [tie["parley"]]
    assert ask("value:control") == [roles.control]
    assert ask("covariate:capability") == [roles.layers + roles.capability]
    assert (ask("trace:hostile"), ask("trace:friendly")) == ([roles.first_trace], [roles.first_trace + 1])
    assert (ask("own", 17), ask("own")) == ([17], [])
    assert [ask(f) for f in ("trust", "threat", "feared")] == [[0], [1], [2]]
    assert [ask(f) for f in ("exists", "fresh", "impunity")] == [[roles.layers + n] for n in range(3)]
    assert (ask("patron"), ask("tension")) == ([roles.patron], [roles.tension])
    assert ask("value:claim") != ask("value:contiguity")
    without = roles._replace(claim=-1, capability=-1)
    assert (
        codes(Reads("value:claim"), without, traces, -1)
        == codes(Reads("covariate:capability"), without, traces, -1)
        == []
    )
    with pytest.raises(KeyError):
        ask("mood")
