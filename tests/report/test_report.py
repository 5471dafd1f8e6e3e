"""Results as plain data: what is printed and what --json gives."""

import datetime as dt
import math

import numpy as np
import pytest

from rapallo.errors import UsageError
from rapallo.estimation.fitting import fit
from rapallo.explanation.event import explain
from rapallo.report.ensemble import ensemble_data
from rapallo.report.explanation import explanation_data
from rapallo.report.fit import fit_data
from rapallo.report.state import actor_data, replay_data, ties_of
from rapallo.simulation.ensemble import simulate
from rapallo.state.fields import THREAT
from tests.conftest import SMALL_VALUES

DAY = dt.date(1622, 8, 3)


@pytest.fixture(scope="module")
def fitted(system):
    return fit(system)


def test_the_ties_of_an_actor_say_since_when_until_when_and_by_what(system):
    found = {(t["tie"], t["side"], t["other"]): t for t in ties_of(system.history, "CAL", DAY)}
    league = found["league", "", "ELM"]
    assert (league["since"], league["until"], league["treaty"]) == ("1620-07-01", "1640-07-01", "1620-league")
    assert not league["runs_on"]
    assert found["league", "", "FEN"]["since"] == "1621-08-01"
    assert found["feud", "", "BOR"]["treaty"] == "1622-entry"
    # war ended relations with BOR; those with DOR are older than the record
    assert ("embassy", "", "BOR") not in found
    assert found["embassy", "", "DOR"]["treaty"] is None
    assert found["embassy", "", "DOR"]["until"] is None


def test_a_directed_tie_has_two_sides(system):
    day = dt.date(1622, 9, 2)
    assert [(t["side"], t["other"]) for t in ties_of(system.history, "BOR", day) if t["tie"] == "garrison"] == [
        ("of", "ELM")
    ]
    assert [(t["side"], t["other"]) for t in ties_of(system.history, "ELM", day) if t["tie"] == "garrison"] == [
        ("by", "BOR")
    ]


def test_a_day_tells_who_exists_what_binds_all_and_what_happened_last(system):
    found = replay_data(system.history, DAY, last=2)
    assert found["ties"]["feud"] == ["BOR-CAL", "BOR-DOR", "BOR-ELM"]
    assert found["ties"]["garrison"] == []
    assert [e["id"] for e in found["events"]] == ["1622-invasion", "1622-entry"]
    assert replay_data(system.history, DAY, last=0)["events"] == []
    assert "FEN" in found["actors"]
    assert "FEN" not in replay_data(system.history, dt.date(1621, 5, 31))["actors"]
    assert [e["id"] for e in replay_data(system.history, DAY, "WEA")["events"]] == ["1621-stir"]
    with pytest.raises(UsageError, match="There is no actor 'QQQ'"):
        replay_data(system.history, DAY, "QQQ")


def test_beliefs_are_told_both_ways(system):
    found = actor_data(system.history, "ELM", DAY, "BOR")
    (view,) = found["views"]
    threat = system.history.state(DAY).pair[THREAT]
    elm, bor = system.record.index["ELM"], system.record.index["BOR"]
    assert view["threat"] == pytest.approx(1 / (1 + math.exp(-threat[elm, bor])))
    assert view["threat_in_return"] == pytest.approx(1 / (1 + math.exp(-threat[bor, elm])))
    assert view["threat"] > view["threat_in_return"]
    # BOR raided (2 May, Goldstein -10) and invaded (-10); the raid has faded for three months
    assert 1.9 < view["hostile_in_return"] < 3.0
    assert view["hostile"] == 0
    assert found["covariates"]["might"] == 0.04
    assert {t["other"] for t in found["ties"]} == {"BOR"}


def test_without_another_the_most_feared_come_first(system):
    views = actor_data(system.history, "ELM", DAY)["views"]
    assert views[0]["other"] == "BOR"
    assert "ELM" not in [v["other"] for v in views]


def test_a_fit_an_explanation_and_an_ensemble(system, fitted):
    plain = fit_data(fitted, ["raid"])
    assert list(plain["kinds"]) == ["raid"]
    assert plain["prior"] == {"effect": 0.5, "deviation": 0.6, "constant": None}
    assert plain["kinds"]["raid"]["estimate"] == fitted.kinds["raid"].estimate.tolist()
    (pair,) = explanation_data(explain(system, fitted, "1621-friends"))["pairs"]
    assert pair["together"] == pytest.approx(sum(term["together"] for term in pair["terms"]))
    (one_sided,) = explanation_data(explain(system, fitted, "1622-raid"))["pairs"]
    assert one_sided["side_b"] is None
    assert one_sided["holds_back"] is None
    ensemble = simulate(system, SMALL_VALUES, "1622-08-02", "1624-06-30", runs=4)
    told = ensemble_data(ensemble)
    made = [int((~run.given).sum()) for run in ensemble.runs]
    assert told["events"] == np.mean(made)
    assert sum(told["events_by_kind"].values()) == pytest.approx(told["events"])
