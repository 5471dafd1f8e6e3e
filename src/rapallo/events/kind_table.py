"""The table of kinds as arrays, for replay and simulation."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapallo.record.tables import DIRECTED_TIES, PACTS, TIES, Record
from rapallo.record.values import RISKS
from rapallo.state.arrays import ACTOR_TYPES, TIE, Floats, Ints

NOTHING = -1
EVERY_PACT = -2
ANY_TYPE = -1

RISK = {name: n for n, name in enumerate(RISKS)}
IS_DIRECTED = np.array([name in DIRECTED_TIES for name in TIES])
PACT_TIES = tuple(TIE[name] for name in PACTS)

# kinds whose consequences go beyond the columns of the table
ORDINARY, FORCE, ANNEXATION, CONCESSION, NEW_LEADER, INSTALLATION = range(6)
CONSEQUENCE = {
    "attack": FORCE,
    "war_entry": FORCE,
    "annexation": ANNEXATION,
    "concession": CONCESSION,
    "succession": NEW_LEADER,
    "coup": NEW_LEADER,
    "installation": INSTALLATION,
}


class KindTable(NamedTuple):
    """Kinds as arrays.

    Attributes
    ----------
    consent, modelled : (K,) bool
    sender, receiver : (K,) int
        Actor type, or -1 for any.
    risk, tie, opens, closes, consequence : (K,) int
        Codes; -1 for no tie, -2 in `closes` for every pact.
    trust, threat, alarm, goldstein : (K,) float
    cover : (K, A, A) bool
        Pairs for which the record claims to hold every event of the kind.
    directed : (T,) bool
        Whether a tie is directed.
    """

    consent: NDArray[np.bool_]
    modelled: NDArray[np.bool_]
    sender: Ints
    receiver: Ints
    risk: Ints
    tie: Ints
    opens: Ints
    closes: Ints
    consequence: Ints
    trust: Floats
    threat: Floats
    alarm: Floats
    goldstein: Floats
    cover: NDArray[np.bool_]
    directed: NDArray[np.bool_]


def ever_contiguous(record: Record) -> NDArray[np.bool_]:
    """Return (A, A): whether two actors share a border at any time in the record."""
    found = np.zeros((len(record.actors), len(record.actors)), dtype=np.bool_)
    for row in record.pairs:
        if row.name == "contiguity":
            i, j = record.index[row.actor_a], record.index[row.actor_b]
            found[i, j] = found[j, i] = True
    return found


def kind_table(record: Record) -> KindTable:
    """Return the record's kinds as arrays."""
    kinds = record.kinds
    n = len(record.actors)

    def tie_code(name: str) -> int:
        return EVERY_PACT if name == "pact" else TIE.get(name, NOTHING)

    def domain(name: str) -> int:
        return ANY_TYPE if name == "any" else ACTOR_TYPES.index(name)

    def ints(values: list[int]) -> Ints:
        return np.array(values, dtype=np.int64)

    cover = np.zeros((len(kinds), n, n), dtype=np.bool_)
    for k, kind in enumerate(kinds):
        if kind.coverage == ("all",):
            cover[k] = True
        if "contiguous" in kind.coverage:
            cover[k] |= ever_contiguous(record)
        for name in kind.coverage:
            if name in record.index:
                cover[k, record.index[name], :] = True
                cover[k, :, record.index[name]] = True
        np.fill_diagonal(cover[k], val=False)
    return KindTable(
        consent=np.array([k.consent for k in kinds]),
        modelled=np.array([k.role == "modelled" for k in kinds]),
        sender=ints([domain(k.sender) for k in kinds]),
        receiver=ints([domain(k.receiver) for k in kinds]),
        risk=ints([RISK[k.risk] for k in kinds]),
        tie=ints([tie_code(k.tie) for k in kinds]),
        opens=ints([tie_code(k.opens) for k in kinds]),
        closes=ints([tie_code(k.closes) for k in kinds]),
        consequence=ints([CONSEQUENCE.get(k.name, ORDINARY) for k in kinds]),
        trust=np.array([k.trust for k in kinds]),
        threat=np.array([k.threat for k in kinds]),
        alarm=np.array([k.alarm for k in kinds]),
        goldstein=np.array([k.goldstein for k in kinds]),
        cover=cover,
        directed=IS_DIRECTED,
    )
