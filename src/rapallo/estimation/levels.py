"""Frailty from counts: what is known of the levels after some quarters, and how much the levels vary."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from rapallo.estimation.quarters import Quarterly
from rapallo.model.frailty import Frailty, LevelProcess, Levels, level_process
from rapallo.state.arrays import Floats

# variances are looked for between these
SMALLEST, LARGEST = 1e-3, 5.0
# how far the logarithm of a family's fast variance is likely to lie from that of others
SPREAD = 1.0
# a family with less weight of events has the fast variance that families have in common
FEWEST = 10


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
    nothing = np.zeros(len(next(iter(found.values())).counts))
    counts = np.array([found[kind].counts if kind in found else nothing for kind in process.kinds])
    expected = np.array([found[kind].expected if kind in found else nothing for kind in process.kinds])
    *_, (_, levels, _) = process.steps(process.start(first), counts, expected, first)
    return levels


def variances(
    together: Mapping[str, Sequence[str]],
    kinds: Sequence[str],
    counts: Floats,
    expected: Floats,
    first: int,
    correlations: tuple[float, float],
) -> Frailty:
    """Return the frailty under which counts were likeliest, given what a model without frailty expected of them.

    Maximised is the evidence sum_q log E[prod_k g_k(q)^y_k(q) exp(-g_k(q) mu_k(q)) | quarters before q], with
    log fast_f ~ N(log fast, 1) among families with ten events or more; the others have `fast`. What was expected must
    have been foretold: a fit follows the levels of its own years.

    Parameters
    ----------
    together : mapping
        The kinds of each family.
    kinds : sequence of str
    counts, expected : (K, Q) float
        Weight of the events of each of those kinds in each quarter, and the integral of its intensities.
    first : int
        The quarters before this one tell of the levels, but are not counted.
    correlations : (float, float)
        Of the slow and the fast levels from quarter to quarter; not looked for.
    """
    from scipy import optimize

    places = [[kinds.index(kind) for kind in group if kind in kinds] for group in together.values()]
    seen = [n for n, own in enumerate(places) if counts[own, first:].sum() >= FEWEST]
    names = list(together)

    def evidence(n: int, common: float, own: float, fast: float) -> float:
        which = places[n]
        process = level_process(
            Frailty(common, own, fast, {}, *correlations),
            {names[n]: together[names[n]]},
            [kinds[k] for k in which],
            np.arange(len(which)),
        )
        steps = process.steps(process.start(0), counts[which], expected[which], 0)
        return math.fsum(float(told[0]) for q, (_, _, told) in enumerate(steps) if q >= first)

    def value_and_slope(x: Floats) -> tuple[float, Floats]:
        """Return minus the evidence at the logarithms of common, own, fast and fast by family, and its slope."""
        step, gap = 1e-4, x[3:] - x[2]
        value, slope = 0.5 * float(gap @ gap) / SPREAD**2, np.zeros(len(x))
        slope[3:], slope[2] = gap / SPREAD**2, -gap.sum() / SPREAD**2
        for place, n in enumerate(seen, start=3):
            at = [x[0], x[1], x[place]]
            here = evidence(n, *np.exp(at))
            value -= here
            for direction, whose in enumerate((0, 1, place)):
                moved = list(at)
                moved[direction] += step
                slope[whose] -= (evidence(n, *np.exp(moved)) - here) / step
        return value, slope

    start = np.log(np.array([0.3, 0.15, 0.3, *(0.3 for _ in seen)]))
    bounds = [(math.log(SMALLEST), math.log(LARGEST))] * len(start)
    best = optimize.minimize(value_and_slope, start, jac=True, bounds=bounds, method="L-BFGS-B")
    common, own, fast, *by_family = (float(v) for v in np.exp(best.x))
    return Frailty(common, own, fast, {names[n]: v for n, v in zip(seen, by_family, strict=True)}, *correlations)
