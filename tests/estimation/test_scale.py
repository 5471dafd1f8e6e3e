"""Moments of statistics over exposure, gathered piece by piece."""

import numpy as np
import pytest

from rapallo.estimation.scale import Moments, common_scale


def test_moments_of_pieces_are_those_of_the_whole():
    rng = np.random.default_rng(1)
    x, weight = rng.normal(3.0, 2.0, (50, 2)), rng.uniform(0, 1, 50)
    pieces = Moments(2)
    for part in (slice(0, 7), slice(7, 30), slice(30, 50)):
        pieces.add(x[part], weight[part])
    mean = np.average(x, axis=0, weights=weight)
    assert pieces.weight == pytest.approx(weight.sum())
    np.testing.assert_allclose(pieces.mean, mean)
    np.testing.assert_allclose(pieces.squares, weight @ (x - mean) ** 2)
    np.testing.assert_array_equal(pieces.low, x.min(axis=0))
    assert pieces.varies.all()


def test_exposure_of_nothing_leaves_the_mean_alone():
    moments = Moments(1)
    moments.add(np.array([[2.0]]), np.array([1.0]))
    moments.add(np.array([[9.0]]), np.array([0.0]))
    assert moments.mean[0] == 2.0
    assert moments.high[0] == 9.0


def test_each_kind_counts_alike_in_the_common_scale():
    """Kind one: 0 and 2, half the time each; kind two: 4 always, a hundred times longer. Mean 2.5, variance 2.75."""
    one, two = Moments(1), Moments(1)
    one.add(np.array([[0.0], [2.0]]), np.array([1.0, 1.0]))
    two.add(np.array([[4.0]]), np.array([200.0]))
    mean, deviation = common_scale([one, two])
    assert mean[0] == 2.5
    assert deviation[0] ** 2 == pytest.approx((1 + 1.5**2 + 1.5**2) / 2)
    assert common_scale([two])[1][0] == 1.0
