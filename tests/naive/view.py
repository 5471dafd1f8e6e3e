"""A state as words and small tables, so that a formula can be written down as it stands."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from rapallo.state import fields

CAUSES = ("", "act", "war", "peace", "fall", "lapse")


@dataclass
class Bond:
    """One tie between two actors; `ended` is inf while it is in force."""

    tie: str
    a: int
    b: int
    treaty: int
    hidden: bool
    cause: str
    since: float
    until: float
    ended: float


@dataclass
class View:
    """The state of a system: tables by name, (A, A) holder or sender first, (A,) for single actors."""

    words: object
    settings: object
    sovereign: list
    kind_of: list
    home: list
    patron: list
    absorbed: list
    exists: np.ndarray
    fresh: np.ndarray
    impunity: np.ndarray
    trust: np.ndarray
    threat: np.ndarray
    feared: np.ndarray
    near: np.ndarray
    clock: float
    tension: float
    running: float
    tie: dict
    secret: dict
    trace: dict
    latest: dict
    past: list
    value: dict
    covariate: dict
    bonds: list = field(default_factory=list)

    @property
    def all(self):
        return range(len(self.exists))

    @property
    def states(self):
        return [a for a in self.all if self.sovereign[a]]

    def word(self, role):
        """The name of the word with a role; None if no word plays it."""
        for table in (self.words.ties, self.words.values, self.words.covariates):
            for word in table:
                if word.role == role:
                    return word.name
        return None

    @property
    def capability(self):
        return self.covariate[self.word("capability")]

    @property
    def hostile(self):
        return next(table for (counts, _), table in self.trace.items() if counts == "hostile")

    @property
    def friendly(self):
        return next(table for (counts, _), table in self.trace.items() if counts == "friendly")

    def have(self, what):
        """The ties with a property."""
        return [tie.name for tie in self.words.ties if getattr(tie, what)]

    def holds(self, tie, a, b):
        return tie is not None and self.tie[tie][a, b] > 0

    def open(self, tie, a, b):
        return self.tie[tie][a, b] > self.secret[tie][a, b]

    def at_war(self, a, b):
        return self.holds(self.word("war"), a, b)

    def aligned(self, a, b):
        return any(self.open(tie, a, b) or self.open(tie, b, a) for tie in self.have("aligns"))

    def bound(self, a, b):
        return any(self.holds(tie, a, b) or self.holds(tie, b, a) for tie in self.have("pact"))

    def recount(self):
        """Count the ties anew from the bonds in force."""
        for table in (*self.tie.values(), *self.secret.values()):
            table[:] = 0.0
        directed = self.have("directed")
        for bond in self.bonds:
            if bond.ended == math.inf:
                both = [(bond.a, bond.b)] if bond.tie in directed else [(bond.a, bond.b), (bond.b, bond.a)]
                for a, b in both:
                    self.tie[bond.tie][a, b] += 1
                    self.secret[bond.tie][a, b] += bond.hidden


def view(record, state, traces):
    """Return a view of its own of a state whose traces are `traces`."""
    words, pair, one, who = record.vocabulary, state.pair.copy(), state.one.copy(), state.who
    names = [tie.name for tie in words.ties]
    after = fields.FIRST_TIE + 2 * len(names)
    values = after + len(traces)
    types = [kind.name for kind in words.actor_types]
    bonds = []
    for n in range(state.counts[0]):
        tie, a, b, treaty, hidden, cause = (int(x) for x in state.bond[:, n])
        name = names[tie - fields.FIRST_TIE]
        bonds.append(Bond(name, a, b, treaty, bool(hidden), CAUSES[cause], *(float(x) for x in state.term[:, n])))
    return View(
        words=words,
        settings=state.settings,
        sovereign=[words.actor_types[types.index(actor.type)].sovereign for actor in record.actors],
        kind_of=[actor.type for actor in record.actors],
        home=[int(x) for x in who[fields.HOME]],
        patron=[int(x) for x in who[fields.PATRON]],
        absorbed=[int(x) for x in who[fields.ABSORBED]],
        exists=one[fields.EXISTS],
        fresh=one[fields.FRESH],
        impunity=one[fields.IMPUNITY],
        trust=pair[fields.TRUST],
        threat=pair[fields.THREAT],
        feared=pair[fields.FEARED],
        near=pair[fields.NEAR],
        clock=float(state.moment[fields.CLOCK]),
        tension=float(state.moment[fields.TENSION]),
        running=float(state.moment[fields.RUNNING_TENSION]),
        tie={name: pair[fields.FIRST_TIE + n] for n, name in enumerate(names)},
        secret={name: pair[fields.FIRST_TIE + len(names) + n] for n, name in enumerate(names)},
        # what is remembered for a window has the window in words in the place of a half-life
        trace={
            (t.counts, t.half_life if t.window == math.inf else f"window {t.window:g}"): pair[after + r]
            for r, t in enumerate(traces)
            if not t.latest
        },
        latest={t[:2]: pair[after + r] for r, t in enumerate(traces) if t.latest},
        past=[],
        value={value.name: pair[values + n] for n, value in enumerate(words.values)},
        covariate={c.name: one[fields.FIRST_COVARIATE + n] for n, c in enumerate(words.covariates)},
        bonds=bonds,
    )
