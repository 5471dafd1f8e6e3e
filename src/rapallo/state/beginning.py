"""The state before anything: no actor exists, no tie, beliefs at their priors."""

from __future__ import annotations

import math

import numpy as np

from rapallo.record.tables import Record
from rapallo.state.arrays import Bonds, Floats, Notes, Roles, State, Traces
from rapallo.state.fields import FIRST_TIE
from rapallo.state.settings import Settings

EARTH_RADIUS_KM = 6371.0
NEAR_SCALE_KM = 2000.0
NOTES = 4096
# bonds that a simulated history can add to those of the record
ROOM = 10_000


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Return the great-circle distance (haversine formula), in kilometres; arguments in degrees."""
    p, q = math.radians(lat_a), math.radians(lat_b)
    a = math.sin((q - p) / 2) ** 2
    a += math.cos(p) * math.cos(q) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(a)))


def nearness(record: Record) -> Floats:
    """Return (A, A): exp(-distance / 2000 km) between seats; 0 where one has no coordinates, and on the diagonal."""
    near = np.zeros((len(record.actors), len(record.actors)))
    for i, a in enumerate(record.actors):
        for j, b in enumerate(record.actors[:i]):
            if None in (a.latitude, a.longitude, b.latitude, b.longitude):
                continue
            km = distance_km(a.latitude or 0.0, a.longitude or 0.0, b.latitude or 0.0, b.longitude or 0.0)
            near[i, j] = near[j, i] = math.exp(-km / NEAR_SCALE_KM)
    return near


def roles_of(record: Record, traces: int) -> Roles:
    """Return the roles that the record's vocabulary gives, for a state with `traces` traces."""
    words = record.vocabulary
    first_trace = FIRST_TIE + len(words.ties)
    first_covariate = first_trace + traces
    properties = {
        name: np.array([getattr(tie, name) for tie in words.ties], dtype=np.bool_)
        for name in ("directed", "pact", "aligns", "defends", "ends_at_war")
    }
    return Roles(
        war=words.with_role("war"),
        recognition=words.with_role("recognition"),
        occupation=words.with_role("occupation"),
        client=words.with_role("client"),
        membership=words.with_role("membership"),
        contiguity=words.with_role("contiguity"),
        claim=words.with_role("claim"),
        control=words.with_role("control"),
        capability=words.with_role("capability"),
        ideology=words.with_role("ideology"),
        **properties,
        value_default=np.array([value.default for value in words.values], dtype=np.float64),
        first_tie=FIRST_TIE,
        first_trace=first_trace,
        first_covariate=first_covariate,
        first_value=first_covariate + len(words.covariates),
    )


def blank_state(record: Record, traces: Traces, settings: Settings, *, bonds: int) -> State:
    """Return the state before the record begins, with room for `bonds` bonds of the record."""
    words = record.vocabulary
    n, ints = len(record.actors), np.int64
    room = bonds + ROOM
    near = nearness(record)
    covariate = np.repeat(np.array([c.default for c in words.covariates], dtype=np.float64)[:, None], n, axis=1)
    value = np.empty((len(words.values), n, n))
    for place, name in enumerate(words.values):
        value[place] = name.default
    return State(
        exists=np.zeros(n),
        type=np.array([words.type_index[a.type] for a in record.actors], dtype=ints),
        home=np.array([record.index[a.home] if a.home else -1 for a in record.actors], dtype=ints),
        patron=np.full(n, -1, dtype=ints),
        absorbed=np.full(n, -1, dtype=ints),
        tie=np.zeros((len(words.ties), n, n)),
        secret=np.zeros((len(words.ties), n, n)),
        trace=np.zeros((len(traces.half_life), n, n)),
        trust=np.full((n, n), settings.prior_trust),
        threat=np.full((n, n), settings.prior_threat),
        feared=np.full((n, n), settings.prior_threat),
        covariate=covariate,
        value=value,
        near=near,
        fresh=np.zeros(n),
        impunity=np.zeros(n),
        system=np.zeros(2),
        clock=np.zeros(1),
        bonds=Bonds(
            *(np.zeros(room, ints) for _ in range(4)),
            *(np.zeros(room) for _ in range(3)),
            *(np.zeros(room, ints) for _ in range(2)),
            np.zeros(1, ints),
        ),
        notes=Notes(*(np.zeros(NOTES, ints) for _ in range(3)), np.zeros(1, ints)),
        roles=roles_of(record, len(traces.half_life)),
        traces=traces,
        settings=settings,
        sovereign=sum(words.actor_types[words.type_index[a.type]].sovereign for a in record.actors),
    )
