"""Newton's method on a log-likelihood, with exact gradient and Hessian."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rapallo.state.arrays import Floats

Objective = Callable[[Floats], tuple[float, Floats, Floats]]
MAX_ITERATIONS = 100
TOLERANCE = 1e-10
FARTHEST = 5.0


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


def _ascent(gradient: Floats, hessian: Floats, *, concave: bool) -> Floats:
    """Return Newton's step; where the function is not concave, that of the Hessian with its eigenvalues turned down."""
    from scipy import linalg

    if concave:
        step: Floats = linalg.cho_solve(linalg.cho_factor(-hessian), gradient)
        return step
    values, vectors = linalg.eigh(-hessian)
    size = np.maximum(np.abs(values), 1e-8 * np.abs(values).max())
    turned: Floats = vectors @ ((vectors.T @ gradient) / size)
    return turned


def maximise(objective: Objective, start: Floats, *, concave: bool = True) -> Maximum:
    """Maximise a function by Newton steps, none of which moves a coefficient by more than 5, halved until it rises.

    `objective(x)` returns value, gradient (P,) and Hessian (P, P). Of a function that is not `concave` a local maximum
    is found.

    Raises
    ------
    numpy.linalg.LinAlgError
        If the Hessian is singular: some direction is not identified.
    """
    x = start
    value, gradient, hessian = objective(x)
    for iteration in range(1, MAX_ITERATIONS + 1):
        step = _ascent(gradient, hessian, concave=concave)
        if float(gradient @ step) < TOLERANCE:
            return Maximum(x, value, _inverse(-hessian), iteration, converged=True)
        # far from the maximum a whole step can overshoot by many powers of ten, and each halving goes through all rows
        size = min(1.0, FARTHEST / float(np.abs(step).max()))
        while True:
            trial = x + size * step
            new_value, new_gradient, new_hessian = objective(trial)
            if np.isfinite(new_value) and new_value >= value - 1e-12 * abs(value):
                break
            size *= 0.5
            if size < 1e-10:
                return Maximum(x, value, _inverse(-hessian), iteration, converged=False)
        x, value, gradient, hessian = trial, new_value, new_gradient, new_hessian
    return Maximum(x, value, _inverse(-hessian), MAX_ITERATIONS, converged=False)


def _inverse(information: Floats) -> Floats:
    """Return the inverse of a positive definite matrix; LinAlgError if it is not."""
    from scipy import linalg

    found: Floats = linalg.cho_solve(linalg.cho_factor(information), np.eye(len(information)))
    return found
