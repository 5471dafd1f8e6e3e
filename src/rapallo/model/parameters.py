"""The numbers of a model: all that fit hands to simulation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from rapallo.errors import ModelError
from rapallo.model.design import Design
from rapallo.record.tables import unknown
from rapallo.state.arrays import Floats


class Parameters(NamedTuple):
    """Coefficients in the places of a `Design`.

    Attributes
    ----------
    constant : (K,) float
        beta; -inf for a kind that does not happen.
    slope : (K, Pmax) float
        theta; 1 for an offset, 0 beyond a kind's last term.
    ceiling : float
        Highest intensity, events per year; inf for none.
    """

    constant: Floats
    slope: Floats
    ceiling: float


def parameters(
    design: Design,
    record_kinds: Mapping[str, int],
    values: Mapping[str, Mapping[str, float]],
    ceiling: float = math.inf,
) -> Parameters:
    """Return coefficients by kind and term as arrays; the constant's key is `constant`.

    A kind that `values` leaves out does not happen (constant -inf).

    Raises
    ------
    ModelError
        If a kind or a term is not in the design.
    """
    constant = np.full(len(record_kinds), -np.inf)
    slope = design.offsets.astype(np.float64)
    for kind, coefficients in values.items():
        if kind not in design.labels:
            raise ModelError(f"parameters: {unknown('kind with an intensity', kind, list(design.labels))}")
        k = record_kinds[kind]
        for term, value in coefficients.items():
            if term == "constant":
                constant[k] = value
            elif term in design.labels[kind]:
                slope[k, design.labels[kind].index(term)] = value
            else:
                raise ModelError(f"parameters, kind {kind}: {unknown('term', term, list(design.labels[kind]))}")
    return Parameters(constant, slope, ceiling)
