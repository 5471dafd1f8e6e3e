"""Means and spreads of statistics over exposure: the scale on which coefficients are penalised and compared."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rapallo.state.arrays import Bools, Floats


@dataclass
class Moments:
    """Running moments of P statistics, rows weighted by exposure.

    Attributes
    ----------
    terms : int
    weight : float
        Exposure so far: years, or choices.
    mean, squares : (P,) float
        Weighted mean, and weighted sum of squares about it.
    low, high : (P,) float
        Smallest and largest value seen.
    """

    terms: int
    weight: float = 0.0
    mean: Floats = field(init=False)
    squares: Floats = field(init=False)
    low: Floats = field(init=False)
    high: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing seen."""
        self.mean, self.squares = np.zeros(self.terms), np.zeros(self.terms)
        self.low, self.high = np.full(self.terms, np.inf), np.full(self.terms, -np.inf)

    def add(self, x: Floats, weight: Floats) -> None:
        """Take in rows x (R, P) with weights (R,).

        Groups are merged as by Chan, Golub and LeVeque (1983), Algorithms for computing the sample variance, The
        American Statistician 37.
        """
        self.low, self.high = np.minimum(self.low, x.min(axis=0)), np.maximum(self.high, x.max(axis=0))
        total = float(weight.sum())
        if total <= 0:
            return
        mean = weight @ x / total
        squares = weight @ (x - mean) ** 2
        gap, together = mean - self.mean, self.weight + total
        self.squares += squares + gap**2 * (self.weight * total / together)
        self.mean += gap * (total / together)
        self.weight = together

    def of(self, place: int) -> Moments:
        """Return the moments of one statistic."""
        one = Moments(1, self.weight)
        for name in ("mean", "squares", "low", "high"):
            setattr(one, name, getattr(self, name)[[place]])
        return one

    @property
    def varies(self) -> Bools:
        """Return (P,): whether a statistic was seen with two values."""
        return self.high > self.low


def common_scale(moments: list[Moments]) -> tuple[Floats, Floats]:
    """Return mean and standard deviation (P,) of statistics over kinds, each kind with the same weight.

    What does not vary has a deviation of 1: it is left as it is.
    """
    seen = [m for m in moments if m.weight > 0]
    mean = np.mean([m.mean for m in seen], axis=0)
    square = np.mean([m.squares / m.weight + (m.mean - mean) ** 2 for m in seen], axis=0)
    deviation = np.sqrt(square)
    return mean, np.where(deviation > 0, deviation, 1.0)
