"""Cohen's kappa by hand."""

import math

import pytest

from rapallo.theory.agreement import kappa


def test_kappa_by_hand():
    # 3 of 4 alike; shares 1/2 and 1/2 against 1/4 and 3/4: chance 1/8 + 3/8
    assert kappa("aabb", "abbb") == pytest.approx((0.75 - 0.5) / 0.5)


def test_full_agreement_is_one_and_none_is_below_zero():
    assert kappa([1, 2, 3], [1, 2, 3]) == 1.0
    assert kappa("ab", "ba") == -1.0


def test_one_code_throughout_says_nothing():
    assert math.isnan(kappa("aaa", "aaa"))
    assert math.isnan(kappa("", ""))


def test_codings_of_one_thing_each():
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        kappa("aab", "aa")
