"""The two likelihoods of a relational event model, summed over blocks of rows.

Statistics are those of the search: standardised, and without the constant's column of ones, which is understood.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from rapallo.estimation.spells import Counts
from rapallo.state.arrays import Floats, Ints


class Block(NamedTuple):
    """Rows of one kind.

    Attributes
    ----------
    x : (R, P) float
        Statistics with a coefficient to be found.
    offset : (R,) float
        What is added to x . b with a coefficient of 1.
    since, size : (R,) float
        Beginning (years) and years of exposure of a spell, time and weight of an event.
    first, last : (R,) int32
        Ordered likelihood: the choices first <= e < last among which a spell stood; an event's own choice and the next.
    """

    x: Floats
    offset: Floats
    since: Floats
    size: Floats
    first: Counts
    last: Counts


class Rows(NamedTuple):
    """Rows of the likelihood of several kinds.

    Attributes
    ----------
    each : function
        Calls what it is given with kind and block for every block of spells; each time all of them, in one order.
    events : mapping
        For each kind the block of its events.
    """

    each: Callable[[Callable[[int, Block], None]], None]
    events: Mapping[int, Block]

    def narrowed(self, kept: Mapping[int, Ints]) -> Rows:
        """Return the rows with some of the statistics of each kind."""

        def each(use: Callable[[int, Block], None]) -> None:
            self.each(lambda k, block: use(k, block._replace(x=block.x[:, kept[k]])))

        events = {k: block._replace(x=block.x[:, kept[k]]) for k, block in self.events.items()}
        return Rows(each, events)


class Derivatives(NamedTuple):
    """Value, gradient (P,) and Hessian (P, P) of a log-likelihood."""

    value: float
    gradient: Floats
    hessian: Floats


Coefficients = Mapping[int, Floats]


def exact(rows: Rows, b: Coefficients, ceiling: float = math.inf) -> dict[int, Derivatives]:
    """Return for each kind the log-likelihood with times known; b[k] is (1 + P,), the constant first.

    l(b) = sum_e w_e log lambda_e - sum_r d_r lambda_r,  lambda = g(exp(eta)),  eta = offset + b_0 + x . b,
    g(u) = u / (1 + u / ceiling), and g(u) = u without a ceiling. With s = 1 / (1 + u / ceiling) the derivatives by eta
    are (log lambda)' = s, (log lambda)'' = -s (1 - s), lambda' = lambda s, lambda'' = lambda s (2 s - 1).

    Reference: Butts (2008), equation 2; Perry and Wolfe (2013), Point process modelling for directed interaction
    networks, Journal of the Royal Statistical Society B 75.
    """
    value = dict.fromkeys(b, 0.0)
    gradient = {k: np.zeros(len(at)) for k, at in b.items()}
    hessian = {k: np.zeros((len(at), len(at))) for k, at in b.items()}

    def add(k: int, x: Floats, total: float, first: Floats, second: Floats) -> None:
        value[k] += total
        gradient[k][0] += first.sum()
        gradient[k][1:] += x.T @ first
        cross = x.T @ second
        hessian[k][0, 0] += second.sum()
        hessian[k][0, 1:] += cross
        hessian[k][1:, 0] += cross
        hessian[k][1:, 1:] += (x * second[:, None]).T @ x

    def spells(k: int, block: Block) -> None:
        rate = np.exp(block.offset + b[k][0] + block.x @ b[k][1:])
        s = 1.0 / (1.0 + rate / ceiling)
        mass = block.size * rate * s
        add(k, block.x, -float(mass.sum()), -mass * s, -mass * s * (2.0 * s - 1.0))

    with np.errstate(over="ignore", invalid="ignore"):
        rows.each(spells)
    for k, block in rows.events.items():
        eta = block.offset + b[k][0] + block.x @ b[k][1:]
        s = 1.0 / (1.0 + np.exp(eta) / ceiling)
        w = block.size
        add(k, block.x, float(w @ (eta + np.log(s))), w * s, -w * s * (1.0 - s))
    return {k: Derivatives(value[k], gradient[k], hessian[k]) for k in b}


def ordered(rows: Rows, b: Coefficients) -> dict[int, Derivatives]:
    """Return for each kind the log-likelihood with only the order of events known; b[k] is (P,).

    l(b) = sum_e w_e (eta_e - log S_e),  S_e = sum of exp(eta_r) over the pairs r at risk when e happened.

    Spells are not written out choice by choice: a spell that stood from choice `first` to before `last` adds its
    exp(eta) to the sums at `first` and takes it away at `last`, so that S, and its derivatives, are running sums.
    """
    n = {k: len(block.size) for k, block in rows.events.items()}
    top = dict.fromkeys(b, -math.inf)
    width = {k: len(at) for k, at in b.items()}
    steps = {k: np.zeros((width[k] + 1, n[k] + 1)) for k in b}

    def highest(k: int, block: Block) -> None:
        top[k] = max(top[k], float((block.offset + block.x @ b[k]).max()))

    def running(k: int, block: Block) -> None:
        mass = np.exp(block.offset + block.x @ b[k] - top[k])
        for row, weights in enumerate((mass, *(block.x * mass[:, None]).T)):
            steps[k][row] += np.bincount(block.first, weights, n[k] + 1) - np.bincount(block.last, weights, n[k] + 1)

    rows.each(highest)
    rows.each(running)
    found, share = {}, {}
    for k, block in rows.events.items():
        sums = np.cumsum(steps[k], axis=1)[:, :-1]
        total, mean = sums[0], sums[1:] / sums[0]
        eta = block.offset + block.x @ b[k]
        value = float(block.size @ (eta - top[k] - np.log(total)))
        gradient = block.x.T @ block.size - mean @ block.size
        found[k] = [value, gradient, (mean * block.size) @ mean.T]
        share[k] = np.concatenate([[0.0], np.cumsum(block.size / total)])

    def second(k: int, block: Block) -> None:
        mass = np.exp(block.offset + block.x @ b[k] - top[k]) * (share[k][block.last] - share[k][block.first])
        found[k][2] -= (block.x * mass[:, None]).T @ block.x

    rows.each(second)
    return {k: Derivatives(*found[k]) for k in b}
