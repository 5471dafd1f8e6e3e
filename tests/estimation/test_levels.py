"""Variances of levels are found again, and a fit keeps what its window tells of them."""

import numpy as np
import pytest

from rapallo.estimation.fitting import fit
from rapallo.estimation.levels import filtered, variances
from rapallo.estimation.quarters import Quarterly
from rapallo.model.frailty import Frailty, level_process
from rapallo.model.hypothesis import Model
from rapallo.model.system import System
from rapallo.record.clock import quarter_of, to_time

NOTHING = np.zeros(0)


def test_levels_are_filtered_quarter_by_quarter():
    """Fast levels without memory (correlation 0): only the last quarter tells, 3 where 2 were expected."""
    process = level_process(Frailty(fast=0.5, fast_correlation=0.0), {"raid": ("raid",)}, ["raid"], np.array([0]))
    found = {"raid": Quarterly(np.array([9.0, 3.0]), np.array([1.0, 2.0]), NOTHING, NOTHING)}
    levels = filtered(process, found, 7000)
    assert levels.quarter == 7001
    assert levels.fast[:, 0] == pytest.approx([1.25, 0.3125], rel=1e-3)
    # of a kind that is absent nothing was seen
    assert filtered(process, {"ban": found["raid"]}, 7000).fast[:, 0] == pytest.approx([1.0, 0.5], rel=1e-3)


def test_variances_are_found_again():
    """Forty years of four families of two kinds, drawn with levels of known variances."""
    rng, quarters, families = np.random.default_rng(11), 160, 4
    slow, fast, own = 0.4, 0.3, 0.15

    def drawn(variance, r):
        level, c = [rng.gamma(1 / variance, variance)], (1 - r) * variance
        for _ in range(quarters - 1):
            level.append(rng.gamma(1 / variance + rng.poisson(r * level[-1] / c), c))
        return np.array(level)

    together = {f"f{n}": (f"a{n}", f"b{n}") for n in range(families)}
    kinds = [kind for pair in together.values() for kind in pair]
    expected = np.full((2 * families, quarters), 6.0)
    levels = []
    for _ in range(families):
        common = drawn(slow, 0.9)
        levels += [common * drawn(own, 0.9) * drawn(fast, 0.2) for _ in range(2)]
    counts = rng.poisson(np.array(levels) * expected).astype(float)
    found = variances(together, kinds, counts, expected, 0, (0.9, 0.2))
    assert found.common == pytest.approx(slow, rel=0.5)
    assert found.own == pytest.approx(own, rel=0.5)
    assert found.fast == pytest.approx(fast, rel=0.35)
    assert list(found.families) == list(together)


def test_a_fit_keeps_the_levels_of_its_last_quarter(small):
    plain = Model({"raid": (), "amity": ()})
    model = Model({"raid": (), "amity": ()}, frailty=Frailty(common=0.5))
    found = fit(System(small, model), until="1624-02-10")
    assert found.levels.quarter == quarter_of(to_time(small.begin.replace(year=1624, month=2)))
    assert found.levels.common[1].max() < 0.5
    assert fit(System(small, plain), until="1624-02-10").levels is None
    # the coefficients are those at the mean level
    assert found.kinds["raid"].estimate == pytest.approx(
        fit(System(small, plain), until="1624-02-10").kinds["raid"].estimate
    )
    assert fit(System(small, model), likelihood="ordered").levels is None
