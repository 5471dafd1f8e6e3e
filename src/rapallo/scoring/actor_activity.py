"""A rate for each pair from the activity of its two actors: who does much, and to whom much is done."""

from __future__ import annotations

import numpy as np

from rapallo.scoring.pair_rates import mean_rates
from rapallo.scoring.tally import Baseline, Rates, Tally
from rapallo.state.arrays import Floats
from rapallo.theory.gamma_poisson import shrunk, strength_of


def of_actors(tally: Tally, values: Floats) -> tuple[Floats, Floats]:
    """Return (K, A) sums of the values (N,) of channels by sender and by receiver.

    Of a kind that needs consent each side is both.
    """
    kinds, actors = len(tally.consent), tally.channels.place.shape[1]
    k, i, j, _, _ = tally.channels
    sent, received = (np.bincount(k * actors + a, values, kinds * actors).reshape(kinds, actors) for a in (i, j))
    both = np.where(tally.consent[:, None], sent + received, 0.0)
    return np.where(tally.consent[:, None], both, sent), np.where(tally.consent[:, None], both, received)


class ActorActivity(Baseline):
    """The rate of a pair from its actors: lambda_k(i, j) = c_k m_k s_k(i) r_k(j).

    s_k(i) = (n_k(i) + a_k) / (E_k(i) + a_k) is the sender's activity: n the weight of events it sent so far, E what it
    would have sent at the mean rate m_k of the kind, a_k (events) that of the highest marginal likelihood. r_k(j) is
    the same of the receiver. c_k makes what was expected up to the origin what happened. m, a and c stay as they are
    at the origin.
    """

    def fitted(self, tally: Tally) -> Rates:
        """Estimate m, a and c, and return the rates as a function of what is known."""
        mean, (k, i, j, _, _) = mean_rates(tally), tally.channels
        strengths = []
        for count, expected in zip(
            of_actors(tally, tally.happened), of_actors(tally, mean[k] * tally.years), strict=True
        ):
            strength = np.ones(len(mean))
            for kind in np.flatnonzero(mean):
                strength[kind] = strength_of(count[kind], expected[kind], 1.0)
            strengths.append(strength)

        def relative(known: Tally) -> Floats:
            counts, means = of_actors(known, known.happened), of_actors(known, mean[k] * known.years)
            s, r = (shrunk(n, e, 1.0, a[:, None]) for n, e, a in zip(counts, means, strengths, strict=True))
            found: Floats = mean[k] * s[k, i] * r[k, j]
            return found

        happened, expected = (
            np.bincount(k, x, len(mean)).astype(np.float64) for x in (tally.happened, relative(tally) * tally.years)
        )
        scale = np.divide(happened, expected, out=np.zeros(len(mean)), where=happened > 0)
        return lambda known: scale[k] * relative(known)
