"""The state before anything: no actor exists, no tie, beliefs at their priors."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from rapallo.record.tables import Record
from rapallo.state.arrays import Floats, Roles, State, Traces
from rapallo.state.fields import (
    ABSORBED,
    FEARED,
    FIRST_COVARIATE,
    FIRST_TIE,
    HOME,
    NEAR,
    PATRON,
    PROPERTIES,
    THREAT,
    TRUST,
    TYPE,
)
from rapallo.state.settings import Settings
from rapallo.state.traces import Trace, weights

EARTH_RADIUS_KM = 6371.0
NEAR_SCALE_KM = 2000.0
NOTES = 4096
# bonds that a simulated history can add to those of the record
ROOM = 20_000


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Return the great-circle distance (haversine formula), in kilometres; arguments in degrees."""
    p, q = math.radians(lat_a), math.radians(lat_b)
    a = math.sin((q - p) / 2) ** 2
    a += math.cos(p) * math.cos(q) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(a)))


def nearness(record: Record) -> Floats:
    """Return (A, A): exp(-distance / 2000 km) between seats; 0 where one has no coordinates, and on the diagonal."""
    seats = {
        n: (a.latitude, a.longitude)
        for n, a in enumerate(record.actors)
        if a.latitude is not None and a.longitude is not None
    }
    near = np.zeros((len(record.actors), len(record.actors)))
    for (i, one), (j, other) in itertools.combinations(seats.items(), 2):
        near[i, j] = near[j, i] = math.exp(-distance_km(*one, *other) / NEAR_SCALE_KM)
    return near


def roles_of(record: Record, traces: int) -> Roles:
    """Return the roles that the record's vocabulary gives, for a state with `traces` traces."""
    words = record.vocabulary
    ties = len(words.ties)
    first_trace = FIRST_TIE + 2 * ties
    first_value = first_trace + traces
    layers = first_value + len(words.values)
    rows = FIRST_COVARIATE + len(words.covariates)

    def layer(role: str, first: int) -> int:
        place = words.with_role(role)
        return first + place if place >= 0 else -1

    properties = np.zeros((len(PROPERTIES), layers), dtype=np.bool_)
    for p, name in enumerate(PROPERTIES):
        properties[p, FIRST_TIE : FIRST_TIE + ties] = [getattr(tie, name) for tie in words.ties]
    return Roles(
        war=layer("war", FIRST_TIE),
        recognition=layer("recognition", FIRST_TIE),
        occupation=layer("occupation", FIRST_TIE),
        client=layer("client", FIRST_TIE),
        membership=layer("membership", FIRST_TIE),
        demand=layer("demand", FIRST_TIE),
        contiguity=layer("contiguity", first_value),
        claim=layer("claim", first_value),
        control=layer("control", first_value),
        capability=layer("capability", FIRST_COVARIATE),
        ideology=layer("ideology", FIRST_COVARIATE),
        ties=ties,
        first_trace=first_trace,
        first_value=first_value,
        layers=layers,
        patron=layers + rows,
        tension=layers + rows + 1,
        properties=properties,
    )


def blank_state(record: Record, traces: Sequence[Trace], settings: Settings, *, bonds: int) -> State:
    """Return the state before the record begins, with room for `bonds` bonds of the record.

    The first two of `traces` are those of hostile and of friendly acts.
    """
    words, n = record.vocabulary, len(record.actors)
    roles = roles_of(record, len(traces))
    # an act is remembered both ways at most, and charged to a patron
    acts = 3 * (bonds + ROOM) if any(math.isfinite(trace.window) for trace in traces) else 0
    pair = np.zeros((roles.layers, n, n))
    pair[TRUST] = settings.prior_trust
    pair[[THREAT, FEARED]] = settings.prior_threat
    pair[NEAR] = nearness(record)
    pair[roles.first_value :] = np.array([v.default for v in words.values], dtype=np.float64)[:, None, None]
    one = np.zeros((FIRST_COVARIATE + len(words.covariates), n))
    one[FIRST_COVARIATE:] = np.array([c.default for c in words.covariates], dtype=np.float64)[:, None]
    who = np.full((4, n), -1, dtype=np.int64)
    who[TYPE] = [words.type_index[a.type] for a in record.actors]
    who[HOME] = [record.index[a.home] if a.home else -1 for a in record.actors]
    who[[PATRON, ABSORBED]] = -1
    return State(
        pair=pair,
        one=one,
        who=who,
        moment=np.zeros(3),
        total=np.zeros(len(traces)),
        bond=np.zeros((6, bonds + ROOM), dtype=np.int64),
        term=np.zeros((3, bonds + ROOM)),
        past=np.zeros((3, acts), dtype=np.int64),
        dose=np.zeros((2, acts)),
        notes=np.zeros((3, NOTES), dtype=np.int64),
        counts=np.zeros(3, dtype=np.int64),
        roles=roles,
        traces=Traces(
            half_life=np.array([trace.half_life for trace in traces], dtype=np.float64),
            weight=weights(record, traces),
            latest=np.array([trace.latest for trace in traces], dtype=np.bool_),
            window=np.array([trace.window for trace in traces], dtype=np.float64),
            hostile=roles.first_trace,
            friendly=roles.first_trace + 1,
        ),
        settings=settings,
        sovereign=sum(words.actor_types[words.type_index[a.type]].sovereign for a in record.actors),
    )
