"""Standard errors that do not trust the model: a bootstrap over quarters, within which events hang together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rapallo.estimation.pooling import Pool
from rapallo.estimation.quarters import Quarterly
from rapallo.state.arrays import Floats
from rapallo.theory.philox import resampled


def block_bootstrap(together: Pool, at: Floats, quarters: Mapping[int, Quarterly], draws: int, seed: int) -> Floats:
    """Return coefficients (D, Z) of D <= `draws` samples of Q quarters drawn with replacement.

    Each sample is fitted by one Newton step from the estimate z with its own gradient and Hessian,
    z + (P - sum_q w_q H_q)^-1 (sum_q w_q g_q - P z), w_q how often quarter q was drawn and P the prior's precision.
    Samples in which some direction is not identified are left out.

    Parameters
    ----------
    together : Pool
    at : (Z,) float
        The estimate.
    quarters : mapping
        The parts of the quarters in the likelihood of each kind, at the estimate.
    draws, seed : int

    References
    ----------
    Kuensch (1989), The jackknife and the bootstrap for general stationary observations, Annals of Statistics 17.
    Shao and Tu (1995), The jackknife and bootstrap, Springer.
    """
    from scipy import linalg

    n = len(next(iter(quarters.values())).counts)
    gradient = np.zeros((n, len(at)))
    for k, found in quarters.items():
        gradient[:, together.at[k]] = found.gradient
    samples = []
    for drawn in resampled(n, n, draws, seed, "quarters of a fit"):
        weight = np.bincount(drawn, minlength=n).astype(np.float64)
        information = together.precision.copy()
        for k, found in quarters.items():
            own = together.at[k]
            information[own, own] -= np.tensordot(weight, found.hessian, axes=1)
        try:
            factor = linalg.cho_factor(information)
        except linalg.LinAlgError:
            continue
        samples.append(at + linalg.cho_solve(factor, weight @ gradient - together.precision @ at))
    return np.array(samples).reshape(-1, len(at))
