"""The state of the system at one instant, as arrays.

A is the number of actors (states, then movements, then organisations), T of ties, K of kinds, C of
covariates, P of pair covariates. A first index is the holder or sender, a second the other. The arrays are
changed in place, and only by `rapallo.events`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapallo.record.tables import PAIR_NAMES, TIES, Record

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STATE, MOVEMENT, ORGANISATION = 0, 1, 2
ACTOR_TYPES = ("state", "movement", "organisation")

TIE = {name: n for n, name in enumerate(TIES)}
RECOGNITION = TIE["recognition"]
TRADE = TIE["trade"]
NON_AGGRESSION = TIE["non_aggression"]
NEUTRALITY = TIE["neutrality"]
ENTENTE = TIE["entente"]
DEFENCE = TIE["defence"]
GUARANTEE = TIE["guarantee"]
MILITARY_COOPERATION = TIE["military_cooperation"]
AID = TIE["aid"]
OCCUPATION = TIE["occupation"]
WAR = TIE["war"]
CLIENT = TIE["client"]
MEMBERSHIP = TIE["membership"]
FRONT = TIE["front"]

PAIR = {name: n for n, name in enumerate(PAIR_NAMES)}
CONTIGUITY, CLAIM, ORIENTATION, CONTROL = (PAIR[name] for name in PAIR_NAMES)

# covariates with consequences in code have fixed places; any other name follows
NAMED_COVARIATES = (
    "capability",
    "regime",
    "left_right",
    "economic_shock",
    "exhaustion",
    "atomic",
    "revisionism",
    "doctrine",
    "exposed",
    "front_line",
)
CAPABILITY, REGIME, LEFT_RIGHT, SHOCK, EXHAUSTION, ATOMIC, REVISIONISM, DOCTRINE, EXPOSED, FRONT_LINE = range(10)

TENSION, RUNNING_TENSION = 0, 1

EARTH_RADIUS_KM = 6371.0
NEAR_SCALE_KM = 2000.0


class State(NamedTuple):
    """The system at one instant.

    Attributes
    ----------
    exists : (A,) float
        1 while the actor exists.
    type, home, patron : (A,) int
        Place in `ACTOR_TYPES`; the state in which a movement acts and the state that controls it, or -1.
    tie, secret : (T, A, A) float
        1 while the tie is in force; 1 while third parties do not know of it. Mutual ties are symmetric.
    memory : (K, A, A) float
        Decayed count of real events by kind, sender and receiver; both ways for kinds that need consent.
    hostile, friendly : (A, A) float
        Decayed sum of Goldstein weights / 10, sign apart, sent from row to column.
    trust : (A, A) float
        Log-odds, in the row's mind, that the column keeps faith.
    threat : (A, A) float
        Log-odds, in the row's mind, that the column attacks within a year.
    feared : (A, A) float
        `threat` as of the last tick: what is weighed in the choice of partners.
    cov : (C, A) float
        Covariates.
    pair : (P, A, A) float
        Pair covariates: contiguity, claim, orientation, control.
    near : (A, A) float
        exp(-distance / 2000 km) between capitals.
    fresh, impunity : (A,) float
        Decayed marks of a new leader, and of gains that nobody punished.
    system : (2,) float
        Tension as of the last tick, and its running value.
    n_states : int
        Number of states: actors with lower index are states.
    """

    exists: Floats
    type: Ints
    home: Ints
    patron: Ints
    tie: Floats
    secret: Floats
    memory: Floats
    hostile: Floats
    friendly: Floats
    trust: Floats
    threat: Floats
    feared: Floats
    cov: Floats
    pair: Floats
    near: Floats
    fresh: Floats
    impunity: Floats
    system: Floats
    n_states: int


def covariate_names(record: Record) -> tuple[str, ...]:
    """Return the covariates in the order of `State.cov`: the named ones, then the record's others."""
    others = sorted({c.name for c in record.covariates} - set(NAMED_COVARIATES))
    return (*NAMED_COVARIATES, *others)


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Return the great-circle distance (haversine formula), in kilometres; arguments in degrees."""
    p, q = math.radians(lat_a), math.radians(lat_b)
    a = math.sin((q - p) / 2) ** 2
    a += math.cos(p) * math.cos(q) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(a)))


def blank_state(record: Record, *, prior_trust: float, prior_threat: float) -> State:
    """Return the state before anything: no actor exists, no tie, beliefs at their priors."""
    n = len(record.actors)
    types = np.array([ACTOR_TYPES.index(a.type) for a in record.actors], dtype=np.int64)
    home = np.array([record.index[a.home] if a.home else -1 for a in record.actors], dtype=np.int64)
    patron = np.full(n, -1, dtype=np.int64)
    for row in record.pairs:
        if row.name == "control":
            patron[record.index[row.actor_b]] = record.index[row.actor_a]
    near = np.zeros((n, n))
    for i, a in enumerate(record.actors):
        for j, b in enumerate(record.actors):
            if i == j or None in (a.latitude, a.longitude, b.latitude, b.longitude):
                continue
            km = distance_km(a.latitude or 0.0, a.longitude or 0.0, b.latitude or 0.0, b.longitude or 0.0)
            near[i, j] = math.exp(-km / NEAR_SCALE_KM)
    return State(
        exists=np.zeros(n),
        type=types,
        home=home,
        patron=patron,
        tie=np.zeros((len(TIES), n, n)),
        secret=np.zeros((len(TIES), n, n)),
        memory=np.zeros((len(record.kinds), n, n)),
        hostile=np.zeros((n, n)),
        friendly=np.zeros((n, n)),
        trust=np.full((n, n), prior_trust),
        threat=np.full((n, n), prior_threat),
        feared=np.full((n, n), prior_threat),
        cov=np.zeros((len(covariate_names(record)), n)),
        pair=np.zeros((len(PAIR_NAMES), n, n)),
        near=near,
        fresh=np.zeros(n),
        impunity=np.zeros(n),
        system=np.zeros(2),
        n_states=int((types == STATE).sum()),
    )


def copy_state(state: State) -> State:
    """Return a state with arrays of its own where events change them."""
    constant = {"type", "home", "patron", "near", "n_states"}
    return State(*(v if k in constant else v.copy() for k, v in state._asdict().items()))
