"""The likelihood by quarters against the whole, and spells cut where quarters end."""

import numpy as np
import pytest

from rapallo.estimation.likelihood import Block, Rows, exact
from rapallo.estimation.quarters import quarterly

NO_CHOICE = np.zeros(12, np.int32)
EDGES = [10.0, 10.25, 10.5, 10.75]


def made():
    rng = np.random.default_rng(2)
    since = rng.uniform(10.0, 10.5, 12)
    size = rng.uniform(0, 1, 12) * (10.75 - since)
    spells = Block(rng.normal(size=(12, 2)), rng.normal(size=12), since, size, NO_CHOICE, NO_CHOICE)
    times = np.array([10.0, 10.1, 10.25, 10.6])
    none = NO_CHOICE[:4]
    events = Block(rng.normal(size=(4, 2)), rng.normal(size=4), times, np.array([1, 0.5, 1, 2.0]), none, none)
    return Rows(lambda use: use(3, spells), {3: events}), spells


@pytest.mark.parametrize("ceiling", [np.inf, 0.7])
def test_the_parts_of_the_quarters_sum_to_the_whole(ceiling):
    rows, _ = made()
    b = {3: np.array([0.3, -0.5, 0.8])}
    whole, parts = exact(rows, b, ceiling)[3], quarterly(rows, b, EDGES, ceiling)[3]
    assert parts.gradient.sum(axis=0) == pytest.approx(whole.gradient, rel=1e-12)
    assert parts.hessian.sum(axis=0) == pytest.approx(whole.hessian, rel=1e-12)
    # an event on the first day of a quarter is that quarter's
    assert parts.counts.tolist() == [1.5, 1.0, 2.0]


def test_what_is_expected_of_a_quarter_is_the_rate_times_the_overlap():
    rows, spells = made()
    b = np.array([0.3, -0.5, 0.8])
    rate = np.exp(spells.offset + b[0] + spells.x @ b[1:])
    for q in range(3):
        overlap = np.minimum(spells.since + spells.size, EDGES[q + 1]) - np.maximum(spells.since, EDGES[q])
        expected = rate @ np.maximum(overlap, 0)
        assert quarterly(rows, {3: b}, EDGES)[3].expected[q] == pytest.approx(expected, rel=1e-12)
