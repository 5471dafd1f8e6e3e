"""The prior of kinds that are fitted together, and the function that their fit maximises.

theta_k ~ N(mu, (deviation * sd)^2), mu ~ N(0, sd^2), and the constants about their family's. Kinds of one family are
estimated at once with their mean: the prior is one quadratic form in all of them, so that the search is Newton's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rapallo.estimation.likelihood import Derivatives
from rapallo.estimation.newton import Objective
from rapallo.model.hypothesis import Prior
from rapallo.state.arrays import Floats


@dataclass(frozen=True)
class Pool:
    """Where each coefficient stands among those found together, and their prior; Z of them.

    Attributes
    ----------
    at : mapping
        For each kind the slice of its coefficients, the constant first if there is one.
    means : mapping
        Place of the family's mean of each common term.
    middle : int
        Place of the mean of the constants; -1 if they are the kinds' own.
    precision : (Z, Z) float
        The prior is -1/2 z . precision z.
    """

    at: Mapping[int, slice]
    means: Mapping[str, int]
    middle: int
    precision: Floats

    def split(self, z: Floats) -> dict[int, Floats]:
        """Return each kind's own coefficients."""
        return {k: z[own] for k, own in self.at.items()}


def pool(
    terms: Mapping[int, Sequence[str]], sd: Mapping[int, Floats], prior: Prior, *, constant: bool, family: bool
) -> Pool:
    """Return the pool of some kinds with their terms and the standard deviations of their priors.

    Without `family` the kinds are apart: no means. A term without a prior (sd inf) has no mean either. A term that one
    kind alone has is its own.
    """
    at, places = {}, 0
    for k, names in terms.items():
        at[k] = slice(places, places + len(names) + constant)
        places += len(names) + constant
    shared: dict[str, float] = {}
    if family:
        for k, names in terms.items():
            for name, spread in zip(names, sd[k].tolist(), strict=True):
                if math.isfinite(spread) and sum(name in other for other in terms.values()) > 1:
                    shared[name] = spread
    means = {name: places + n for n, name in enumerate(shared)}
    places += len(shared)
    middle = places if family and constant and math.isfinite(prior.constant) else -1
    places += middle >= 0
    precision = np.zeros((places, places))

    def tie(one: int, other: int, spread: float) -> None:
        for a, b, sign in ((one, one, 1.0), (other, other, 1.0), (one, other, -1.0), (other, one, -1.0)):
            precision[a, b] += sign / spread**2

    for name, spread in shared.items():
        precision[means[name], means[name]] += spread**-2.0
    for k, names in terms.items():
        first = at[k].start + constant
        if middle >= 0:
            tie(at[k].start, middle, prior.constant)
        for place, (name, spread) in enumerate(zip(names, sd[k].tolist(), strict=True), start=first):
            if name in means:
                tie(place, means[name], prior.deviation * spread)
            else:
                precision[place, place] += spread**-2.0
    return Pool(at, means, middle, precision)


def objective(together: Pool, likelihood: Callable[[Mapping[int, Floats]], Mapping[int, Derivatives]]) -> Objective:
    """Return the penalised log-likelihood of all coefficients of a pool, with gradient and Hessian."""

    def penalised(z: Floats) -> tuple[float, Floats, Floats]:
        pull = together.precision @ z
        value, gradient, hessian = -0.5 * float(z @ pull), -pull, -together.precision.copy()
        for k, found in likelihood(together.split(z)).items():
            own = together.at[k]
            value += found.value
            gradient[own] += found.gradient
            hessian[own, own] += found.hessian
        return value, gradient, hessian

    return penalised
