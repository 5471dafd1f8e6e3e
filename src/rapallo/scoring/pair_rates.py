"""A rate for each pair: what it did before, shrunk towards what pairs do."""

from __future__ import annotations

import numpy as np

from rapallo.scoring.tally import Baseline, Rates, Tally
from rapallo.state.arrays import Floats
from rapallo.theory.gamma_poisson import shrunk, strength_of


def mean_rates(tally: Tally) -> Floats:
    """Return (K,): events per year at risk of each kind; 0 for a kind without events."""
    kinds = len(tally.consent)
    happened, years = (np.bincount(tally.channels.k, x, kinds) for x in (tally.happened, tally.years))
    found: Floats = np.divide(happened, years, out=np.zeros(kinds), where=happened > 0)
    return found


class PairRates(Baseline):
    """The shrunk rate of a pair: lambda_k(i, j) = (n_k(i, j) + a_k m_k) / (T_k(i, j) + a_k).

    n is the weight of events and T the years at risk so far; m_k is the mean rate of the kind, and a_k (years) that of
    the highest marginal likelihood, both as of the origin. A kind without events does not happen.
    """

    def fitted(self, tally: Tally) -> Rates:
        """Estimate m and a, and return the rates as a function of what is known."""
        mean, k = mean_rates(tally), tally.channels.k
        strength = np.ones(len(mean))
        for kind in np.flatnonzero(mean):
            own = k == kind
            strength[kind] = strength_of(tally.happened[own], tally.years[own], float(mean[kind]))

        def rates(known: Tally) -> Floats:
            return np.where(mean[k] > 0, shrunk(known.happened, known.years, mean[k], strength[k]), 0.0)

        return rates
