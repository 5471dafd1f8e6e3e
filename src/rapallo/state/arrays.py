"""The state of the system at one instant, as arrays.

A is the number of actors (sovereign ones first), L of layers of pairs, M of rows of actors, B the room for bonds. A
first index is the holder or sender, a second the other. The arrays are changed in place, and only by
`rapallo.state.writer`. There are few and large ones: compiled functions are passed every array of a state.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapallo.state.settings import Settings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# no treaty is named; events number theirs from 0
NO_TREATY = -1


class Roles(NamedTuple):
    """Which word of the scenario plays which role, and where words stand; -1 where none plays a role.

    Attributes
    ----------
    war, recognition, occupation, client, membership, demand, contiguity, claim, control : int
        Layers of `State.pair`.
    capability, ideology : int
        Rows of `State.one`.
    ties : int
        Number of ties: layers FIRST_TIE <= t < FIRST_TIE + ties. The secret part of tie t is layer t + ties.
    first_trace, first_value, layers : int
        Layers of the first trace and of the first value of pairs; number of all layers.
    patron, tension : int
        Codes of these two in the notes.
    properties : (6, L) bool
        Whether a tie is directed, a pact, aligns, defends, ends at war, awaits an answer.
    """

    war: int
    recognition: int
    occupation: int
    client: int
    membership: int
    demand: int
    contiguity: int
    claim: int
    control: int
    capability: int
    ideology: int
    ties: int
    first_trace: int
    first_value: int
    layers: int
    patron: int
    tension: int
    properties: Bools


class Traces(NamedTuple):
    """What is remembered: a trace is a sum of weights of acts, decayed or over a window, or the latest act's weight.

    Per ordered pair; R traces, K kinds.

    Attributes
    ----------
    half_life : (R,) float
        Years.
    weight : (K, R) float
        What an act of a kind adds to a trace, or sets it to.
    latest : (R,) bool
        Whether an act sets the trace instead of adding to it.
    window : (R,) float
        Years for which an act counts; inf for good.
    hostile, friendly : int
        Layers of the traces of hostile and of friendly acts that rules and witnesses ask for.
    """

    half_life: Floats
    weight: Floats
    latest: Bools
    window: Floats
    hostile: int
    friendly: int


class State(NamedTuple):
    """The system at one instant; layers, rows and places are numbered in `rapallo.state.fields`.

    Attributes
    ----------
    pair : (L, A, A) float
        Trust: log-odds, in the row's mind, that the column keeps faith. Threat: log-odds, in the row's mind, that the
        column attacks within a year. Feared: threat as of the last tick, which is weighed in the choice of partners.
        Near: exp(-distance / 2000 km) between seats. Ties: number of bonds in force, and of those that third parties
        do not know of; mutual ties are symmetric. Traces: decayed acts, sender to receiver; both ways for
        kinds that need consent. Values of pairs; nan where unknown.
    one : (M, A) float
        1 while the actor exists; decayed marks of a new leader, and of gains that nobody punished; covariates, nan
        where unknown.
    who : (4, A) int
        Place of its type; the actor in which it acts; the one that controls it most; the one that annexed it
        whole. -1 for none.
    moment : (3,) float
        The time, years; tension as of the last tick, and its running value.
    total : (R,) float
        Sum of each trace over all ordered pairs.
    bond, term : (6, B) int, (3, B) float
        Every bond ever made, in order; rows are numbered in `rapallo.state.bonds`.
    past, dose : (3, H) int, (2, H) float
        Acts that count for a window, in order: kind, sender, receiver; time and share. H = 0 where nothing does.
    notes : (3, N) int
        What was written since somebody last looked: field, i, j; -1 stands for every place.
    counts : (3,) int
        Number of bonds; number of notes, more than N if some were lost and everything must be looked at; number of
        acts in `past`.
    roles, traces, settings
        See there.
    sovereign : int
        Number of sovereign actors: those with lower index.
    """

    pair: Floats
    one: Floats
    who: Ints
    moment: Floats
    total: Floats
    bond: Ints
    term: Floats
    past: Ints
    dose: Floats
    notes: Ints
    counts: Ints
    roles: Roles
    traces: Traces
    settings: Settings
    sovereign: int


def copy_state(state: State) -> State:
    """Return a state with arrays of its own where events change them."""
    return state._replace(
        pair=state.pair.copy(),
        one=state.one.copy(),
        who=state.who.copy(),
        moment=state.moment.copy(),
        total=state.total.copy(),
        bond=state.bond.copy(),
        term=state.term.copy(),
        past=state.past.copy(),
        dose=state.dose.copy(),
        notes=state.notes.copy(),
        counts=state.counts.copy(),
    )
