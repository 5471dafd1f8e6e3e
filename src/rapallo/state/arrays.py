"""The state of the system at one instant, as arrays.

A is the number of actors (sovereign ones first), T of ties, R of traces of memory, C of covariates, P of pair values,
M the room for bonds. A first index is the holder or sender, a second the other. The arrays are changed in place,
and only by `rapallo.state.writer`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapallo.state.settings import Settings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# places of `State.system`
TENSION, RUNNING_TENSION = 0, 1
# what a treaty's number says of where it comes from: events have 0 and up
NO_TREATY = -1


class Roles(NamedTuple):
    """Which word of the scenario plays which role: places in the tables of the vocabulary, -1 where none does.

    Attributes
    ----------
    war, recognition, occupation, client, membership : int
        Ties.
    contiguity, claim, control : int
        Pair values.
    capability, ideology : int
        Covariates.
    directed, pact, aligns, defends, ends_at_war : (T,) bool
        Properties of ties.
    value_default : (P,) float
        What a pair has while no row says otherwise.
    first_tie, first_trace, first_covariate, first_value : int
        Codes of fields in the notes (see `rapallo.state.fields`).
    """

    war: int
    recognition: int
    occupation: int
    client: int
    membership: int
    contiguity: int
    claim: int
    control: int
    capability: int
    ideology: int
    directed: Bools
    pact: Bools
    aligns: Bools
    defends: Bools
    ends_at_war: Bools
    value_default: Floats
    first_tie: int
    first_trace: int
    first_covariate: int
    first_value: int


class Traces(NamedTuple):
    """What is remembered: each trace is a decayed sum of weights of acts, per ordered pair.

    Attributes
    ----------
    half_life : (R,) float
        Years.
    first, trace, weight : (K + 1,), (N,) and (N,)
        An act of kind k adds weight[n] to trace[n] for first[k] <= n < first[k + 1].
    hostile, friendly : int
        The traces of hostile and of friendly acts that rules and witnesses ask for.
    tension : (K,) float
        What an act of kind k adds to the tension of the system.
    """

    half_life: Floats
    first: Ints
    trace: Ints
    weight: Floats
    hostile: int
    friendly: int
    tension: Floats


class Bonds(NamedTuple):
    """Every tie that a treaty or an act has ever made between two actors, in order; n of M places are filled.

    Attributes
    ----------
    tie, i, j, treaty : (M,) int
        What it is, from whom to whom (i < j unless directed), and the number of the treaty or act that made it.
    since, until, ended : (M,) float
        Years: when it began, when its term runs out (inf: for good), and when it ended (inf while in force).
    hidden : (M,) int
        1 while third parties do not know of it.
    cause : (M,) int
        Why it ended, a code of `rapallo.state.treaties`.
    n : (1,) int
    """

    tie: Ints
    i: Ints
    j: Ints
    treaty: Ints
    since: Floats
    until: Floats
    ended: Floats
    hidden: Ints
    cause: Ints
    n: Ints


class Notes(NamedTuple):
    """What was written since somebody last looked.

    Attributes
    ----------
    field, i, j : (N,) int
        Code of the field and place; -1 stands for every place.
    n : (1,) int
        Number of notes; more than N means that some were lost and everything must be looked at.
    """

    field: Ints
    i: Ints
    j: Ints
    n: Ints


class State(NamedTuple):
    """The system at one instant.

    Attributes
    ----------
    exists : (A,) float
        1 while the actor exists.
    type, home, patron : (A,) int
        Place of its type; the actor in which it acts, and the one that controls it most, or -1.
    absorbed : (A,) int
        Who annexed it whole, or -1.
    tie, secret : (T, A, A) float
        Number of bonds in force, and of those that third parties do not know of. Mutual ties are symmetric.
    trace : (R, A, A) float
        Decayed sums of acts, sender to receiver; both ways for kinds that need consent.
    trust : (A, A) float
        Log-odds, in the row's mind, that the column keeps faith.
    threat : (A, A) float
        Log-odds, in the row's mind, that the column attacks within a year.
    feared : (A, A) float
        `threat` as of the last tick: what is weighed in the choice of partners.
    covariate : (C, A) float
        nan where unknown.
    value : (P, A, A) float
        Values of ordered pairs; nan where unknown.
    near : (A, A) float
        exp(-distance / 2000 km) between seats.
    fresh, impunity : (A,) float
        Decayed marks of a new leader, and of gains that nobody punished.
    system : (2,) float
        Tension as of the last tick, and its running value.
    clock : (1,) float
        The time, years.
    bonds, notes, roles, traces, settings
        See there.
    sovereign : int
        Number of sovereign actors: those with lower index.
    """

    exists: Floats
    type: Ints
    home: Ints
    patron: Ints
    absorbed: Ints
    tie: Floats
    secret: Floats
    trace: Floats
    trust: Floats
    threat: Floats
    feared: Floats
    covariate: Floats
    value: Floats
    near: Floats
    fresh: Floats
    impunity: Floats
    system: Floats
    clock: Floats
    bonds: Bonds
    notes: Notes
    roles: Roles
    traces: Traces
    settings: Settings
    sovereign: int


_SHARED = frozenset({"type", "home", "near", "roles", "traces", "settings", "sovereign"})


def copy_state(state: State) -> State:
    """Return a state with arrays of its own where events change them."""
    parts = {}
    for name, part in state._asdict().items():
        if name in _SHARED:
            parts[name] = part
        elif isinstance(part, np.ndarray):
            parts[name] = part.copy()
        else:
            parts[name] = type(part)(*(column.copy() for column in part))
    return State(**parts)
