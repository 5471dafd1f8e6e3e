"""Features of a stretch of history, by hand, and what stands for treaties of many."""

import datetime as dt
import math

import numpy as np
import pytest

from rapallo.record.clock import DAYS_PER_YEAR, to_time
from rapallo.scoring.features import Happened, features, kept, mean_of

DIRECTED, MUTUAL = 0, 1
CONSENT = np.array([False, True])
BEGIN = to_time(dt.date(1921, 1, 1))


def happened(*rows):
    """Rows of day, kind, i, j."""
    day, kind, i, j = (np.array(column) for column in zip(*rows, strict=True))
    return Happened(BEGIN + day / DAYS_PER_YEAR, kind, i, j)


def told(what, actors=6, years=1.0):
    found = features(what, CONSENT, actors, BEGIN, BEGIN + years)
    return {(f.name, f.label): f.value for f in found}


# a triangle 0-1-2 and a tail 2-3; 4 and 5 do nothing
ROWS = happened(
    (0, DIRECTED, 0, 1), (10, DIRECTED, 1, 0), (30, DIRECTED, 0, 1), (100, MUTUAL, 1, 2), (100, DIRECTED, 0, 2),
    (200, DIRECTED, 3, 2), (300, MUTUAL, 1, 2)
)  # fmt: skip


def test_who_deals_with_whom():
    found = told(ROWS)
    partners = {label: n for (name, label), n in found.items() if name == "actors by partners"}
    # 0 and 1 have two, 2 has three, 3 has one
    assert partners == {"1": 1, "2": 2, "3-4": 1, "5-8": 0, "9-16": 0, "17-32": 0, "33+": 0}
    # kinds that need consent are left out: 0 sends to two, 1 and 3 to one; 2 hears from two, 0 and 1 from one
    assert [found["actors by outdegree", label] for label in ("1", "2", "3-4")] == [2, 1, 0]
    assert [found["actors by indegree", label] for label in ("1", "2", "3-4")] == [2, 1, 0]
    # 0: 4, 1: 5, 2: 4, 3: 1
    assert [found["actors by events", label] for label in ("1", "2", "3-4", "5-8")] == [1, 0, 2, 1]


def test_shared_partners_of_pairs_that_met():
    """Each side of the triangle has one, the tail none."""
    found = told(ROWS)
    assert found["pairs by shared partners", "0"] == 0.25
    assert found["pairs by shared partners", "1"] == 0.75
    assert found["pairs by shared partners", "2"] == 0.0


def test_gaps_bursts_and_shares():
    found = told(ROWS)
    # of 0 and 1: 10 and 20 days; of 1 and 2: 200
    assert found["days between events of a pair", "50%"] == 20.0
    assert found["days between events of a pair", "10%"] == pytest.approx(12.0)
    # days 0 and 10 are within 30; 10 and 30 as well; 0 and 30 are not: 30 days are 0 to 29
    assert found["bursts", "most events of a pair in 30 days"] == 2
    assert found["bursts", "share of the busiest pair"] == pytest.approx(3 / 7)
    # 3, 2, 1, 1 by quarter: variance 11/12, mean 7/4
    assert [n for (name, _), n in found.items() if name == "events by quarter"] == [3, 2, 1, 1]
    assert found["bursts", "variance over mean by quarter"] == pytest.approx((11 / 12) / (7 / 4))
    assert (
        told(happened(*[(d, DIRECTED, 0, 1) for d in (0, 5, 29, 30)]))["bursts", "most events of a pair in 30 days"]
        == 3
    )


def test_quarters_are_named_by_their_first_day():
    labels = [label for name, label in told(ROWS) if name == "events by quarter"]
    assert labels == ["1921-01-01", "1921-04-02", "1921-07-02", "1921-10-01"]


def test_of_nothing_there_is_nothing_to_tell():
    empty = Happened(np.zeros(0), *(np.zeros(0, np.int64) for _ in range(3)))
    found = told(empty)
    assert found["actors by partners", "1"] == 0
    assert found["bursts", "most events of a pair in 30 days"] == 0
    assert math.isnan(found["days between events of a pair", "50%"])
    assert math.isnan(found["pairs by shared partners", "0"])
    assert math.isnan(found["bursts", "share of the busiest pair"])
    both = mean_of([features(what, CONSENT, 6, BEGIN, BEGIN + 1.0) for what in (empty, ROWS)])
    names = list(found)
    assert both[names.index(("actors by partners", "2"))] == 1.0
    assert both[names.index(("days between events of a pair", "50%"))] == 20.0


def test_n_minus_1_pairs_stand_for_a_treaty_of_n_each_as_often_as_it_weighs():
    weight = np.array([1.0, *[2 / 5] * 10, 1.0, *[2 / 3] * 3])
    drawn = np.array([kept(weight, 1, draw) for draw in range(400)])
    assert drawn[:, 0].all()
    assert drawn[:, 11].all()
    assert (drawn[:, 1:11].sum(axis=1) == 4).all()
    assert (drawn[:, 12:].sum(axis=1) == 2).all()
    assert drawn.mean(axis=0) == pytest.approx(weight, abs=0.08)
