"""The notes of the writer: which field was written where."""

from __future__ import annotations

from rapallo.state.arrays import State
from rapallo.theory.kernels import inlined

NOTES = 1
FIELD, FIRST, SECOND = range(3)


@inlined
def note(state: State, field: int, i: int, j: int) -> None:
    """Note that `field` was written at (i, j); j = -1 for a value of one actor, both -1 for every place."""
    n = state.counts[NOTES]
    if n < state.notes.shape[1]:
        state.notes[FIELD, n] = field
        state.notes[FIRST, n] = i
        state.notes[SECOND, n] = j
    state.counts[NOTES] = n + 1


def forget(state: State) -> None:
    """Empty the notes: nobody needs to look."""
    state.counts[NOTES] = 0


def look_everywhere(state: State) -> None:
    """Let the next to look take everything for written."""
    state.counts[NOTES] = state.notes.shape[1] + 1
