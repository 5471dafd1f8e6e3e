"""The table of kinds as arrays, for replay and simulation."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rapallo.errors import Problem, RecordError
from rapallo.events.consequences.catalogue import CONSEQUENCES
from rapallo.events.rules.catalogue import RULES
from rapallo.record.rows import Kind
from rapallo.record.tables import Record, unknown
from rapallo.state.arrays import Bools, Floats, Ints
from rapallo.state.fields import FIRST_TIE

NOTHING = -1
EVERY_PACT = -2
ALL_PENDING = -3
ANY_TYPE = -1
RULE = {rule.name: n for n, rule in enumerate(RULES)}
CONSEQUENCE = {consequence.name: n for n, consequence in enumerate(CONSEQUENCES)}


# rows of KindTable.code and KindTable.amount
CONSENT, SENDER, RECEIVER, RISK, ASKS, OPENS, CLOSES = range(7)
TERM, TRUST_MOVE, THREAT_MOVE, ALARM, GOLDSTEIN = range(5)


class KindTable(NamedTuple):
    """Kinds as arrays; K kinds, Q consequences.

    Attributes
    ----------
    code : (7, K) int
        Whether consent is needed (0 or 1); type of sender and of receiver (-1 for any);
        risk rule; layers of the tie that the rule asks about, that it opens, and that it closes (-1 for none, -2 for
        every pact, -3 for all that is pending).
    amount : (5, K) float
        Years after which a treaty that names no term lapses in simulation (inf: for good); what it moves in trust and
        in threat; alarm; Goldstein weight.
    consequence : (K, Q) bool
    cover : (K, A, A) bool
        Pairs for which the record claims to hold every event of the kind.
    lapse : int
        The kind under which lapses are written; -1 if no kind has the consequence `lapse`.
    """

    code: Ints
    amount: Floats
    consequence: Bools
    cover: Bools
    lapse: int


def ever_contiguous(record: Record) -> Bools:
    """Return (A, A): whether two actors share a border at any time in the record."""
    found = np.zeros((len(record.actors), len(record.actors)), dtype=np.bool_)
    place = record.vocabulary.with_role("contiguity")
    name = record.vocabulary.values[place].name if place >= 0 else None
    for row in record.pairs:
        if row.name == name:
            i, j = record.index[row.actor_a], record.index[row.actor_b]
            found[i, j] = found[j, i] = True
    return found


def covered(record: Record, kind: Kind, borders: Bools) -> Bools:
    """Return (A, A): the pairs that the kind's coverage declares."""
    found = np.full(borders.shape, kind.coverage == ("all",))
    if "contiguous" in kind.coverage:
        found |= borders
    for name in kind.coverage:
        if name in record.index:
            found[record.index[name], :] = True
            found[:, record.index[name]] = True
    np.fill_diagonal(found, val=False)
    return found


def kind_table(record: Record) -> KindTable:
    """Return the record's kinds as arrays.

    Raises
    ------
    RecordError
        If a kind names a rule or a consequence that does not exist, or one whose role no word plays.
    """
    kinds, words = record.kinds, record.vocabulary
    problems = [problem for row, kind in enumerate(kinds, start=2) for problem in _problems(record, kind, row)]
    if problems:
        raise RecordError(problems)

    def layer(name: str) -> int:
        if name == "pact":
            return EVERY_PACT
        if name == "pending":
            return ALL_PENDING
        return FIRST_TIE + words.tie_index[name] if name else NOTHING

    def domain(name: str) -> int:
        return ANY_TYPE if name == "any" else words.type_index[name]

    borders = ever_contiguous(record)
    consequence = np.zeros((len(kinds), len(CONSEQUENCES)), dtype=np.bool_)
    for k, kind in enumerate(kinds):
        consequence[k, [CONSEQUENCE[name] for name in kind.consequences]] = True
    lapse = np.flatnonzero(consequence[:, CONSEQUENCE["lapse"]])
    code = [
        [k.consent for k in kinds],
        [domain(k.sender) for k in kinds],
        [domain(k.receiver) for k in kinds],
        [RULE[k.risk] for k in kinds],
        [layer(k.tie) for k in kinds],
        [layer(k.opens) for k in kinds],
        [layer(k.closes) for k in kinds],
    ]
    amount = [
        [np.inf if k.term is None else k.term for k in kinds],
        [k.trust for k in kinds],
        [k.threat for k in kinds],
        [k.alarm for k in kinds],
        [k.goldstein for k in kinds],
    ]
    return KindTable(
        np.array(code, dtype=np.int64),
        np.array(amount, dtype=np.float64),
        consequence,
        np.array([covered(record, k, borders) for k in kinds], dtype=np.bool_),
        int(lapse[0]) if len(lapse) else -1,
    )


def _problems(record: Record, kind: Kind, row: int) -> list[Problem]:
    found = []
    if kind.risk not in RULE:
        found.append(Problem("kinds.csv", row, "risk", unknown("rule", kind.risk, list(RULE)), "Name a rule"))
    elif kind.risk in ("open", "held") and not kind.tie:
        found.append(Problem("kinds.csv", row, "tie", f"the rule {kind.risk} asks about a tie", "Name the tie"))
    for name in kind.consequences:
        if name not in CONSEQUENCE:
            what = unknown("consequence", name, list(CONSEQUENCE))
            found.append(Problem("kinds.csv", row, "consequences", what, "Name a consequence"))
            continue
        for role in CONSEQUENCES[CONSEQUENCE[name]].roles:
            if record.vocabulary.with_role(role) < 0:
                what = f"the consequence {name} needs a word with the role {role}"
                repair = f'Give one of them role = "{role}" in vocabulary.toml'
                found.append(Problem("kinds.csv", row, "consequences", what, repair))
    return found
