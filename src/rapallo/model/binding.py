"""A model bound to a record: the arrays that fit and simulation start from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapallo.effects.effect import Reach
from rapallo.events.kind_table import KindTable
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
    layout: Layout
    channels: Channels
    wide: Ints


def bind(record: Record, model: Model) -> Binding:
    """Bind a model to a record; ModelError if it names what the record does not have."""
    made = design(record, model)
    state, kinds = start(record, model.settings)
    chans = channels(state, kinds, made.n_terms)
    far = [
        k for k in range(len(record.kinds)) if any(made.bound.reach[e] == Reach.ALL for e in made.columns[k] if e >= 0)
    ]
    wide = np.flatnonzero(np.isin(chans.k, far)).astype(np.int64)
    return Binding(record, model, made, state, kinds, Layout(made.columns, made.n_terms), chans, wide)
