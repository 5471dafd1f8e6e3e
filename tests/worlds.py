"""States of the small world for tests: blank, made by hand, or filled at random without any symmetry."""

from __future__ import annotations

import math

import numpy as np

from rapallo.state.beginning import blank_state
from rapallo.state.bonds import open_bond
from rapallo.state.fields import EXISTS, FEARED, FIRST_COVARIATE, FIRST_TIE, HOME, NEAR, PATRON, THREAT, TRUST
from rapallo.state.settings import Settings
from rapallo.state.traces import standing
from rapallo.state.writer import set_value


def blank(record, traces=(), settings=None):
    """The state before anything, with the traces given besides the two of every state."""
    settings = settings or Settings()
    return blank_state(record, (*standing(settings), *traces), settings, bonds=0)


def born(record, traces=(), settings=None):
    """The blank state in which everybody exists."""
    state = blank(record, traces, settings)
    state.one[EXISTS] = 1.0
    return state


class Names:
    """The places of words and actors of a record in a state."""

    def __init__(self, record, state):
        self.record, self.state, self.words = record, state, record.vocabulary

    def __getattr__(self, name):
        return self.record.index[name]

    def tie(self, name):
        return FIRST_TIE + self.words.tie_index[name]

    def secret(self, name):
        return self.tie(name) + len(self.words.ties)

    def value(self, name):
        return self.state.roles.first_value + self.words.value_index[name]

    def covariate(self, name):
        return FIRST_COVARIATE + self.words.covariate_index[name]

    def kind(self, name):
        return self.record.kind_index[name]

    def open(self, tie, a, b, *, treaty=0, until=math.inf, hidden=0):
        """Put a tie in force between two actors, by their ids."""
        open_bond(self.state, self.tie(tie), self.record.index[a], self.record.index[b], treaty, until, hidden)

    def tied(self, tie, a, b):
        """The number of bonds of a tie from one to the other."""
        return self.state.pair[self.tie(tie), self.record.index[a], self.record.index[b]]

    def hidden(self, tie, a, b):
        return self.state.pair[self.secret(tie), self.record.index[a], self.record.index[b]]


def scramble(state, seed):
    """Fill a state at random, asymmetric in everything that an effect or a rule can read; ties have no bonds."""
    rng = np.random.default_rng(seed)
    roles, n = state.roles, state.one.shape[1]
    state.pair[:] = rng.exponential(0.6, state.pair.shape) * (rng.random(state.pair.shape) < 0.7)
    for layer in (TRUST, THREAT, FEARED):
        state.pair[layer] = rng.normal(0.0, 1.5, (n, n))
    state.pair[NEAR] = rng.random((n, n))
    ties = slice(FIRST_TIE, FIRST_TIE + roles.ties)
    secret = slice(FIRST_TIE + roles.ties, roles.first_trace)
    state.pair[ties] = rng.integers(0, 3, (roles.ties, n, n)) * (rng.random((roles.ties, n, n)) < 0.35)
    state.pair[secret] = rng.integers(0, 3, (roles.ties, n, n))
    state.pair[secret] = np.minimum(state.pair[secret], state.pair[ties])
    state.total[:] = state.pair[roles.first_trace : roles.first_value].sum(axis=(1, 2))
    state.one[:] = rng.random(state.one.shape)
    state.one[EXISTS] = rng.random(n) < 0.8
    few = rng.random(state.one[FIRST_COVARIATE:].shape) < 0.3
    state.one[FIRST_COVARIATE:] = np.where(few, rng.integers(0, 2, few.shape), state.one[FIRST_COVARIATE:])
    state.one[roles.capability] = rng.choice([0.0, 0.01, 0.02, 0.05, 0.3], n)
    state.who[PATRON] = rng.integers(-1, n, n)
    state.who[HOME, state.sovereign :] = rng.integers(-1, state.sovereign, n - state.sovereign)
    state.moment[:] = rng.uniform(-300.0, -270.0), rng.exponential(2.0), rng.exponential(2.0)
    return state


def lively(record, traces, settings, seed, bonds=60, among=None):
    """A state with bonds, memories, beliefs, values and patrons at random, in which almost everybody exists.

    `among` names the actors between whom there are bonds; all if it is left out.
    """
    rng = np.random.default_rng(seed)
    state = born(record, traces, settings)
    roles, n = state.roles, state.one.shape[1]
    for layer in (TRUST, THREAT, FEARED):
        state.pair[layer] = rng.normal(0.0, 1.5, (n, n))
    memories = slice(roles.first_trace, roles.first_value)
    shape = state.pair[memories].shape
    state.pair[memories] = rng.exponential(0.5, shape) * (rng.random(shape) < 0.4)
    state.total[:] = state.pair[memories].sum(axis=(1, 2))
    state.one[1:] = rng.random(state.one[1:].shape)
    state.one[roles.capability] = rng.choice([0.0, 0.01, 0.02, 0.05, 0.3], n)
    state.one[EXISTS, rng.integers(0, n)] = 0.0
    for layer in range(roles.first_value, roles.layers):
        share = 0.7 if layer == roles.control else 0.2
        for i, j in zip(*np.nonzero(rng.random((n, n)) < share), strict=True):
            set_value(state, layer, i, j, rng.random())
    for tie, i, j in zip(rng.integers(0, roles.ties, bonds), *rng.choice(among or n, (2, bonds)), strict=True):
        if i != j and state.one[EXISTS, [i, j]].all():
            open_bond(
                state, FIRST_TIE + tie, i, j, int(rng.integers(0, 6)), rng.uniform(0, 10), int(rng.random() < 0.3)
            )
    return state
