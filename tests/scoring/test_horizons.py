"""What was said of the months ahead beside what came, by hand."""

import datetime as dt
import math

import numpy as np
import pytest

from rapallo.events.risk import rule_holds
from rapallo.model.hypothesis import Model
from rapallo.model.intensity import intensity
from rapallo.model.parameters import parameters
from rapallo.model.system import System
from rapallo.record.clock import months_after, quarters, to_time
from rapallo.scoring.baselines import constant
from rapallo.scoring.cells import cells
from rapallo.scoring.forecast import ForecastObserver, observe
from rapallo.scoring.horizons import average_precision, horizons, issue_days
from rapallo.scoring.score import score
from tests.conftest import SMALL_VALUES

FIRST, LAST = dt.date(1622, 1, 1), dt.date(1623, 12, 31)


@pytest.mark.parametrize(
    ("score", "came", "area"),
    [
        # hits at the first and third place: (1 + 2/3) / 2
        ([0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0], 5 / 6),
        # all alike: the share of hits
        ([0.5, 0.5, 0.5, 0.5], [1, 0, 0, 0], 1 / 4),
        # a hit and a miss enter together, then a hit: 1/2 of 1/2, and 1/2 of 2/3
        ([0.9, 0.9, 0.4, 0.1], [1, 0, 1, 0], 0.5 / 2 + 0.5 * 2 / 3),
        # the order in which they are given does not matter
        ([0.1, 0.4, 0.9, 0.9], [0, 1, 0, 1], 0.5 / 2 + 0.5 * 2 / 3),
        # a share of 1/2 at the first place, a whole at the second: 1/3 of 1/2, and 2/3 of 1.5/2
        ([0.9, 0.8, 0.7], [0.5, 1, 0], 0.5 / 3 + 2 / 3 * 0.75),
        ([0.3, 0.2], [1, 1], 1.0),
    ],
)
def test_average_precision_by_hand(score, came, area):
    assert average_precision(np.array(score), np.array(came, dtype=float)) == pytest.approx(area)


def test_where_nothing_came_there_is_no_precision():
    assert math.isnan(average_precision(np.array([0.5, 0.2]), np.zeros(2)))


def test_days_of_issue_are_quarters():
    assert issue_days(dt.date(1621, 11, 30), dt.date(1622, 8, 30)) == [
        dt.date(1621, 11, 30),
        dt.date(1622, 2, 28),
        dt.date(1622, 5, 30),
        dt.date(1622, 8, 30),
    ]


def test_months_of_the_calendar():
    assert months_after(dt.date(1923, 11, 30), 3) == dt.date(1924, 2, 29)
    assert months_after(dt.date(1923, 12, 1), 12) == dt.date(1924, 12, 1)
    assert months_after(dt.date(1923, 12, 1), 1) == dt.date(1924, 1, 1)


def test_a_table_by_hand(small):
    """Half an event a year for every pair for which raids are scored: p = 1 - exp(-h / 2), and one raid comes."""
    system = System(small, Model({"raid": ()}))
    names, scored = cells(system, only={"raid": [(a.id, b.id) for a in small.actors for b in small.actors]})
    (raid,) = [e for e in small.events if e.kind == "raid" and FIRST <= e.date <= LAST]
    hit = scored.place[small.kind_index["raid"], small.index[raid.side_a[0]], small.index[raid.side_b[0]]]
    # two other pairs; the rest are not at risk
    rate = np.full(len(scored.i), np.nan)
    rate[[hit, (hit + 1) % len(rate), (hit + 2) % len(rate)]] = 0.5
    issued = [rate] * 8
    table = horizons(system, names, scored, issued, FIRST, LAST, (3, 24, 36)).to_dicts()
    # 3 months from each of eight days, 24 from the first, 36 from none
    assert [row["months"] for row in table].count(3) == 8
    (two_years,) = [row for row in table if row["months"] == 24]
    assert 36 not in {row["months"] for row in table}
    p = 1 - math.exp(-0.5 * (to_time(dt.date(1624, 1, 1)) - to_time(FIRST)))
    assert (two_years["pairs"], two_years["came"]) == (3, 1.0)
    assert two_years["expected"] == pytest.approx(3 * p)
    assert two_years["squares"] == pytest.approx(2 * p**2 + (1 - p) ** 2)
    assert two_years["precision"] == pytest.approx(1 / 3)
    for row in table:
        if row["months"] == 3:
            came = row["issue"] <= raid.date < months_after(row["issue"], 3)
            assert row["came"] == came, row
            assert (row["precision"] is None) != came


def test_a_treaty_of_many_counts_by_its_weight(small):
    """FEN joins three in August 1621: of each of the two pairs that the kind covers a third comes."""
    found = score(small, constant(small), ["1621-06-01"], 0.5).horizons
    (row,) = found.filter((found["kind"] == "league") & (found["issue"] == dt.date(1621, 6, 1))).to_dicts()
    assert row["months"] == 3
    assert row["came"] == pytest.approx(2 / 3)


def test_the_intensity_of_a_day_is_that_before_its_events(system):
    """Issued on the day of a raid: the intensities of the state just before it; nan for pairs that are not at risk."""
    raid = system.record.by_id["1622-raid"]
    numbers = parameters(system.design, system.record.kind_index, SMALL_VALUES)
    _, scored = cells(system)
    begin, end = to_time(dt.date(1622, 1, 1)), to_time(dt.date(1625, 1, 1))
    observer = ForecastObserver(system, numbers, scored, quarters(begin, end), [begin, to_time(raid.date), end - 0.01])
    observe(observer)
    assert len(observer.issued) == 3
    state = system.history.state_before(raid.id)
    x, channels = system.cells(state).x, system.channels
    expected = np.full(len(scored.i), np.nan)
    for c, (k, i, j) in enumerate(zip(channels.k, channels.i, channels.j, strict=True)):
        if rule_holds(state, system.kinds, k, i, j):
            expected[scored.of[c]] = intensity(state, system.kinds, channels, system.statistics, numbers, x, c)
    np.testing.assert_allclose(observer.issued[1], expected, rtol=1e-9)
    assert np.isnan(expected).any()
    # after the raid it is remembered
    assert not np.allclose(observer.issued[2], expected, equal_nan=True)
