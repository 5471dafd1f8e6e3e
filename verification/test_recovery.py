"""Known coefficients are found again: 200 histories are simulated with coefficients drawn from the prior, and fitted.

Run by `make verify`; prints the table. Of the 95 % intervals 93 to 97 % must hold the truth on average, 90 to 99 % for
each effect; and the rank of the truth among the draws of its posterior must be uniform (simulation-based calibration;
Talts et al. (2018), Validating Bayesian inference algorithms with simulation-based calibration, arXiv 1804.06788).

The world is that of the scenario `template` without its events, two kinds of a family, three standardised effects each.
The prior of the fit is on the scale of each history's own exposure; the truth is drawn on the mean scale of 20 first
histories, which differs from it by some per cent.
"""

import datetime as dt
import math
from dataclasses import replace

import numpy as np
from scipy import stats

import rapallo
from rapallo.estimation.rows import Gathered
from rapallo.estimation.scale import common_scale
from rapallo.model.hypothesis import Family, Model, Prior
from rapallo.record.clock import to_time
from rapallo.theory.intervals import Z_95
from rapallo.theory.philox import key_of, normal

BEGIN, START, END = dt.date(1620, 1, 1), dt.date(1620, 1, 2), dt.date(1659, 12, 31)
KINDS, TERMS = ("raid", "summons"), ("inertia(2)", "reciprocity(2)", "nearness")
PRIOR = Prior(0.3, 0.6, 0.5)
# events per year and pair around which the constants lie
RATE = 0.05
RECORDS, FIRST, DRAWS = 200, 20, 99


def world():
    """Return the small world for forty years, without events, bound to the model."""
    template = rapallo.load("template").record
    record = replace(template, events=(), schedule=(), pairs=(), end=END, complete_until=None)
    return rapallo.System(record, Model({}, prior=PRIOR, families={"strife": Family(KINDS, TERMS)}))


def luck(record, what, n=0):
    return normal(20261128, record, *key_of("recovery", what), n)


def truth(number, scale):
    """Return coefficients drawn from the prior, on the scale of the statistics themselves."""
    middle = math.log(RATE)
    drawn = {}
    for kind in KINDS:
        values = {}
        for term in TERMS:
            mean = PRIOR.effect * luck(number, term)
            values[term] = (mean + PRIOR.deviation * PRIOR.effect * luck(number, kind + term)) / scale[term][1]
        shift = sum(values[term] * scale[term][0] for term in TERMS)
        drawn[kind] = {"constant": middle + PRIOR.constant * luck(number, kind) - shift} | values
    return drawn


def simulated(system, coefficients, number):
    """Return the record of one simulated history."""
    (history,) = rapallo.simulate(system, coefficients, START, END, runs=1, seed=number).histories()
    return history.record


def typical_scale(system):
    """Return mean and standard deviation of each statistic over the exposure of histories without effects."""
    flat = {kind: {"constant": math.log(RATE)} | dict.fromkeys(TERMS, 0.0) for kind in KINDS}
    found = []
    for n in range(FIRST):
        record = simulated(system, flat, 10_000 + n)
        part = rapallo.System(record, system.model).part(KINDS)
        moments = Gathered(part, to_time(START), to_time(END), True).moments
        found.append(common_scale(list(moments.values())))
    mean, deviation = (np.mean(columns, axis=0) for columns in zip(*found, strict=True))
    return {term: (float(mean[p]), float(deviation[p])) for p, term in enumerate(TERMS)}


def test_intervals_hold_what_was_put_in():
    system = world()
    scale = typical_scale(system)
    names = [(kind, term) for kind in KINDS for term in ("constant", *TERMS)]
    held, ranks = dict.fromkeys(names, 0), {name: [] for name in names}
    for number in range(RECORDS):
        drawn = truth(number, scale)
        fitted = rapallo.fit(rapallo.System(simulated(system, drawn, number), system.model), since=START)
        draws = [fitted.draw(number, n) for n in range(DRAWS)]
        for kind, term in names:
            found = fitted.kinds[kind]
            place = found.terms.index(term)
            held[kind, term] += abs(found.estimate[place] - drawn[kind][term]) < Z_95 * found.standard_error[place]
            ranks[kind, term].append(sum(draw[kind][term] < drawn[kind][term] for draw in draws))
    for name in names:
        counts = np.histogram(ranks[name], bins=10, range=(0, DRAWS + 1))[0]
        print(
            f"{name[0]:8} {name[1]:16} held {held[name] / RECORDS:.1%}  ranks {counts}  "
            f"p {stats.chisquare(counts).pvalue:.3f}",
            flush=True,
        )
    shares = np.array([held[name] / RECORDS for name in names])
    print(f"average {shares.mean():.1%}")
    assert 0.93 <= shares.mean() <= 0.97
    assert ((shares >= 0.90) & (shares <= 0.99)).all()
    # eight tests of uniformity at once
    assert (
        min(stats.chisquare(np.histogram(ranks[n], bins=10, range=(0, DRAWS + 1))[0]).pvalue for n in names) > 0.05 / 8
    )
