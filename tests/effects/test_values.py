"""Values by hand: beliefs, covariates and values of the pair itself, and the defaults of the arguments."""

from __future__ import annotations

import math
from math import log

import pytest

from rapallo.effects.catalogue import CATALOGUE
from rapallo.effects.forms import EITHER, RECEIVED, SENT
from rapallo.state.fields import EXISTS, FEARED, FRESH, IMPUNITY, NEAR, RUNNING_TENSION, TENSION, THREAT, TRUST


def test_trust_is_twice_the_probability_less_one(state, x, ask):
    state.pair[TRUST, x.AVA, x.BOR], state.pair[TRUST, x.BOR, x.AVA] = log(3), -log(9)
    state.pair[THREAT] = 7.0
    # odds of 3 to 1: 2 * 3/4 - 1; of 1 to 9: 2 * 1/10 - 1
    assert ask("trust", "AVA", "BOR") == pytest.approx(0.5)
    assert ask("trust", "BOR", "AVA") == pytest.approx(-0.8)


def test_perceived_threat_is_a_probability(state, x, ask):
    state.pair[TRUST] = state.pair[FEARED] = 7.0
    state.pair[THREAT, x.AVA, x.BOR], state.pair[THREAT, x.BOR, x.AVA] = log(4), -log(9)
    # odds of 4 to 1, of 1 to 9
    assert ask("perceived_threat", "AVA", "BOR") == pytest.approx(0.8)
    assert ask("perceived_threat", "BOR", "AVA") == pytest.approx(0.1)


def test_reputation_is_the_mean_trust_of_third_states(state, x, ask):
    state.pair[TRUST, x.BOR, :] = 4.0
    trust = {"CAL": log(3), "DOR": -log(9), "ELM": 6.0, "FEN": 0.0, "GAR": log(3), "AVA": 5.0, "BOR": 5.0, "MER": 5.0}
    for name, odds in trust.items():
        state.pair[TRUST, getattr(x, name), x.BOR] = odds
    state.one[EXISTS, x.ELM] = 0.0
    # Calland, Dorland, Fenland, Garland: (0.5 - 0.8 + 0 + 0.5) / 4
    assert ask("reputation", "AVA", "BOR") == pytest.approx(0.05)
    state.one[EXISTS, 2:7] = 0.0
    assert ask("reputation", "AVA", "BOR") == 0.0


def test_third_party_threat_is_the_worst_of_the_powers(state, x, ask):
    state.pair[THREAT] = 5.0
    state.pair[FEARED] = 6.0
    rows = {"CAL": (-log(4), 0.2), "DOR": (0.0, 0.02), "ELM": (2.0, 0.019), "FEN": (2.0, 0.3), "GAR": (-log(9), 0.1)}
    rows |= {"AVA": (3.0, 0.2), "BOR": (3.0, 0.2), "MER": (4.0, 0.5)}
    for name, (odds, might) in rows.items():
        state.pair[FEARED, x.AVA, getattr(x, name)] = odds
        state.one[state.roles.capability, getattr(x, name)] = might
    state.one[EXISTS, x.FEN] = 0.0
    # Calland 1/5, Dorland 1/2, Garland 1/10; Elmland is too weak, Fenland is gone
    assert ask("third_party_threat", "AVA", "BOR", 0.02) == pytest.approx(0.5)
    assert ask("third_party_threat", "AVA", "BOR", 0.05) == pytest.approx(0.2)
    assert ask("third_party_threat", "AVA", "CAL", 0.15) == pytest.approx(1 / (1 + math.exp(-3)))
    assert ask("third_party_threat", "AVA", "BOR", 0.9) == 0.0


def test_marks_of_actors(state, x, ask):
    state.one[FRESH, [x.AVA, x.BOR]] = 0.25, 0.75
    state.one[IMPUNITY, [x.AVA, x.BOR]] = 3.0, 0.25
    assert [ask("new_leader", "AVA", "BOR", side) for side in (0, 1)] == [0.25, 0.75]
    # 3 / 4, 0.25 / 1.25
    assert [ask("impunity", "AVA", "BOR", side) for side in (0, 1)] == pytest.approx([0.75, 0.2])


def test_tension_is_that_of_the_last_tick(state, ask):
    state.moment[[TENSION, RUNNING_TENSION]] = math.e - 1.0, 9.0
    assert ask("tension", "AVA", "BOR") == pytest.approx(1.0)


def test_power(state, x, ask):
    state.one[state.roles.capability, [x.AVA, x.BOR]] = 0.2, 0.3
    # log(1 + 100 * 0.2), log(1 + 100 * 0.3)
    assert [ask("power", "AVA", "BOR", side) for side in (0, 1)] == pytest.approx([log(21), log(31)])


