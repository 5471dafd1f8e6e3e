"""The strength of the prior by forecast within 1922-1936: fit up to the end of a year, score the next two.

Run by `make verify`; prints the table. It never looks beyond 1936. The shipped strength must do better than a prior
that allows almost nothing and one that allows almost everything.
"""

import datetime as dt
from dataclasses import replace

import numpy as np

import rapallo
from rapallo.model.hypothesis import Prior
from rapallo.scoring.score import score
from rapallo.scoring.summary import summarise

ORIGINS = [dt.date(year, 1, 1) for year in (1926, 1929, 1932, 1935)]
PRIORS = (0.02, 0.05, 0.1, 0.2, 0.5, 2.0)


def test_the_shipped_prior_forecasts_better_than_the_extremes():
    soviet = rapallo.load("soviet")
    scores = {}
    for prior in PRIORS:
        found = score(soviet.record, replace(soviet.model, prior=Prior(prior)), ORIGINS, 2.0)
        scores[prior] = summarise(found).kinds["log_score"][-1]
        print(f"prior sd {prior:5.2f}: log score {scores[prior]:8.3f} per event, {found.missed} missed", flush=True)
    assert np.isfinite(list(scores.values())).all()
    assert scores[soviet.model.prior.effect] > max(scores[PRIORS[0]], scores[PRIORS[-1]])
