"""Look-ups: statistics that are one value of the state."""

from __future__ import annotations

import math

from rapallo.effects.effect import DIRECTION, SIDE, Effect, Parameter
from rapallo.effects.forms import RECEIVED, SENT, saturate
from rapallo.state.arrays import State
from rapallo.state.fields import FIRST_TIE, FRESH, IMPUNITY, NEAR, PENDING, TENSION, THREAT, TRUST, Reads
from rapallo.theory.kernels import inlined


@inlined
def covariate(state: State, i: int, j: int, name: int, side: int) -> float:
    """Return the covariate of i (side 0) or of j (side 1)."""
    return float(state.one[name, j if side == 1 else i])


@inlined
def pair_value(state: State, i: int, j: int, name: int, way: int) -> float:
    """Return the value of the ordered pair (i, j) (way 1), of (j, i) (way 2), or the greater of the two (way 0)."""
    sent, received = float(state.pair[name, i, j]), float(state.pair[name, j, i])
    if way == SENT:
        return sent
    if way == RECEIVED:
        return received
    # an unknown one is nan, and so is the sum
    return max(sent, received) if sent + received == sent + received else sent + received


@inlined
def tie(state: State, i: int, j: int, name: int, way: int) -> float:
    """Return 1 while a tie is in force from i to j (way 1), from j to i (way 2) or either (way 0), else 0."""
    sent, received = state.pair[name, i, j] > 0, state.pair[name, j, i] > 0
    return 1.0 if (sent and way != RECEIVED) or (received and way != SENT) else 0.0


@inlined
def negotiation(state: State, i: int, j: int) -> float:
    """Return 1 while any tie between i and j that awaits an answer is in force, either way, else 0."""
    for name in range(FIRST_TIE, FIRST_TIE + state.roles.ties):
        if state.roles.properties[PENDING, name] and (state.pair[name, i, j] > 0 or state.pair[name, j, i] > 0):
            return 1.0
    return 0.0


@inlined
def nearness(state: State, i: int, j: int) -> float:
    """Return exp(-distance / 2000 km) between the seats of i and j."""
    return float(state.pair[NEAR, i, j])


@inlined
def trust(state: State, i: int, j: int) -> float:
    """Return 2 p - 1 = tanh(trust(i, j) / 2), p the probability in the mind of i that j keeps faith; in (-1, 1)."""
    return math.tanh(0.5 * state.pair[TRUST, i, j])


@inlined
def perceived_threat(state: State, i: int, j: int) -> float:
    """Return 1 / (1 + exp(-threat(i, j))): the probability, in the mind of i, that j attacks within a year."""
    return 1.0 / (1.0 + math.exp(-state.pair[THREAT, i, j]))


@inlined
def new_leader(state: State, i: int, j: int, side: int) -> float:
    """Return the decayed mark of a change of leader of i (side 0) or j (side 1), in [0, 1]."""
    return float(state.one[FRESH, j if side == 1 else i])


@inlined
def impunity(state: State, i: int, j: int, side: int) -> float:
    """Return g / (1 + g), g the decayed count of unpunished gains of i (side 0) or j (side 1)."""
    return saturate(state.one[IMPUNITY, j if side == 1 else i])


@inlined
def tension(state: State, i: int, j: int) -> float:
    """Return log(1 + decayed hostility of all pairs), as of the last tick."""
    return math.log(1.0 + state.moment[TENSION])


EFFECTS = (
    Effect(
        "covariate",
        covariate,
        (Reads("own"),),
        r"x_a(i) \text{ or } x_a(j)",
        "value of a covariate of the sender or the receiver",
        "Butts (2008), A relational event framework for social action, Sociological Methodology 38",
        (Parameter("covariate", "covariate"), SIDE),
    ),
    Effect(
        "pair_value",
        pair_value,
        (Reads("own"),),
        r"z_a(i, j) \text{ or } z_a(j, i) \text{ or their maximum}",
        "value of the ordered pair: contiguity, claim of i on land of j (or of j on land of i), any of the scenario's",
        "Huth (1996), Standing Your Ground: Territorial Disputes and International Conflict",
        (Parameter("value", "value"), DIRECTION),
    ),
    Effect(
        "tie",
        tie,
        (Reads("own"),),
        r"1[T_a(i, j) > 0] \text{ or } 1[T_a(j, i) > 0] \text{ or their maximum}",
        "1 while the tie is in force, held by i, by j or by either; of a tie that holds both ways these are the same",
        "Stadtfeld, Hollway and Block (2017), Dynamic network actor models, Sociological Methodology 47",
        (Parameter("tie", "tie"), DIRECTION),
    ),
    Effect(
        "negotiation",
        negotiation,
        (Reads("tie:pending"),),
        r"\max_a P_a\, \max(1[T_a(i, j) > 0],\, 1[T_a(j, i) > 0])",
        "1 while an offer or talks are open between the two: a tie that awaits an answer; `tie` asks for one stage",
        "Iklé (1964), How Nations Negotiate",
    ),
    Effect(
        "nearness",
        nearness,
        (),
        r"\exp(-d(i, j) / 2000\,\mathrm{km})",
        "nearness of the seats, great-circle distance",
        "Boulding (1962), Conflict and Defense",
    ),
    Effect(
        "trust",
        trust,
        (Reads("trust"),),
        r"2 p - 1 = \tanh(\rho(i, j) / 2)",
        "trust of i in j, from -1 (sure of bad faith) to 1",
        "Kydd (2005), Trust and Mistrust in International Relations",
    ),
    Effect(
        "perceived_threat",
        perceived_threat,
        (Reads("threat"),),
        r"1 / (1 + e^{-\tau(i, j)})",
        "threat that i perceives from j, probability of attack within a year",
        "Jervis (1976), Perception and Misperception in International Politics",
    ),
    Effect(
        "new_leader",
        new_leader,
        (Reads("fresh"),),
        r"2^{-(t - t_0) / \eta}",
        "how recently the leader or government changed",
        "Mattes, Leeds and Carroll (2015), Leadership turnover and foreign policy change, ISQ 59",
        (SIDE,),
    ),
    Effect(
        "impunity",
        impunity,
        (Reads("impunity"),),
        r"g / (1 + g)",
        "recent annexations and concessions gained, halved by each war against the gainer",
        "Jervis (1976), Perception and Misperception in International Politics, chapter 3",
        (SIDE,),
    ),
    Effect(
        "tension",
        tension,
        (Reads("tension"),),
        r"\log(1 + \sum_{i,j} h(i, j))",
        "recent hostility in the system as a whole, read on the first of each month",
        "Goldstein (1992), A conflict-cooperation scale for WEIS events data, Journal of Conflict Resolution 36",
    ),
)
