"""Small formulas once more: nearness of seats, weights of events, Wilson's interval."""

from __future__ import annotations

import math

import numpy as np


def nearness(lat_a, lon_a, lat_b, lon_b):
    """exp(-d / 2000 km), d on a sphere of 6371 km, by the angle between the two as vectors."""
    a, b = (
        np.array([math.cos(y) * math.cos(x), math.cos(y) * math.sin(x), math.sin(y)])
        for y, x in ((math.radians(lat_a), math.radians(lon_a)), (math.radians(lat_b), math.radians(lon_b)))
    )
    angle = math.atan2(float(np.linalg.norm(np.cross(a, b))), float(a @ b))
    return math.exp(-6371 * angle / 2000)


def event_weight(side_a, side_b, *, consent, accession):
    """What each pair of an event weighs: (parties - 1) / pairs; a joining for each joiner of an accession."""
    if side_b:
        pairs = [(a, b) for a in side_a for b in side_b if a != b]
    else:
        pairs = [(a, b) for a in side_a for b in side_a if a < b] if consent else []
    if not pairs:
        return 0.0
    return (len(side_a) if accession else len({*side_a, *side_b}) - 1) / len(pairs)


def wilson(successes, trials, z):
    """The two p with (p - successes / trials)^2 = z^2 p (1 - p) / trials."""
    if trials == 0:
        return 0.0, 1.0
    share, q = successes / trials, z * z / trials
    low, high = sorted(np.roots([1 + q, -(2 * share + q), share * share]).real)
    return float(low), float(high)