def test_relative_capability(state, x, ask):
    state.one[state.roles.capability, [x.AVA, x.BOR, x.CAL, x.DOR]] = 0.3, 0.1, 0.0, 0.0
    # 0.3 / 0.4 - 0.5
    assert ask("relative_capability", "AVA", "BOR") == pytest.approx(0.25)
    assert ask("relative_capability", "BOR", "AVA") == pytest.approx(-0.25)
    assert ask("relative_capability", "AVA", "CAL") == 0.5
    assert ask("relative_capability", "CAL", "DOR") == 0.0


def test_covariates(state, x, ask):
    creed = x.covariate("creed")
    state.one[creed, [x.AVA, x.BOR, x.CAL]] = -0.5, 0.8, -0.5
    assert [ask("covariate", "AVA", "BOR", creed, side) for side in (0, 1)] == [-0.5, 0.8]
    # 0.8 + 0.5
    assert ask("difference", "AVA", "BOR", creed) == ask("difference", "BOR", "AVA", creed) == pytest.approx(1.3)
    assert [ask("same", "AVA", other, creed) for other in ("BOR", "CAL")] == [0.0, 1.0]


@pytest.mark.parametrize("unknown", ["AVA", "BOR"])
def test_nobody_is_the_same_as_who_is_unknown(state, x, ask, unknown):
    creed = x.covariate("creed")
    state.one[creed, [x.AVA, x.BOR]] = 0.3, 0.3
    state.one[creed, getattr(x, unknown)] = math.nan
    for effect in ("same", "difference"):
        assert math.isnan(ask(effect, "AVA", "BOR", creed))


def test_values_of_the_pair(state, x, ask):
    regard = x.value("regard")
    state.pair[regard, x.AVA, x.BOR], state.pair[regard, x.BOR, x.AVA] = 0.7, -0.2
    state.pair[NEAR, x.AVA, x.BOR], state.pair[NEAR, x.BOR, x.AVA] = 0.4, 0.9
    assert [ask("pair_value", *pair, regard, SENT) for pair in (("AVA", "BOR"), ("BOR", "AVA"))] == [0.7, -0.2]
    assert [ask("nearness", *pair) for pair in (("AVA", "BOR"), ("BOR", "AVA"))] == [0.4, 0.9]


def test_defaults_of_the_arguments():
    given = {e.name: {p.name: p.default for p in e.parameters if p.default is not None} for e in CATALOGUE.values()}
    weights = {"partner": 0.5, "relation": 0.1, "membership": 1.0}
    assert given["isolation"] == {"side": "sender", **weights}
    assert given["mutual_isolation"] == weights
    assert given["third_party_threat"] == {"power": 0.02}
    assert given["hostile"] == {"half_life": 0.0, "form": "saturating", "window": 0.0}
    assert (
        given["inertia"]
        == given["reciprocity"]
        == {"kind": "own", "half_life": 0.0, "form": "saturating", "window": 0.0}
    )
    assert given["cooperation"] == {"half_life": 0.0, "way": "either", "form": "saturating", "window": 0.0}
    assert given["power"] == given["covariate"] == {"side": "sender"}


@pytest.mark.parametrize("effect", CATALOGUE.values(), ids=lambda effect: effect.name)
def test_every_effect_is_documented(effect):
    assert effect.formula
    assert effect.meaning
    # author and year
    assert any(part.strip("(),;").isdigit() for part in effect.reference.split())
    assert "Return" in (effect.value.__doc__ or "")


def test_an_outside_option_is_the_power_that_j_trusts_most(state, x, ask):
    for name, might in (("AVA", 0.5), ("CAL", 0.05), ("DOR", 0.01), ("ELM", 0.2)):
        state.one[state.roles.capability, getattr(x, name)] = might
    # odds of good faith: Ava 9, Cal 3, Dor 9, Elm 1; Dor is no power, and Ava is the one asked about
    for name, odds in (("AVA", 9), ("CAL", 3), ("DOR", 9), ("ELM", 1)):
        state.pair[TRUST, x.BOR, getattr(x, name)] = log(odds)
    assert ask("outside_option", "AVA", "BOR", 0.02) == pytest.approx(0.75)
    assert ask("outside_option", "AVA", "BOR", 0.1) == pytest.approx(0.5)
    assert ask("outside_option", "AVA", "BOR", 0.005) == pytest.approx(0.9)
    state.one[EXISTS, [x.CAL, x.ELM]] = 0.0
    assert ask("outside_option", "AVA", "BOR", 0.02) == 0.0


def test_a_value_of_the_pair_is_asked_for_from_either_side(state, x, ask):
    claim = x.value("pretension")
    state.pair[claim, x.AVA, x.BOR], state.pair[claim, x.BOR, x.AVA] = 0.25, 0.75
    assert [ask("pair_value", "AVA", "BOR", claim, way) for way in (EITHER, SENT, RECEIVED)] == [0.75, 0.25, 0.75]
    for pair in ((x.AVA, x.BOR), (x.BOR, x.AVA)):
        before, state.pair[claim, *pair] = state.pair[claim, *pair], math.nan
        assert math.isnan(ask("pair_value", "AVA", "BOR", claim, EITHER))
        state.pair[claim, *pair] = before
