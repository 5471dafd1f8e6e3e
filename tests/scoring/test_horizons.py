"""What was said of the months ahead beside what came, by hand."""

import datetime as dt
import math

import numpy as np
import pytest

from rapallo.model.hypothesis import Model
from rapallo.model.system import System
from rapallo.record.clock import months_after, to_time
from rapallo.scoring.baselines import constant
from rapallo.scoring.cells import cells
from rapallo.scoring.horizons import average_precision, horizons, issue_days
from rapallo.scoring.score import score

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
    only = {"raid": [("ELM", "BOR"), ("ELM", "FEN")]}
    names, scored = cells(system, only=only)
    raids = [e for e in small.events if e.kind == "raid" and FIRST <= e.date <= LAST]
    (raid,) = [e for e in raids if {*e.side_a, *e.side_b} == {"ELM", "BOR"}]
    issued = [np.array([0.5, 0.5, 0.5, np.nan])] * 8
    table = horizons(system, names, scored, issued, FIRST, LAST, (3, 24, 36)).to_dicts()
    # 3 months from each of eight days, 24 from the first, 36 from none
    assert [row["months"] for row in table].count(3) == 8
    (two_years,) = [row for row in table if row["months"] == 24]
    assert 36 not in {row["months"] for row in table}
    index = small.index
    hit = [(scored.i[c], scored.j[c]) for c in range(4)].index((index[raid.side_a[0]], index[raid.side_b[0]]))
    # the pair that is not at risk on the day is not counted, whatever happens
    assert hit < 3
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


def test_the_intensity_of_the_day_does_not_know_the_day(small):
    """An event on a day of issue is among what is to come, and the memory of it not yet in what is said."""
    model = Model({"raid": ("inertia(raid)",), "amity": ()})
    raid = next(e for e in small.events if e.kind == "raid" and e.date > FIRST)
    table = score(small, model, [raid.date], 0.5).horizons
    row = table.filter(table["kind"] == "raid").to_dicts()[0]
    assert (row["issue"], row["months"]) == (raid.date, 3)
    assert row["came"] >= 1.0
