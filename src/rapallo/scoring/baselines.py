"""Models that anybody would try first, for any record: what is worth having has to forecast better than they do."""

from __future__ import annotations

from rapallo.model.hypothesis import Model, Prior
from rapallo.record.tables import Record

# two-memory baseline: half-life in years
HALF_LIFE = 1.5


def constant(record: Record) -> Model:
    """Return the model in which each kind has one rate for every pair at risk."""
    return Model({kind.name: () for kind in record.kinds if kind.role == "modelled"})


def two_memories(record: Record) -> Model:
    """Return the model of two coefficients for each kind: log(1 + 4 m), m the decayed co-operative or hostile acts.

    Where no kind is called either (Goldstein weights all 0), m is the kind's own acts, one way and the other.
    """
    told = any(kind.goldstein != 0 for kind in record.kinds)
    names = ("cooperation", "hostility") if told else ("inertia", "reciprocity")
    terms = tuple(f"log(4 * {name}({HALF_LIFE}, form=count))" for name in names)
    return Model({kind.name: terms for kind in record.kinds if kind.role == "modelled"}, prior=Prior(1.0))
