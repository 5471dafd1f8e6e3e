"""A model bound to a record: the arrays that fit and simulation start from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapallo.effects.effect import Reach
from rapallo.effects.statistics import Bound, keep
from rapallo.events.kind_table import KindTable, ever_contiguous
from rapallo.events.replay import start
from rapallo.model.channels import Channels, channels
from rapallo.model.intensity import Layout
from rapallo.model.specification import Design, Model, design
from rapallo.record.tables import Record
from rapallo.state.arrays import Ints, State


@dataclass(frozen=True)
class Binding:
    """What a model and a record make together.

    Attributes
    ----------
    state : State
        The blank state before the record begins; copy it before use.
    wide : (W,) int
        Channels of kinds with an effect whose reach is every pair.
    """

    record: Record
    model: Model
    design: Design
    state: State
    kinds: KindTable
    bound: Bound
    layout: Layout
    channels: Channels
    wide: Ints


def bind(record: Record, model: Model) -> Binding:
    """Bind a model to a record; ModelError if it names what the record does not have."""
    made = design(record, model)
    state, kinds = start(record, model.settings)
    chans = channels(state, kinds, made.n_terms, ever_contiguous(record))
    code, a, b, reach, fades = (np.ascontiguousarray(c) for c in made.statistics.T)
    bound = keep(code, a, b, reach, fades, _needed(made, kinds, chans))
    far = [k for k, columns in enumerate(made.columns) if any(reach[e] == Reach.ALL for e in columns if e >= 0)]
    wide = np.flatnonzero(np.isin(chans.k, far)).astype(np.int64)
    return Binding(record, model, made, state, kinds, bound, Layout(made.columns, made.n_terms), chans, wide)


def _needed(made: Design, kinds: KindTable, chans: Channels) -> NDArray[np.bool_]:
    """Return (E, A, A): the pairs of the channels that use each statistic, both ways where consent is needed."""
    actors = chans.place.shape[1]
    needed = np.zeros((len(made.statistics), actors, actors), dtype=np.bool_)
    for k, columns in enumerate(made.columns):
        own = chans.k == k
        i, j = chans.i[own], chans.j[own]
        for e in columns[columns >= 0]:
            needed[e, i, j] = True
            if kinds.consent[k]:
                needed[e, j, i] = True
    return needed
