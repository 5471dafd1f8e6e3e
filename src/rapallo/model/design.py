"""A model bound to a record: which statistic stands in which place of which kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rapallo.model.hypothesis import Model
from rapallo.model.terms import Expression, Look, looks
from rapallo.record.tables import Record
from rapallo.state.arrays import Bools, Floats, Ints, Roles
from rapallo.state.fields import FIRST_COVARIATE, FIRST_TIE
from rapallo.state.traces import Trace, standing


@dataclass(frozen=True)
class Design:
    """The terms of all kinds, and the distinct statistics behind them.

    Attributes
    ----------
    kinds : tuple of str
        Kinds with an intensity, in the order of the record's kinds.
    labels : mapping
        For each of them its terms as text.
    statistics : tuple of Expression
        Distinct expressions; E of them.
    traces : tuple of Trace
        What must be remembered, from the two traces of every state on.
    columns : (K, W) int
        Statistic of each place; -1 beyond a kind's last term.
    n_terms : (K,) int
        Number of terms; -1 for kinds without an intensity.
    offsets : (K, W) bool
        Whether the coefficient of a place is 1 and not to be found.
    spread : (K, W) float
        Standard deviation of the prior of each place's coefficient; inf for none.
    """

    kinds: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    statistics: tuple[Expression, ...]
    traces: tuple[Trace, ...]
    columns: Ints
    n_terms: Ints
    offsets: Bools
    spread: Floats

    def own_field(self, roles: Roles, look: Look) -> int:
        """Return the code in the notes of the field that a look's argument names; -1 if it names none."""
        if look.trace is not None:
            return roles.first_trace + self.traces.index(look.trace)
        if look.names == "tie":
            return FIRST_TIE + look.own
        if look.names == "covariate":
            return roles.layers + FIRST_COVARIATE + look.own
        return roles.first_value + look.own if look.names == "value" else -1


def design(record: Record, model: Model) -> Design:
    """Bind a model's terms to a record; ModelError if it names what the record does not have."""
    model.check(record)
    terms = {k.name: model.terms(record, k.name) for k in record.kinds if k.role == "modelled"}
    distinct: dict[Expression, int] = {}
    traces = dict.fromkeys(standing(model.settings))
    for term in (t for of_kind in terms.values() for t in of_kind):
        distinct.setdefault(term.expression, len(distinct))
        traces.update((k.trace, None) for k in looks(term.expression) if k.trace)
    width = max((len(t) for t in terms.values()), default=0)
    columns = np.full((len(record.kinds), max(width, 1)), -1, dtype=np.int64)
    n_terms = np.full(len(record.kinds), -1, dtype=np.int64)
    offsets, spread = np.zeros(columns.shape, np.bool_), np.full(columns.shape, np.inf)
    for name, of_kind in terms.items():
        k = record.kind_index[name]
        offsets[k, : len(of_kind)] = [t.offset for t in of_kind]
        spread[k, : len(of_kind)] = [t.sd for t in of_kind]
        n_terms[k] = len(of_kind)
        columns[k, : len(of_kind)] = [distinct[t.expression] for t in of_kind]
    labels = {name: tuple(t.text for t in of_kind) for name, of_kind in terms.items()}
    return Design(tuple(terms), labels, tuple(distinct), tuple(traces), columns, n_terms, offsets, spread)
