"""Newton's method on a concave log-likelihood, with exact gradient and Hessian."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rapallo.state.arrays import Floats

Objective = Callable[[Floats], tuple[float, Floats, Floats]]
MAX_ITERATIONS = 100
TOLERANCE = 1e-10


@dataclass(frozen=True)
class Maximum:
    """Where the search ended.

    Attributes
    ----------
    at : (P,) float
    value : float
    covariance : (P, P) float
        Inverse of the negative Hessian.
    converged : bool
        Whether the Newton decrement fell under 1e-10.
    """

    at: Floats
    value: float
    covariance: Floats
    iterations: int
    converged: bool


def maximise(objective: Objective, start: Floats) -> Maximum:
    """Maximise a concave function by Newton steps, halved until it rises.

    `objective(x)` returns value, gradient (P,) and Hessian (P, P).

    Raises
    ------
    numpy.linalg.LinAlgError
        If the Hessian is singular: some direction is not identified.
    """
    from scipy import linalg

    x = start
    value, gradient, hessian = objective(x)
    for iteration in range(1, MAX_ITERATIONS + 1):
        factor = linalg.cho_factor(-hessian)
        step = linalg.cho_solve(factor, gradient)
        if float(gradient @ step) < TOLERANCE:
            covariance = linalg.cho_solve(factor, np.eye(len(x)))
            return Maximum(x, value, covariance, iteration, converged=True)
        size = 1.0
        while True:
            trial = x + size * step
            new_value, new_gradient, new_hessian = objective(trial)
            if np.isfinite(new_value) and new_value >= value - 1e-12 * abs(value):
                break
            size *= 0.5
            if size < 1e-10:
                covariance = linalg.cho_solve(factor, np.eye(len(x)))
                return Maximum(x, value, covariance, iteration, converged=False)
        x, value, gradient, hessian = trial, new_value, new_gradient, new_hessian
    covariance = linalg.inv(-hessian)
    return Maximum(x, value, covariance, MAX_ITERATIONS, converged=False)
