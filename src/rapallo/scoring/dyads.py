"""Patterns of a pair of states: the attributes by which studies of dangerous dyads tell pairs apart."""

from __future__ import annotations

import numpy as np

from rapallo.state.arrays import Bools, Ints, State
from rapallo.state.fields import ALIGNS, FIRST_COVARIATE, FIRST_TIE
from rapallo.vocabulary.words import Vocabulary

ATTRIBUTES = ("contiguous", "allied", "a major power", "overwhelming", "both democratic")
PATTERNS = 2 ** len(ATTRIBUTES)
# a major power holds at least this share of the system's means; preponderance is overwhelming from this ratio on
MAJOR, OVERWHELMING = 0.05, 10.0


def declared(words: Vocabulary, democracy: str) -> dict[str, bool]:
    """Return for each attribute whether a record can tell it: whether it has the words for it."""
    capability = words.with_role("capability") >= 0
    told = (words.with_role("contiguity") >= 0, any(tie.aligns for tie in words.ties), capability, capability)
    return dict(zip(ATTRIBUTES, (*told, democracy in words.covariate_index), strict=True))


def pattern(state: State, words: Vocabulary, democracy: str) -> Ints:
    """Return (A, A): the sum of 2^a over the attributes a = 0, 1, ... that a pair has now, the same both ways.

    Contiguous: the value with that role is above 0, either way. Allied: an open tie that aligns. A major power: one of
    the two holds 5 % of the system's means or more. Overwhelming: both have some, and one ten times the other's or
    more. Both democratic: the covariate `democracy` is above 0 for both. What a record cannot
    tell, or is unknown, is not the case.

    Reference: Bremer (1992), Dangerous dyads: conditions affecting the likelihood of interstate war, 1816-1965, Journal
    of Conflict Resolution 36. He has also development and militarisation, and his own coding of the rest.
    """
    roles, actors = state.roles, state.one.shape[1]
    no = np.zeros((actors, actors), np.bool_)
    found: list[Bools] = [no] * len(ATTRIBUTES)
    if roles.contiguity >= 0:
        near = state.pair[roles.contiguity] > 0
        found[0] = near | near.T
    ties = np.flatnonzero(roles.properties[ALIGNS, FIRST_TIE : FIRST_TIE + roles.ties]) + FIRST_TIE
    if len(ties):
        open_ties: Bools = np.max(state.pair[ties] > state.pair[ties + roles.ties], axis=0)
        found[1] = open_ties | open_ties.T
    if roles.capability >= 0:
        means = state.one[roles.capability]
        major = means >= MAJOR
        found[2] = major[:, None] | major[None, :]
        large, small = np.maximum(means[:, None], means[None, :]), np.minimum(means[:, None], means[None, :])
        found[3] = (small > 0) & (large >= OVERWHELMING * small)
    if democracy in words.covariate_index:
        free = state.one[FIRST_COVARIATE + words.covariate_index[democracy]] > 0
        found[4] = free[:, None] & free[None, :]
    total: Ints = sum((has.astype(np.int64) << a for a, has in enumerate(found)), start=no.astype(np.int64))
    return total
