"""Draws of the block bootstrap."""

import math

import numpy as np

from rapallo.scoring.blocks import DRAWS, draws, lengths, middle


def test_blocks_are_neighbours_within_a_run():
    """Two runs of 4 and 3 in blocks of 2: four blocks a draw, the last of a run followed by its first."""
    found = draws((4, 3), 2)
    assert found.shape == (DRAWS, 8)
    pairs = {(int(a), int(b)) for a, b in found.reshape(-1, 2)}
    assert pairs == {(0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 6), (6, 4)}
    # at the edge of a run as often as in its middle
    assert abs(np.bincount(found.ravel()) / found.size - 1 / 7).max() < 0.01


def test_blocks_are_no_longer_than_the_shortest_run():
    pairs = {(int(a), int(b)) for a, b in draws((3, 2), 8).reshape(-1, 2)}
    assert pairs == {(0, 1), (1, 2), (2, 0), (3, 4), (4, 3)}


def test_single_units_are_drawn_alike_and_by_seed():
    share = np.bincount(draws((5,)).ravel()) / (5 * DRAWS)
    assert abs(share - 0.2).max() < 0.02
    assert (draws((5,)) != draws((5,), seed=1)).any()


def test_runs_and_quantiles():
    assert lengths(["a", "a", "b", "a"]) == (3, 1)
    assert middle(np.array([math.nan, *range(41)])) == (1.0, 39.0)
    assert np.isnan(middle(np.array([math.nan]))).all()
