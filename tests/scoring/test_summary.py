"""Scores summed up, by hand."""

import datetime as dt
import math
from dataclasses import replace

import polars as pl
import pytest

from rapallo.errors import UsageError
from rapallo.scoring.baselines import constant, two_memories
from rapallo.scoring.score import Scores
from rapallo.scoring.summary import difference, summarise

ORIGIN = dt.date(1928, 1, 1)
QUARTERS = (dt.date(1928, 1, 1), dt.date(1928, 4, 1))


def scores(rates=(2.0, 0.5), expected=(1.0, 0.25), shares=(0.5, 0.25), events=2):
    """Two events of weight 1 and 3, of two kinds, in two quarters."""
    rows = pl.DataFrame(
        {
            "origin": [ORIGIN] * 2,
            "event": ["a", "b"],
            "date": [dt.date(1928, 2, 1), dt.date(1928, 4, 1)],
            "kind": ["raid", "pact"],
            "sender": ["A", "B"],
            "receiver": ["B", "C"],
            "weight": [1.0, 3.0],
            "rate": list(rates),
            "share": list(shares),
            "rank": [2.0, 1.0],
            "of": [5, 1],
        }
    ).head(events)
    integral = pl.DataFrame(
        {
            "origin": [ORIGIN] * 4,
            "kind": ["raid", "raid", "pact", "pact"],
            "period": [*QUARTERS, *QUARTERS],
            "above": [1.0, 1.0, 0.1, 0.1],
            "expected": [expected[0], 0.0, 0.0, expected[1]],
        }
    )
    return Scores(rows, integral, pl.DataFrame({"kind": []}, schema={"kind": pl.String}), 0)


def test_figures_of_a_kind_and_of_all():
    table = {row["kind"]: row for row in summarise(scores()).kinds.to_dicts()}
    assert table["raid"]["log_score"] == pytest.approx(math.log(2) - 1)
    # (3 log 0.5 - 0.25) / 3
    assert table["pact"]["log_score"] == pytest.approx(math.log(0.5) - 0.25 / 3)
    assert table["all"]["weight"] == 4.0
    assert table["all"]["expected"] == 1.25
    assert table["all"]["log_score"] == pytest.approx((math.log(2) + 3 * math.log(0.5) - 1.25) / 4)
    assert table["all"]["log_share"] == pytest.approx((math.log(0.5) + 3 * math.log(0.25)) / 4)
    # 1/2 of weight 1, 1 of weight 3
    assert table["all"]["reciprocal_rank"] == pytest.approx(3.5 / 4)
    # second of five: a quarter of the way; the only one: first
    assert table["all"]["place"] == pytest.approx(0.25 / 4)


def test_a_kind_without_events_has_no_figure():
    table = {row["kind"]: row for row in summarise(scores(events=1)).kinds.to_dicts()}
    assert table["pact"]["weight"] == 0.0
    assert table["pact"]["log_score"] is None
    # what was expected and did not come counts in the whole
    assert table["all"]["log_score"] == pytest.approx(math.log(2) - 1.25)


def test_calibration_holds_what_was_expected_beside_what_came():
    assert summarise(scores()).calibration.to_dicts() == [
        {"above": 0.1, "expected": 0.25, "happened": 3.0},
        {"above": 1.0, "expected": 1.0, "happened": 1.0},
    ]


def test_kinds_can_be_left_out():
    table = summarise(scores(), without=["pact"]).kinds
    assert table["kind"].to_list() == ["raid", "all"]
    with pytest.raises(UsageError, match="no scored event is left"):
        summarise(scores(), without=["pact", "raid"])


def test_a_difference_is_per_weighted_event():
    other = scores(rates=(1.0, 1.0), expected=(0.5, 0.5), shares=(0.5, 0.5))
    found = difference(scores(), other)
    # (log 2 - 3 log 2 - (1.25 - 1.0)) / 4
    assert found.log_score == pytest.approx((-2 * math.log(2) - 0.25) / 4)
    # 3 log(1/2) / 4
    assert found.log_share == pytest.approx(-3 * math.log(2) / 4)
    assert (found.weight, found.left_out) == (4.0, 0.0)
    # two blocks: both draws the first, both the second, or one of each
    low, high = found.log_score_interval
    assert low == pytest.approx((-3 * math.log(2) + 0.25) / 3, abs=1e-9)
    assert high == pytest.approx(math.log(2) - 0.5, abs=1e-9)
    assert difference(scores(), other) == found


def test_a_model_against_itself_differs_nowhere():
    found = difference(scores(), scores())
    assert (found.log_score, found.log_score_interval) == (0.0, (0.0, 0.0))


def test_what_one_of_them_missed_is_left_out_and_said():
    found = difference(scores(), scores(events=1))
    assert (found.weight, found.left_out) == (1.0, 3.0)


def test_only_like_is_compared():
    with pytest.raises(UsageError, match="not scored on the same origins"):
        difference(scores(), replace(scores(), expected=scores().expected.head(2)))


def test_baselines_are_models_of_every_kind(small):
    for model in (constant(small), two_memories(small)):
        model.check(small)
        assert set(model.effects) == {k.name for k in small.kinds if k.role == "modelled"}
    assert [t.text for t in two_memories(small).terms(small, "raid")] == [
        "log(4 * cooperation(1.5, form=count))",
        "log(4 * hostility(1.5, form=count))",
    ]
    mute = replace(small, kinds=[replace(kind, goldstein=0.0) for kind in small.kinds])
    assert [t.text for t in two_memories(mute).terms(mute, "raid")] == [
        "log(4 * inertia(1.5, form=count))",
        "log(4 * reciprocity(1.5, form=count))",
    ]
