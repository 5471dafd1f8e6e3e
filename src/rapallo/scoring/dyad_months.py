"""A logistic regression on dyad-months: who is near, allied, strong, stronger, democratic, and nothing of the past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapallo.errors import UsageError
from rapallo.estimation.newton import maximise
from rapallo.scoring.dyads import ATTRIBUTES, PATTERNS, pattern
from rapallo.scoring.tally import Baseline, Rates, Tally
from rapallo.state.arrays import Floats, Ints, State
from rapallo.vocabulary.words import Vocabulary

# (S, P): the attributes of each pattern
DESIGN = (np.arange(PATTERNS)[:, None] >> np.arange(len(ATTRIBUTES))[None, :] & 1).astype(np.float64)
# standard deviation of the Gaussian prior on a log odds ratio, which keeps what separates finite
PRIOR = 2.5


def log_odds(months: Floats, eventful: Floats) -> Floats:
    """Return (S,): log odds of an event in a month by pattern, eta = b_0 + x . b, with b at its posterior mode.

    Parameters
    ----------
    months, eventful : (S,) float
        n and y: months of each pattern, and those among them with an event (may be weighted); some of either.

    The log-likelihood is sum of y eta - n log(1 + exp eta); slopes have a Gaussian prior of standard deviation 2.5, the
    constant none. An attribute that is the same in all months has a slope of 0.
    """
    x = np.column_stack([np.ones(PATTERNS), DESIGN])
    precision = np.full(x.shape[1], PRIOR**-2)
    precision[0] = 0.0

    def objective(b: Floats) -> tuple[float, Floats, Floats]:
        eta = x @ b
        p = 1.0 / (1.0 + np.exp(-eta))
        value = float(eventful @ eta - months @ np.logaddexp(0.0, eta) - 0.5 * precision @ b**2)
        hessian = -(x * (months * p * (1.0 - p))[:, None]).T @ x - np.diag(precision)
        return value, x.T @ (eventful - months * p) - precision * b, hessian

    start = np.zeros(x.shape[1])
    start[0] = np.log(eventful.sum() / (months.sum() - eventful.sum()))
    found: Floats = x @ maximise(objective, start).at
    return found


@dataclass(frozen=True)
class DyadMonths(Baseline):
    """Rates from a logistic regression for each kind: lambda = -12 log(1 - p), p that of an event in a month.

    Whether a month of a pair at risk has an event is regressed on the five attributes of `rapallo.scoring.dyads`, as of
    the first of the month (Bremer 1992). Attributes that the record cannot tell are left out. `democracy` names the
    covariate that is above 0 in democracies.
    """

    democracy: str = ""

    def fitted(self, tally: Tally) -> Rates:
        """Estimate the odds by pattern, and return the rates as a function of what is known.

        Raises
        ------
        UsageError
            If no month ends before the origin, or the record goes without months.
        """
        if not tally.months.any():
            raise UsageError("dyad-months: no month of the record ends before the origin, so there is none to count.")
        rate = np.zeros(tally.months.shape)
        for k in np.flatnonzero(tally.eventful.sum(axis=1)):
            rate[k] = 12.0 * np.logaddexp(0.0, log_odds(tally.months[k], tally.eventful[k]))
        return lambda known: rate[known.channels.k, known.pattern]

    def pattern(self, state: State, words: Vocabulary) -> Ints:
        """Return (A, A): the attributes of each pair now (`rapallo.scoring.dyads.pattern`)."""
        return pattern(state, words, self.democracy)
