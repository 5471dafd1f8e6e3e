"""How probable a stretch of the record is under coefficients that were estimated on another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from rapallo.estimation.spells import Piece, observe
from rapallo.model.intensity import capped
from rapallo.model.parameters import parameters
from rapallo.model.system import System
from rapallo.record.clock import to_time


def held_out(
    system: System, coefficients: Mapping[str, Mapping[str, float]], since: dt.date, until: dt.date
) -> dict[str, float]:
    """Return the exact log-likelihood of each kind's events from `since` to the end of day `until`.

    Kinds without coefficients are left out: nothing was learned about them.

    sum_e w_e log lambda(e) - sum over spells of years * lambda, with the state as it was in the record.
    """
    found = dict.fromkeys(coefficients, 0.0)
    index, numbers = system.record.kind_index, parameters(system.design, system.record.kind_index, coefficients)
    names = {index[name]: name for name in coefficients}

    def sink(kind: int, events: bool, piece: Piece) -> None:
        eta = numbers.constant[kind] + piece.x @ numbers.slope[kind, : piece.x.shape[1]]
        rate = capped(np.exp(eta), system.model.ceiling)
        found[names[kind]] += float(piece.size @ np.log(rate)) if events else -float(piece.size @ rate)

    begin, end = to_time(since), to_time(until + dt.timedelta(days=1))
    observe(system.part(coefficients), begin, end, sink, exact=True)
    return found
