"""Draws of the block bootstrap."""

import math

import numpy as np

from rapallo.scoring.blocks import DRAWS, draws, lengths, middle


def test_blocks_are_neighbours_within_a_run():
    """Two runs of 4 and 3 in blocks of 2: five places to begin, four blocks a draw."""
    found = draws((4, 3), 2)
    assert found.shape == (DRAWS, 8)
    first, second = found[:, ::2], found[:, 1::2]
    assert (second == first + 1).all()
    assert set(np.unique(first)) == {0, 1, 2, 4, 5}


def test_blocks_are_no_longer_than_the_shortest_run():
    assert set(np.unique(draws((3, 2), 8)[:, ::2])) == {0, 1, 3}


def test_single_units_are_drawn_alike_and_by_seed():
    share = np.bincount(draws((5,)).ravel()) / (5 * DRAWS)
    assert abs(share - 0.2).max() < 0.02
    assert (draws((5,)) != draws((5,), seed=1)).any()


def test_runs_and_quantiles():
    assert lengths(["a", "a", "b", "a"]) == (3, 1)
    assert middle(np.array([math.nan, *range(41)])) == (1.0, 39.0)
    assert np.isnan(middle(np.array([math.nan]))).all()
