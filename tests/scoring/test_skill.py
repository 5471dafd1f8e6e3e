"""Foresight summed up and compared, by hand."""

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest

from rapallo.errors import UsageError
from rapallo.scoring.score import Scores
from rapallo.scoring.skill import ahead, skill

FIRST, SECOND = dt.date(1928, 1, 1), dt.date(1928, 4, 1)


def scores(squares=(1.0, 0.5, 2.0, 0.0), precision=(0.5, None, 0.25, None)):
    """Raids and pacts on two days of issue: 1 of 10 and 0 of 10, 2 of 10 and 0 of 10 came."""
    table = pl.DataFrame(
        {
            "origin": [FIRST] * 4,
            "issue": [FIRST, FIRST, SECOND, SECOND],
            "months": [3] * 4,
            "kind": ["raid", "pact", "raid", "pact"],
            "pairs": [10] * 4,
            "came": [1.0, 0.0, 2.0, 0.0],
            "expected": [1.0, 1.0, 1.0, 0.5],
            "squares": list(squares),
            "precision": list(precision),
        }
    )
    none = pl.DataFrame({"kind": []}, schema={"kind": pl.String})
    return Scores(none, none, table, 0)


def test_sums_of_a_kind_and_of_all():
    rows = {row["kind"]: row for row in ahead(scores()).to_dicts()}
    assert rows["pact"]["precision"] is None
    assert rows["pact"]["brier"] == pytest.approx(0.5 / 20)
    whole = rows["all"]
    assert (whole["issues"], whole["pairs"], whole["came"], whole["expected"]) == (2, 40, 3.0, 3.5)
    assert whole["brier"] == pytest.approx(3.5 / 40)
    # 0.5 of one, 0.25 of two
    assert whole["precision"] == pytest.approx(1 / 3)
    assert ahead(scores(), without=["pact"])["pairs"].to_list() == [20, 20]


def test_skill_by_hand():
    other = scores(squares=(2.0, 0.5, 2.0, 0.5), precision=(0.25, None, 0.25, None))
    found = skill(scores(), other, 3)
    assert found.brier_skill == pytest.approx(1 - 3.5 / 5)
    assert found.precision == pytest.approx(0.25 / 3)
    # draws of two days: both the first, both the second, or one of each
    assert found.brier_skill_interval == pytest.approx((1 - 2 / 2.5, 1 - 1.5 / 2.5))
    assert found.precision_interval == pytest.approx((0.0, 0.25))
    assert skill(scores(), scores(), 3).brier_skill == 0.0


def test_blocks_are_as_long_as_the_months():
    """Six months are two quarters: the only block is both days, and every draw is the whole."""
    six = [
        replace(s, horizons=s.horizons.with_columns(months=pl.lit(6, pl.Int64))) for s in (scores(), scores((1,) * 4))
    ]
    found = skill(*six, 6)
    assert found.brier_skill_interval == (found.brier_skill, found.brier_skill)


def test_only_like_is_compared():
    with pytest.raises(UsageError, match="not scored on the same origins"):
        skill(scores(), replace(scores(), horizons=scores().horizons.head(3)), 3)
    with pytest.raises(UsageError, match="nothing that can be scored came within 12 months"):
        skill(scores(), scores(), 12)
