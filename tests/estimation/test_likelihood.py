"""The two likelihoods against twins written out choice by choice, and their derivatives against differences."""

import math
from functools import partial

import numpy as np
import pytest
from scipy import optimize

from rapallo.estimation.likelihood import Block, Rows, exact, ordered
from rapallo.estimation.newton import maximise
from rapallo.estimation.pooling import objective, pool
from rapallo.model.hypothesis import Prior

rng = np.random.default_rng(4)
CHOICES = 8
NO_CHOICE = np.zeros(0, np.int32)


def exact_rows(seed=4, events=9):
    made = np.random.default_rng(seed)
    blocks = [
        (
            7,
            Block(
                made.normal(size=(20, 2)),
                made.normal(size=20),
                made.uniform(0, 4, 20),
                made.uniform(0, 2, 20),
                NO_CHOICE,
                NO_CHOICE,
            ),
        )
        for _ in range(2)
    ]
    acts = Block(
        made.normal(size=(events, 2)),
        made.normal(size=events),
        made.uniform(0, 4, events),
        made.uniform(0.3, 1, events),
        NO_CHOICE,
        NO_CHOICE,
    )
    return Rows(lambda use: [use(k, block) for k, block in blocks], {7: acts}), blocks


def ordered_rows():
    """Six pairs, at risk from one choice to another with the same statistics; the first is chosen each time."""
    made = np.random.default_rng(5)
    first = np.array([0, 4, 0, 2, 5, 0, 1, 0], dtype=np.int32)
    last = np.array([4, 8, 2, 5, 8, 8, 7, 8], dtype=np.int32)
    spells = Block(made.normal(size=(8, 3)), made.normal(size=8), np.zeros(8), np.zeros(8), first, last)
    here = np.array([0 if e < 4 else 1 for e in range(CHOICES)])
    number = np.arange(CHOICES, dtype=np.int32)
    weight = made.uniform(0.3, 1, CHOICES)
    acts = Block(spells.x[here], spells.offset[here], np.zeros(CHOICES), weight, number, number + 1)
    halves = [spells._replace(**{n: getattr(spells, n)[s] for n in Block._fields}) for s in (slice(5), slice(5, 8))]
    return Rows(lambda use: [use(7, block) for block in halves], {7: acts}), spells


def rate(block, b, ceiling):
    u = np.exp(block.offset + b[0] + block.x @ b[1:])
    return u / (1 + u / ceiling)


@pytest.mark.parametrize("ceiling", [math.inf, 0.8])
def test_the_exact_likelihood_is_events_less_exposure(ceiling):
    rows, blocks = exact_rows()
    b = np.array([-0.4, 0.7, -1.1])
    expected = rows.events[7].size @ np.log(rate(rows.events[7], b, ceiling))
    expected -= sum(block.size @ rate(block, b, ceiling) for _, block in blocks)
    assert exact(rows, {7: b}, ceiling)[7].value == pytest.approx(expected, rel=1e-12)


def test_the_ordered_likelihood_is_that_of_the_choices_written_out():
    rows, spells = ordered_rows()
    b = np.array([0.5, -1.0, 0.3])
    expected = 0.0
    for e in range(CHOICES):
        at_risk = (spells.first <= e) & (e < spells.last)
        eta = spells.offset[at_risk] + spells.x[at_risk] @ b
        act = rows.events[7]
        expected += act.size[e] * (act.offset[e] + act.x[e] @ b - np.log(np.exp(eta).sum()))
    assert ordered(rows, {7: b})[7].value == pytest.approx(expected, rel=1e-12)


def value_of(function, k=7):
    return lambda b: tuple(function({k: b})[k])


OBJECTIVES = {
    "exact": (value_of(partial(exact, exact_rows()[0])), 3),
    "exact with a ceiling": (value_of(partial(exact, exact_rows()[0], ceiling=0.8)), 3),
    "ordered": (value_of(partial(ordered, ordered_rows()[0])), 3),
}


def family(deviation=0.6, constant=2.0, sd=0.5):
    """Two kinds, the second without a term of the first: a family with a mean of one term, and one kind's own."""
    one, two = exact_rows(1)[0], exact_rows(2, events=4)[0]
    both = Rows(
        lambda use: (one.each(lambda _, block: use(0, block)), two.each(lambda _, block: use(1, block))),
        {0: one.events[7], 1: two.events[7]},
    )
    together = pool(
        {0: ("a", "b"), 1: ("a", "c")},
        {0: np.array([sd, 0.3]), 1: np.array([sd, 0.3])},
        Prior(sd, deviation, constant),
        constant=True,
        family=True,
    )
    return together, objective(together, partial(exact, both, ceiling=2.0)), both


OBJECTIVES["family"] = (family()[1], 8)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_gradient_and_hessian_are_those_of_the_value(name):
    function, size = OBJECTIVES[name]
    b, h = rng.normal(size=size) * 0.3, 1e-5
    _, gradient, hessian = function(b)
    steps = np.eye(size) * h
    g = np.array([(function(b + s)[0] - function(b - s)[0]) / (2 * h) for s in steps])
    second = np.array([(function(b + s)[1] - function(b - s)[1]) / (2 * h) for s in steps])
    np.testing.assert_allclose(gradient, g, atol=1e-6)
    np.testing.assert_allclose(hessian, second, atol=1e-5)


@pytest.mark.parametrize("name", ["exact", "ordered", "family"])
def test_newton_finds_the_maximum_that_another_optimiser_finds(name):
    function, size = OBJECTIVES[name]
    best = maximise(function, np.zeros(size), concave=name != "family")
    other = optimize.minimize(lambda b: -function(b)[0], np.zeros(size), jac=lambda b: -function(b)[1], tol=1e-10)
    assert best.converged
    np.testing.assert_allclose(best.at, other.x, atol=1e-4)


def test_the_prior_of_a_family_is_written_out():
    """theta ~ N(mu, (.6 * .5)^2), mu ~ N(0, .5^2), own terms N(0, .3^2), constants N(b, 2^2)."""
    together, penalised, both = family()
    z = np.array([-1.0, 0.2, 0.1, -2.0, 0.5, -0.3, 0.4, -1.2])
    likelihood = exact(both, together.split(z), 2.0)
    a0, own0, a1, own1, mean, middle = z[1], z[2], z[4], z[5], z[6], z[7]
    prior = ((a0 - mean) / 0.3) ** 2 + ((a1 - mean) / 0.3) ** 2 + (mean / 0.5) ** 2
    prior += (own0 / 0.3) ** 2 + (own1 / 0.3) ** 2 + ((z[0] - middle) / 2) ** 2 + ((z[3] - middle) / 2) ** 2
    assert penalised(z)[0] == pytest.approx(sum(d.value for d in likelihood.values()) - prior / 2, rel=1e-12)


def test_a_family_that_may_not_differ_has_one_effect():
    together, penalised, _ = family(deviation=1e-4, sd=5.0)
    at = together.split(maximise(penalised, np.zeros(8), concave=False).at)
    assert at[0][1] == pytest.approx(at[1][1], abs=1e-4)
    apart, free, _ = family(deviation=1e4, sd=5.0)
    at = apart.split(maximise(free, np.zeros(8), concave=False).at)
    assert abs(at[0][1] - at[1][1]) > 0.1
