import datetime as dt
import math

import numpy as np
import pytest

from rapallo.errors import UsageError
from rapallo.estimation.fitting import fit
from rapallo.explanation.event import explain, why_not


@pytest.fixture(scope="module")
def fitted(system):
    return fit(system)


def test_contributions_add_up_to_the_log_intensity(system, fitted):
    """log lambda of the pair less that of the average x is the sum of contributions, side by side."""
    found = explain(system, fitted, "1621-friends").pairs[0]
    assert {found.a, found.b} == {"AVA", "BOR"}
    assert found.consent
    assert found.surprisal == pytest.approx(-math.log2(found.share))
    assert 1 <= found.rank <= found.of
    swapped = why_not(system, fitted, "amity", "BOR", "AVA", dt.date(1621, 2, 10)).pairs[0]
    assert swapped.intensity == pytest.approx(found.intensity)
    assert swapped.side_a == pytest.approx(found.side_b)
    assert found.holds_back == (found.a if found.side_a < found.side_b else found.b)


def test_shares_of_all_pairs_sum_to_one(system, fitted):
    day, states = dt.date(1622, 1, 1), ["AVA", "BOR", "CAL", "DOR", "ELM", "FEN"]
    shares, ranks = [], []
    for n, a in enumerate(states):
        for b in states[n + 1 :]:
            try:
                found = why_not(system, fitted, "amity", a, b, day).pairs[0]
            except UsageError:
                continue
            shares.append(found.share)
            ranks.append(found.rank)
    # GAR takes part as well: its pairs are the rest
    for a in states:
        try:
            found = why_not(system, fitted, "amity", a, "GAR", day).pairs[0]
            shares.append(found.share)
            ranks.append(found.rank)
        except UsageError:
            continue
    assert sum(shares) == pytest.approx(1)
    assert 1 in ranks


def test_the_state_is_that_before_the_event(system, fitted):
    """The raid of 1922 is explained without itself: no inertia yet."""
    found = explain(system, fitted, "1622-raid").pairs[0]
    inertia = next(c for c in found.contributions if c.term == "inertia(raid)")
    assert inertia.from_a == 0
    later = why_not(system, fitted, "raid", "BOR", "ELM", dt.date(1622, 5, 3)).pairs[0]
    assert later.intensity > found.intensity or np.sign(inertia.coefficient) <= 0


def test_a_treaty_of_many_is_explained_pair_by_pair(system, fitted):
    found = explain(system, fitted, "1620-league")
    assert len(found.pairs) == 3
    assert "rank" in found.summary()
    assert found.pairs[0].to_polars()["term"].to_list()


def test_what_cannot_be_explained_is_refused(system, fitted):
    with pytest.raises(UsageError, match="which the model does not make"):
        explain(system, fitted, "1621-crowned")
    with pytest.raises(UsageError, match="was not at risk"):
        why_not(system, fitted, "embassy", "AVA", "BOR", dt.date(1621, 1, 1))
    with pytest.raises(UsageError, match="There is no kind 'pact'"):
        why_not(system, fitted, "pact", "AVA", "BOR", dt.date(1621, 1, 1))
    with pytest.raises(UsageError, match="has no estimate"):
        why_not(system, fitted, "truce", "AVA", "BOR", dt.date(1621, 1, 1))
