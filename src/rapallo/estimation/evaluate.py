"""How probable a stretch of the record is under coefficients that were estimated on another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from rapallo.estimation.spells import observe
from rapallo.model.system import System
from rapallo.record.clock import to_time


def held_out(
    system: System, coefficients: Mapping[str, Mapping[str, float]], since: dt.date, until: dt.date
) -> dict[str, float]:
    """Return the exact log-likelihood of each kind's events from `since` to the end of day `until`.

    Kinds without coefficients are left out: nothing was learned about them.

    sum_e w_e log lambda(e) - sum over spells of years * lambda, with the state as it was in the record.
    """
    rows = observe(system, to_time(since), to_time(until + dt.timedelta(days=1)), exact=True)
    found = {}
    for name, values in coefficients.items():
        own = rows.take(system.record.kind_index[name])
        if own is None:
            continue
        theta = np.array([values.get(label, 0.0) for label in system.design.labels[name]])
        eta = values["constant"] + own.x @ theta
        found[name] = float(own.size[own.chosen] @ eta[own.chosen] - own.size[~own.chosen] @ np.exp(eta[~own.chosen]))
    return found
