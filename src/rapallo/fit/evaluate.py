"""How probable a stretch of the record is under coefficients that were estimated on another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from rapallo.fit.estimate import spells_of
from rapallo.model.binding import bind
from rapallo.model.specification import Model
from rapallo.record.clock import to_time
from rapallo.record.tables import Record


def held_out(
    record: Record,
    model: Model,
    coefficients: Mapping[str, Mapping[str, float]],
    since: dt.date,
    until: dt.date,
) -> dict[str, float]:
    """Return the exact log-likelihood of each kind's events from `since` to the end of day `until`.

    Kinds without coefficients are left out: nothing was learned about them.

    sum_e w_e log lambda(e) - sum over spells of years * lambda, with the state as it was in the record.
    """
    bound = bind(record, model)
    rows, _ = spells_of(bound, to_time(since), until, exact_times=True)
    found = {}
    for name, values in coefficients.items():
        own = bound.channels.k[rows.channel] == record.kind_index[name]
        theta = np.array([values.get(label, 0.0) for label in bound.design.labels[name]])
        eta = values["constant"] + rows.x[own][:, : len(theta)] @ theta
        size, chosen = rows.size[own], rows.chosen[own] == 1
        found[name] = float(size[chosen] @ eta[chosen] - size[~chosen] @ np.exp(eta[~chosen]))
    return found
