"""A hypothesis: which effects move which kind of event. Data, read from TOML or built in Python."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from rapallo.effects.catalogue import CATALOGUE, CODE
from rapallo.effects.effect import Effect
from rapallo.effects.forms import FORMS
from rapallo.errors import ModelError
from rapallo.events.settings import Settings
from rapallo.record.tables import PAIR_NAMES, TIES, Record, unknown
from rapallo.state.arrays import Ints, covariate_names

SIDES = ("sender", "receiver")
TERM = re.compile(r"([a-z_]+)(?:\(([^()]*)\))?")


@dataclass(frozen=True)
class Term:
    """One effect in one kind's intensity, as written: `inertia(trade)`, `covariate(doctrine, sender)`."""

    text: str
    effect: Effect
    a: int
    b: int


@dataclass(frozen=True)
class Model:
    """Kinds and their effects.

    Attributes
    ----------
    effects
        For each kind that is modelled, the terms as text, in order. A kind without terms has a constant rate.
    settings
        Half-lives and constants of memory and belief.
    prior
        Standard deviation of the Gaussian prior of each coefficient (not of the constants); inf for none.
    """

    effects: Mapping[str, tuple[str, ...]]
    settings: Settings = field(default_factory=Settings)
    prior: float = math.inf

    @classmethod
    def from_toml(cls, path: Path) -> Model:
        """Read a model from a file with tables [effects], [settings] and a key `prior`.

        Raises
        ------
        ModelError
            If the file is not TOML or holds an unknown key.
        """
        try:
            data = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ModelError(f"{path}: cannot be read as a model: {error}.") from None
        extra = set(data) - {"effects", "settings", "prior", "about"}
        if extra:
            raise ModelError(f"{path}: unknown key {sorted(extra)[0]!r}. Use effects, settings, prior, about.")
        values = data.get("settings", {})
        wrong = set(values) - set(Settings._fields)
        if wrong:
            raise ModelError(f"{path}: {unknown('setting', sorted(wrong)[0], list(Settings._fields))}")
        effects = {kind: tuple(terms) for kind, terms in data.get("effects", {}).items()}
        return cls(effects, Settings(**values), float(data.get("prior", math.inf)))

    def terms(self, record: Record, kind: str) -> tuple[Term, ...]:
        """Return the parsed terms of a kind; ModelError names what does not exist."""
        return tuple(parse_term(record, text, kind) for text in self.effects.get(kind, ()))


def parse_term(record: Record, text: str, kind: str) -> Term:
    """Return the term that `text` names.

    Raises
    ------
    ModelError
        If the effect or one of its arguments does not exist.
    """
    match = TERM.fullmatch(text.strip())
    if not match:
        raise ModelError(f"model, kind {kind}: {text!r} is not a term. Write name or name(argument, argument).")
    name, inside = match.group(1), match.group(2)
    if name not in CODE:
        raise ModelError(f"model, kind {kind}: {unknown('effect', name, list(CODE))}")
    effect = CATALOGUE[CODE[name]]
    given = [part.strip() for part in inside.split(",")] if inside else []
    wanted = effect.arguments
    if "form" in wanted and len(given) == len(wanted) - 1:
        given.append(FORMS[0])
    if len(given) != len(wanted):
        shape = f"{name}({', '.join(wanted)})" if wanted else name
        raise ModelError(f"model, kind {kind}: {text!r} has {len(given)} arguments. Write {shape}.")
    codes = [_argument(record, what, value, kind) for what, value in zip(wanted, given, strict=True)]
    a, b = (*codes, 0, 0)[:2]
    return Term(text.strip(), effect, a, b)


def _argument(record: Record, what: str, value: str, kind: str) -> int:
    known: Sequence[str] = {
        "kind": tuple(record.kind_index),
        "tie": TIES,
        "covariate": covariate_names(record),
        "pair": PAIR_NAMES,
        "form": FORMS,
        "side": SIDES,
    }[what]
    if value not in known:
        raise ModelError(f"model, kind {kind}: {unknown(what, value, list(known))}")
    return list(known).index(value)


@dataclass(frozen=True)
class Design:
    """A model bound to a record: which statistic stands in which place of which kind.

    Attributes
    ----------
    kinds : list of str
        Kinds with an intensity, in the order of the record's kinds.
    labels : dict
        For each of them its terms as text.
    statistics : (E, 5) int
        Distinct statistics: code, arguments a and b, reach, fades.
    columns : (K, Pmax) int
        Statistic of each place; -1 beyond the last.
    n_terms : (K,) int
        Number of terms; -1 for kinds without an intensity.
    """

    kinds: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    statistics: Ints
    columns: Ints
    n_terms: Ints


def design(record: Record, model: Model) -> Design:
    """Bind a model to a record.

    Raises
    ------
    ModelError
        If the model names a kind that the record does not have or does not model.
    """
    for name in model.effects:
        if name not in record.kind_index:
            raise ModelError(f"model: {unknown('kind', name, list(record.kind_index))}")
        if record.kinds[record.kind_index[name]].role != "modelled":
            raise ModelError(f"model: kind {name} is not modelled (kinds.csv, column role).")
    seen: dict[tuple[int, ...], int] = {}
    rows: list[tuple[int, ...]] = []
    n_terms = np.full(len(record.kinds), -1, dtype=np.int64)
    places: dict[tuple[int, int], int] = {}
    labels: dict[str, tuple[str, ...]] = {}
    for k, kind in enumerate(record.kinds):
        if kind.role != "modelled":
            continue
        terms = model.terms(record, kind.name)
        labels[kind.name] = tuple(t.text for t in terms)
        n_terms[k] = len(terms)
        for place, term in enumerate(terms):
            effect = term.effect
            key = (CODE[effect.name], term.a, term.b, int(effect.reach), int(effect.fades))
            if key not in seen:
                seen[key] = len(rows)
                rows.append(key)
            places[k, place] = seen[key]
    width = max(int(n_terms.max(initial=0)), 1)
    columns = np.full((len(record.kinds), width), -1, dtype=np.int64)
    for (k, place), e in places.items():
        columns[k, place] = e
    statistics = np.array(rows, dtype=np.int64).reshape(len(rows), 5)
    kinds = tuple(k.name for k in record.kinds if k.role == "modelled")
    return Design(kinds, labels, statistics, columns, n_terms)
