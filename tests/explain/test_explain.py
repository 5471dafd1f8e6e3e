import datetime as dt
import math

import numpy as np
import pytest

from rapallo.errors import UsageError
from rapallo.explain.event import explain, why_not
from rapallo.fit.estimate import fit
from tests.conftest import SMALL_MODEL


@pytest.fixture(scope="module")
def fitted(small):
    return fit(small, SMALL_MODEL)


def test_contributions_add_up_to_the_log_intensity(small, fitted):
    """log lambda of the pair less that of the average x is the sum of contributions, side by side."""
    found = explain(small, SMALL_MODEL, fitted, small.event("1921-friends")).pairs[0]
    assert {found.a, found.b} == {"RUS", "GMY"}
    assert found.consent
    assert found.surprisal == pytest.approx(-math.log2(found.share))
    assert 1 <= found.rank <= found.of
    swapped = why_not(small, SMALL_MODEL, fitted, "entente", "GMY", "RUS", dt.date(1921, 2, 10)).pairs[0]
    assert swapped.intensity == pytest.approx(found.intensity)
    assert swapped.side_a == pytest.approx(found.side_b)
    assert found.holds_back == (found.a if found.side_a < found.side_b else found.b)


def test_shares_of_all_pairs_sum_to_one(small, fitted):
    day, states = dt.date(1922, 1, 1), ["RUS", "GMY", "FRN", "UKG", "POL", "CZE"]
    shares, ranks = [], []
    for n, a in enumerate(states):
        for b in states[n + 1 :]:
            try:
                found = why_not(small, SMALL_MODEL, fitted, "entente", a, b, day).pairs[0]
            except UsageError:
                continue
            shares.append(found.share)
            ranks.append(found.rank)
    # LIT takes part as well: its pairs are the rest
    for a in states:
        try:
            found = why_not(small, SMALL_MODEL, fitted, "entente", a, "LIT", day).pairs[0]
            shares.append(found.share)
            ranks.append(found.rank)
        except UsageError:
            continue
    assert sum(shares) == pytest.approx(1)
    assert 1 in ranks


def test_the_state_is_that_before_the_event(small, fitted):
    """The clash of 1922 is explained without itself: no inertia yet."""
    found = explain(small, SMALL_MODEL, fitted, small.event("1922-clash")).pairs[0]
    inertia = next(c for c in found.contributions if c.term == "inertia(clash)")
    assert inertia.from_a == 0
    later = why_not(small, SMALL_MODEL, fitted, "clash", "GMY", "POL", dt.date(1922, 5, 3)).pairs[0]
    assert later.intensity > found.intensity or np.sign(inertia.coefficient) <= 0


def test_a_treaty_of_many_is_explained_pair_by_pair(small, fitted):
    found = explain(small, SMALL_MODEL, fitted, small.event("1920-alliance"))
    assert len(found.pairs) == 3
    assert "rank" in found.summary()
    assert len(found.to_json()["pairs"]) == 3
    assert found.pairs[0].to_polars()["term"].to_list()


def test_what_cannot_be_explained_is_refused(small, fitted):
    with pytest.raises(UsageError, match="which the model does not make"):
        explain(small, SMALL_MODEL, fitted, small.event("1921-leader"))
    with pytest.raises(UsageError, match="was not at risk"):
        why_not(small, SMALL_MODEL, fitted, "recognition", "RUS", "GMY", dt.date(1921, 1, 1))
    with pytest.raises(UsageError, match="There is no kind 'pact'"):
        why_not(small, SMALL_MODEL, fitted, "pact", "RUS", "GMY", dt.date(1921, 1, 1))
    with pytest.raises(UsageError, match="has no estimate"):
        why_not(small, SMALL_MODEL, fitted, "sanction", "RUS", "GMY", dt.date(1921, 1, 1))
