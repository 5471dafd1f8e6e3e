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
from tests.naive.view import view
from tests.worlds import blank, scramble

MEMORY = 4.0
FORMS = ("saturating", "binary", "count", "log")
SIDES = ("sender", "receiver")
KINDS = ("raid", "amity")
COVARIATES = ("might", "creed", "ambition")
VALUES = ("border", "pretension", "regard", "sway")
TIES = ("embassy", "league", "warranty", "garrison", "feud", "vassal", "seat", "compact")


def _terms():
    plain = "cobelligerence common_ally deterrence nearness trust perceived_threat tension obligation"
    plain += " relative_capability reputation mutual_isolation isolation third_party_threat"
    found = {name: (name, {}) for name in plain.split()}
    for name in ("balance_of_threat", "client_activity", "common_enemy", "rivalry", "enemys_ally"):
        found[name] = (name, {"half_life": MEMORY})
        found[f"{name}(0.5)"] = (name, {"half_life": 0.5})
    for name in ("hostile", "friendly"):
        for form in FORMS:
            found[f"{name}({form})"] = (name, {"half_life": MEMORY, "shape": form})
            found[f"{name}(0.5, {form})"] = (name, {"half_life": 0.5, "shape": form})
    for name in ("inertia", "reciprocity"):
        for kind in KINDS:
            for form in FORMS:
                found[f"{name}({kind}, 2, {form})"] = (name, {"kind": kind, "half_life": 2.0, "shape": form})
    for kind in KINDS:
        found[f"transitivity({kind})"] = ("transitivity", {"kind": kind, "half_life": MEMORY})
    for name in ("belligerence", "isolation", "new_leader", "impunity", "power"):
        for side in SIDES:
            found[f"{name}({side})"] = (name, {"side": side})
    for word in COVARIATES:
        for side in SIDES:
            found[f"covariate({word}, {side})"] = ("covariate", {"name": word, "side": side})
        found[f"same({word})"] = ("same", {"name": word})
        found[f"difference({word})"] = ("difference", {"name": word})
    for word in VALUES:
        found[f"pair_value({word})"] = ("pair_value", {"name": word})
    for word in TIES:
        found[f"tie({word})"] = ("tie", {"name": word})
    found["third_party_threat(0.05)"] = ("third_party_threat", {"power": 0.05})
    weights = {"partner": 0.25, "relation": 0.75, "membership": 2.0}
    found["isolation(receiver, 0.25, 0.75, 2)"] = ("isolation", {"side": "receiver", **weights})
    found["mutual_isolation(0.25, 0.75, 2)"] = ("mutual_isolation", weights)
    return found


TERMS = _terms()


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
