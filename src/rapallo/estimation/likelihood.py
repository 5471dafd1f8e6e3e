"""The two likelihoods of a relational event model, as objectives for one kind of event."""

from __future__ import annotations

import numpy as np

from rapallo.estimation.newton import Objective
from rapallo.state.arrays import Bools, Floats, Ints


def exact(spells: Floats, years: Floats, events: Floats, weights: Floats, penalty: Floats) -> Objective:
    """Return the log-likelihood with times known.

    l(b) = sum_e w_e x_e . b - sum_r d_r exp(x_r . b) - 1/2 sum_p penalty_p b_p^2

    Parameters
    ----------
    spells : (R, P) and years : (R,)
        Statistics (first column 1) and exposure d of every spell of every pair at risk.
    events : (M, P) and weights : (M,)
        Statistics just before each event and its weight w.
    penalty : (P,)
        1 / variance of the Gaussian prior; 0 for none.

    Reference: Butts (2008), equation 2; Perry and Wolfe (2013), Point process modelling for directed interaction
    networks, Journal of the Royal Statistical Society B 75.
    """
    pull = events.T @ weights

    def objective(b: Floats) -> tuple[float, Floats, Floats]:
        with np.errstate(over="ignore"):
            mass = years * np.exp(spells @ b)
        value = float(pull @ b - mass.sum() - 0.5 * penalty @ (b * b))
        gradient = pull - spells.T @ mass - penalty * b
        hessian = -(spells.T * mass) @ spells - np.diag(penalty)
        return value, gradient, hessian

    return objective


def ordered(rows: Floats, stratum: Ints, chosen: Bools, weights: Floats, penalty: Floats) -> Objective:
    """Return the log-likelihood with only the order of events known.

    l(b) = sum_e w_e (x_e . b - log sum_{r in e} exp(x_r . b)) - 1/2 sum_p penalty_p b_p^2, the sum in the logarithm
    over all pairs at risk when e happened.

    Parameters
    ----------
    rows : (R, P)
        Statistics of every pair at risk at every event, events one after the other.
    stratum, chosen : (R,)
        Number of the event; whether it is the pair that acted.
    weights : (R,)
        Weight of the event, the same in its stratum.
    """
    starts = np.flatnonzero(np.diff(stratum, prepend=-1))
    sizes = np.diff(np.append(starts, len(stratum)))
    group_weight = weights[starts]
    pull = rows[chosen].T @ weights[chosen]

    def objective(b: Floats) -> tuple[float, Floats, Floats]:
        eta = rows @ b
        top = np.maximum.reduceat(eta, starts)
        mass = np.exp(eta - np.repeat(top, sizes))
        total = np.add.reduceat(mass, starts)
        share = mass / np.repeat(total, sizes)
        value = float(pull @ b - group_weight @ (top + np.log(total)) - 0.5 * penalty @ (b * b))
        weighted = share * np.repeat(group_weight, sizes)
        mean = np.add.reduceat(rows * share[:, None], starts, axis=0)
        gradient = pull - rows.T @ weighted - penalty * b
        hessian = -(rows.T * weighted) @ rows + (mean.T * group_weight) @ mean - np.diag(penalty)
        return value, gradient, hessian

    return objective
