"""The strength of the prior by forecast within 1922-1936: fit up to the end of a year, score the next two.

Run by `make verify`; prints the table. It never looks beyond 1936. The shipped strength must do better than a prior
that allows almost nothing and one that allows almost everything.
"""

import datetime as dt
from dataclasses import replace

import numpy as np

import rapallo
from rapallo.estimation.evaluate import held_out
from rapallo.model.hypothesis import Prior

ORIGINS = (1925, 1928, 1931, 1934)
PRIORS = (0.02, 0.05, 0.1, 0.2, 0.5, 2.0)


def test_the_shipped_prior_forecasts_better_than_the_extremes():
    soviet = rapallo.load("soviet")
    scores = {}
    for prior in PRIORS:
        system = rapallo.System(soviet.record, replace(soviet.model, prior=Prior(prior)))
        total = 0.0
        for year in ORIGINS:
            fitted = rapallo.fit(system, until=dt.date(year, 12, 31))
            window = dt.date(year + 1, 1, 1), dt.date(year + 2, 12, 31)
            total += sum(held_out(system, fitted.coefficients(), *window).values())
        scores[prior] = total
        print(f"prior sd {prior:5.2f}: held-out log-likelihood {total:10.2f}", flush=True)
    assert np.isfinite(list(scores.values())).all()
    assert scores[soviet.model.prior.effect] > max(scores[PRIORS[0]], scores[PRIORS[-1]])
