"""What a stretch of history looks like as a whole: one function for what came and for every simulated history."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rapallo.record.clock import DAYS_PER_YEAR, to_date
from rapallo.state.arrays import Bools, Floats, Ints
from rapallo.theory.philox import PARAMETER, key_of, uniform

QUARTER = 0.25
# days within which events of one pair are a burst
BURST = 30
# lowest number of each class in which partners, shared partners and events are counted
CLASSES = (1, 2, 3, 5, 9, 17, 33)
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


class Happened(NamedTuple):
    """Pairs of events in order of time; n of them.

    Attributes
    ----------
    time : (n,) float
        Years.
    kind, i, j : (n,) int
        Place of the scored kind, sender and receiver.
    """

    time: Floats
    kind: Ints
    i: Ints
    j: Ints


class Feature(NamedTuple):
    """One figure of a stretch of history; nan where there is nothing to tell, such as gaps without two events."""

    name: str
    label: str
    value: float


def kept(weight: Floats, seed: int, draw: int) -> Bools:
    """Return which pairs of what came stand for it: each with the probability of its weight, (n,) of (n,).

    A treaty of n parties is n (n - 1) / 2 pairs in the record and a founding pair with n - 2 joinings forward. To
    compare like with like, of its pairs, of weight 2 / n each, n - 1 are kept: those at which the sum of weights, begun
    at a uniform draw, passes a whole number (systematic sampling). A pair of weight 1 is always kept.
    """
    begun = uniform(seed, draw, *key_of("pairs of what came"), 0, PARAMETER)
    passed = np.floor(np.concatenate([[0.0], np.cumsum(weight)]) + begun)
    return np.asarray(np.diff(passed) > 0)


def features(happened: Happened, consent: Bools, actors: int, begin: float, end: float) -> list[Feature]:
    """Return the features of a stretch of history.

    - events by quarter of a year from the begin on (the last may be short);
    - actors by the number of partners (any event, either way), of receivers (outdegree) and of senders (indegree), the
      last two of kinds that need no consent; actors by the number of their events;
    - share of pairs with an event by the number of actors with which both had one (edgewise shared partners; Hunter,
      Goodreau and Handcock 2008, Journal of the American Statistical Association 103);
    - quantiles of the days from one event of a pair to its next, either way and of any kind;
    - most events of one pair within 30 days; variance over mean of the events by quarter (Fano factor, 1 for a Poisson
      process); share of the busiest pair.

    Days are whole, since the record knows no hours.

    Parameters
    ----------
    happened : Happened
    consent : (G,) bool
        Whether a scored kind needs consent.
    actors : int
        How many there are.
    begin, end : float
        The stretch, years.
    """
    quarters = max(1, round((end - begin) / QUARTER))
    which = np.minimum(((happened.time - begin) / QUARTER + 1e-9).astype(np.int64), quarters - 1)
    by_quarter = np.bincount(which, minlength=quarters)
    met = np.zeros((actors, actors), np.bool_)
    met[happened.i, happened.j] = True
    sent = np.zeros((actors, actors), np.bool_)
    directed = ~consent[happened.kind]
    sent[happened.i[directed], happened.j[directed]] = True
    met |= met.T
    acts = np.bincount(np.concatenate([happened.i, happened.j]), minlength=actors)
    return [
        *(
            Feature("events by quarter", to_date(begin + QUARTER * q).isoformat(), float(n))
            for q, n in enumerate(by_quarter)
        ),
        *_classes("actors by partners", met.sum(axis=1)),
        *_classes("actors by outdegree", sent.sum(axis=1)),
        *_classes("actors by indegree", sent.sum(axis=0)),
        *_classes("actors by events", acts),
        *_shared(met),
        *_paces(happened, by_quarter),
    ]


def _classes(name: str, numbers: Ints) -> list[Feature]:
    """Return how many of `numbers` lie in each class from 1 on."""
    counts = np.histogram(numbers, [*CLASSES, np.inf])[0]
    return [Feature(name, label, float(n)) for label, n in zip(_labels(), counts, strict=True)]


def _labels() -> list[str]:
    """Return the names of the classes: 1, 2, 3-4, ..."""
    spans = zip(CLASSES, [*(c - 1 for c in CLASSES[1:]), math.inf], strict=True)
    return [f"{a}" if a == b else f"{a}+" if b == math.inf else f"{a}-{b}" for a, b in spans]


def _shared(met: Bools) -> list[Feature]:
    """Return the share of pairs that met by the number of actors that both met."""
    i, j = np.nonzero(np.triu(met))
    both = (met.astype(np.int64) @ met)[i, j]
    counts = np.histogram(both, [0, *CLASSES, np.inf])[0]
    shares = counts / len(both) if len(both) else np.full(len(counts), math.nan)
    labels = ["0", *_labels()]
    return [Feature("pairs by shared partners", label, float(s)) for label, s in zip(labels, shares, strict=True)]


def _paces(happened: Happened, by_quarter: Ints) -> list[Feature]:
    """Return what the times of the pairs' events tell."""
    day = np.floor(happened.time * DAYS_PER_YEAR + 1e-6).astype(np.int64)
    low, high = np.minimum(happened.i, happened.j), np.maximum(happened.i, happened.j)
    order = np.lexsort((day, high, low))
    day, low, high = day[order], low[order], high[order]
    new = np.ones(len(day), np.bool_)
    new[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    gaps = np.diff(day)[~new[1:]]
    quantiles = np.quantile(gaps, QUANTILES) if len(gaps) else np.full(len(QUANTILES), math.nan)
    pair = np.cumsum(new) - 1
    # keys that put the pairs far apart: those within a burst of one another are of one pair
    key = pair * (10 * BURST + int(np.ptp(day)) if len(day) else 0) + day
    most = max(np.searchsorted(key, key + BURST, side="left") - np.arange(len(key)), default=0)
    spread = by_quarter.var(ddof=1) / by_quarter.mean() if len(by_quarter) > 1 and by_quarter.any() else math.nan
    busiest = np.bincount(pair).max() / len(pair) if len(pair) else math.nan
    return [
        *(
            Feature("days between events of a pair", f"{q:.0%}", float(d))
            for q, d in zip(QUANTILES, quantiles, strict=True)
        ),
        Feature("bursts", "most events of a pair in 30 days", float(most)),
        Feature("bursts", "variance over mean by quarter", float(spread)),
        Feature("bursts", "share of the busiest pair", float(busiest)),
    ]


def mean_of(stretches: Sequence[list[Feature]]) -> Floats:
    """Return the mean of each figure over lists of the same features, of those that have one; nan where none has."""
    values = np.array([[feature.value for feature in one] for one in stretches])
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, values, 0.0).sum(axis=0) / known.sum(axis=0))
