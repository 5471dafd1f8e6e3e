"""What the window of a fit tells of the levels of its families and kinds: frailty, filtered quarter by quarter."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rapallo.estimation.quarters import Quarterly
from rapallo.model.frailty import LevelProcess, Levels


def filtered(process: LevelProcess, found: Mapping[str, Quarterly], first: int) -> Levels:
    """Return what is known of the levels in the last of Q quarters.

    Parameters
    ----------
    process : LevelProcess
    found : mapping
        The quarters of each kind; of a kind that is absent nothing was seen.
    first : int
        Number of the first quarter.
    """
    n = len(next(iter(found.values())).counts)
    nothing = np.zeros(n)
    counts = np.array([found[kind].counts if kind in found else nothing for kind in process.kinds])
    expected = np.array([found[kind].expected if kind in found else nothing for kind in process.kinds])
    levels = process.start(first)
    for q in range(n):
        levels, _ = process.learn(process.later(levels, first + q), counts[:, q], expected[:, q])
    return levels
