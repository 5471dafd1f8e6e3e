"""One step of the search for the prior's scales by hand, and where it leads."""

import math

import numpy as np
import pytest

from rapallo.errors import ModelError
from rapallo.estimation.fitting import fit
from rapallo.estimation.scales import empirical_scales
from rapallo.model.hypothesis import Family, Group, Model, Prior
from rapallo.model.system import System

UNTIL = "1624-12-31"


def test_a_step_is_the_mean_square_of_what_is_likely(small):
    """Kinds alone: sd^2 is the mean of (estimate^2 + error^2) of the effects of one standard deviation."""
    model = Model({"raid": ("rivalry",), "unrest": ("inertia(1)",)}, prior=Prior(0.4))
    found = fit(System(small, model), until=UNTIL).kinds
    squares = [
        (kind.estimate[1] ** 2 + kind.standard_error[1] ** 2) * kind.scale[1] ** 2
        for kind in (found["raid"], found["unrest"])
    ]
    once = empirical_scales(small, model, UNTIL, steps=1)
    assert once.prior.effect == pytest.approx(math.sqrt(np.mean(squares)), rel=1e-9)
    # what there is not is left as it was
    assert (once.prior.deviation, once.prior.constant) == (0.6, math.inf)


def test_a_group_has_a_scale_of_its_own(small):
    groups = {"near": Group(("nearness",), 0.2), "kept": Group(("trust",))}
    model = Model({"raid": ("near", "kept")}, prior=Prior(0.4), groups=groups)
    found = fit(System(small, model), until=UNTIL).kinds["raid"]
    square = (found.estimate**2 + found.standard_error**2) * found.scale**2
    once = empirical_scales(small, model, UNTIL, steps=1)
    assert once.groups["near"].sd == pytest.approx(math.sqrt(square[1]), rel=1e-9)
    assert once.prior.effect == pytest.approx(math.sqrt(square[2]), rel=1e-9)
    assert once.groups["kept"].sd is None


def test_steps_make_the_window_likelier_and_come_to_rest(small):
    families = {"strife": Family(("raid", "summons"), ("rivalry", "trust"))}
    model = Model({}, prior=Prior(0.3, 0.6, 1.0), families=families)
    calls = []
    near = empirical_scales(small, model, UNTIL, steps=30, progress=lambda *n: calls.append(n))
    assert calls[-1] == (29, 30)
    nearer = empirical_scales(small, near, UNTIL, steps=1)
    for name in ("effect", "deviation", "constant"):
        assert getattr(nearer.prior, name) == pytest.approx(getattr(near.prior, name), rel=0.05)
    assert near.prior != model.prior


def test_a_flat_prior_is_refused(small):
    with pytest.raises(ModelError, match="no scale to look for"):
        empirical_scales(small, Model({"raid": ("trust",)}), UNTIL)
