"""Frailty: levels of families and kinds that rise and fall from quarter to quarter, for reasons that no effect knows.

lambda_k(i, j, t) = common_f(q) own_k(q) fast_k(q) g(exp eta) in quarter q of the calendar, f the family of kind k. Each
level is a gamma process of mean 1 (`rapallo.theory.gamma_process`); the common one of a family and a kind's own are
slow. A kind alone in its family has only one slow level, which has the variances of both.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from rapallo.errors import ModelError
from rapallo.state.arrays import Floats, Ints
from rapallo.theory.gamma_process import advance, learn


class Frailty(NamedTuple):
    """Variances and autocorrelations of the levels.

    Attributes
    ----------
    common, own, fast : float
        Variance of the slow level of a family, of the slow level of a kind, and of the fast level of a kind.
    families : mapping
        For some families the variance of the fast levels of their kinds, in the place of `fast`.
    slow_correlation, fast_correlation : float
        From one quarter to the next.
    """

    common: float = 0.0
    own: float = 0.0
    fast: float = 0.0
    families: Mapping[str, float] = MappingProxyType({})
    slow_correlation: float = 0.95
    fast_correlation: float = 0.2

    def check(self) -> None:
        """Refuse what is no variance or correlation (ModelError)."""
        variances = {"common": self.common, "own": self.own, "fast": self.fast, **self.families}
        for name, value in variances.items():
            if not 0 <= value < math.inf:
                raise ModelError(f"model, frailty: {name} {value} is no variance; give a number from 0 on.")
        for name in ("slow_correlation", "fast_correlation"):
            if not 0 <= getattr(self, name) < 1:
                raise ModelError(f"model, frailty: {name} {getattr(self, name)} does not lie between 0 and below 1.")


@dataclass(frozen=True)
class Levels:
    """What is known of the levels in one quarter: means and variances, each level gamma and apart from the others.

    Attributes
    ----------
    quarter : int
        Number of the quarter (`rapallo.record.clock.quarter_of`).
    common : (2, F) float
        Of each family.
    own, fast : (2, K) float
        Of each kind with an intensity.
    """

    quarter: int
    common: Floats
    own: Floats
    fast: Floats

    def plain(self) -> dict[str, Any]:
        """Return them as plain data."""
        return {"quarter": self.quarter, **{name: getattr(self, name).tolist() for name in ("common", "own", "fast")}}


@dataclass(frozen=True)
class LevelProcess:
    """The levels of F families and K kinds.

    Attributes
    ----------
    families, kinds : tuple of str
    places : (K,) int
        Of the kinds in the record.
    family : (K,) int
        Place of each kind's family.
    common : (F,) float
        Variances; of a family of one kind the sum of both slow variances.
    own, fast : (K,) float
        Variances; own ones are 0 for a kind alone in its family.
    slow_correlation, fast_correlation : float
    """

    families: tuple[str, ...]
    kinds: tuple[str, ...]
    places: Ints
    family: Ints
    common: Floats
    own: Floats
    fast: Floats
    slow_correlation: float
    fast_correlation: float

    def start(self, quarter: int) -> Levels:
        """Return what is known of levels of which nothing was seen."""
        return Levels(quarter, *(np.array([np.ones(len(v)), v]) for v in (self.common, self.own, self.fast)))

    def later(self, levels: Levels, quarter: int) -> Levels:
        """Return what is known of the levels in a later quarter when nothing more is seen."""
        common, own, fast = levels.common, levels.own, levels.fast
        for _ in range(quarter - levels.quarter):
            common = advance(common, self.common, self.slow_correlation)
            own = advance(own, self.own, self.slow_correlation)
            fast = advance(fast, self.fast, self.fast_correlation)
        return Levels(quarter, common, own, fast)

    def learn(self, levels: Levels, counts: Floats, expected: Floats) -> tuple[Levels, Floats]:
        """Return the levels once a quarter's counts are known, and (F,) what they add to each family's log-likelihood.

        Parameters
        ----------
        levels : Levels
            Of that quarter, before.
        counts, expected : (K,) float
            Weighted events of each kind, and the integral of its intensities without levels.
        """
        common, own, fast = levels.common.copy(), levels.own.copy(), levels.fast.copy()
        evidence = np.zeros(len(self.families))
        for f in range(len(self.families)):
            k = np.flatnonzero(self.family == f)
            told = learn(counts[k], expected[k], common[:, f], own[:, k], fast[:, k])
            evidence[f], common[:, f], own[:, k], fast[:, k] = told
        return Levels(levels.quarter, common, own, fast), evidence

    def steps(
        self, levels: Levels, counts: Floats, expected: Floats, first: int
    ) -> Iterator[tuple[Levels, Levels, Floats]]:
        """Yield for each of Q quarters the levels before and after its counts are known, and (F,) what they add.

        Parameters
        ----------
        levels : Levels
            Known in the first quarter or earlier.
        counts, expected : (K, Q) float
        first : int
            Number of the first quarter.
        """
        for q in range(counts.shape[1]):
            before = self.later(levels, first + q)
            levels, evidence = self.learn(before, counts[:, q], expected[:, q])
            yield before, levels, evidence

    def mean(self, levels: Levels) -> Floats:
        """Return the expected factor of each kind (K,)."""
        factor: Floats = levels.common[0][self.family] * levels.own[0] * levels.fast[0]
        return factor


def level_process(
    frailty: Frailty, together: Mapping[str, Sequence[str]], kinds: Sequence[str], places: Ints
) -> LevelProcess:
    """Return the levels of some kinds.

    Parameters
    ----------
    frailty : Frailty
    together : mapping
        The kinds of each family (`Model.together`).
    kinds : sequence of str
    places : (K,) int
        Of those kinds in the record.
    """
    of = {kind: f for f, group in enumerate(together.values()) for kind in group}
    alone = {group[0] for group in together.values() if len(group) == 1}
    names = tuple(together)
    return LevelProcess(
        names,
        tuple(kinds),
        places,
        np.array([of[kind] for kind in kinds]),
        np.array([frailty.common + frailty.own * (len(group) == 1) for group in together.values()]),
        np.array([0.0 if kind in alone else frailty.own for kind in kinds]),
        np.array([frailty.families.get(names[of[kind]], frailty.fast) for kind in kinds]),
        frailty.slow_correlation,
        frailty.fast_correlation,
    )
