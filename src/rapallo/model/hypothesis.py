"""A hypothesis: which effects move which kind of event. Data, read from TOML or built in Python."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from rapallo.effects.catalogue import CATALOGUE
from rapallo.errors import ModelError
from rapallo.model.formulas import no_formula, read_formulas, write_formulas
from rapallo.model.frailty import Frailty
from rapallo.model.terms import Term, parse_term
from rapallo.record.tables import Record, unknown
from rapallo.state.settings import Settings


class Prior(NamedTuple):
    """Gaussian prior on the scale of standardised statistics: a coefficient is per standard deviation over exposure.

    Attributes
    ----------
    effect : float
        Standard deviation of a coefficient: of the family's mean effect, or of a kind's own where it stands alone.
    deviation : float
        How far a kind may differ from its family: standard deviation of the difference, as a share of `effect`.
    constant : float
        Standard deviation of a kind's constant about that of its family; inf: constants are the kinds' own.
    """

    effect: float = math.inf
    deviation: float = 0.6
    constant: float = math.inf


class Group(NamedTuple):
    """Terms that families have in common, by name; `sd` replaces `Prior.effect` for them if it is given."""

    terms: tuple[str, ...]
    sd: float | None = None


class Family(NamedTuple):
    """Kinds that borrow strength from one another: the same terms, each given by its text or by a group's name."""

    kinds: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """Kinds and their effects.

    Attributes
    ----------
    effects
        For each kind its own terms as text, in order, beside those of its family. A kind without terms has a constant
        rate.
    settings
        Half-lives and constants of memory and belief.
    prior
        How strongly coefficients are held to 0 and to their family's.
    families, groups
        By name.
    ceiling
        Highest intensity of a channel, events per year, which the rate nears from below: u / (1 + u / ceiling) with
        u = exp(eta); inf for none.
    frailty
        Levels by quarter that multiply the intensities; None: there are none.
    """

    effects: Mapping[str, tuple[str, ...]]
    settings: Settings = field(default_factory=Settings)
    prior: Prior = field(default_factory=Prior)
    families: Mapping[str, Family] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    ceiling: float = math.inf
    frailty: Frailty | None = None

    def __post_init__(self) -> None:
        """Refuse what is no standard deviation or rate, a kind in two families, and a term twice in a kind."""
        for name, value in (*self.prior._asdict().items(), ("ceiling", self.ceiling)):
            if not value > 0:
                raise ModelError(f"model: {name} {value} is not above 0.")
        if self.frailty:
            self.frailty.check()
        if not math.isfinite(self.prior.deviation):
            raise ModelError("model: deviation is a share of effect; give a finite number, or leave families out.")
        for name in self.groups:
            if name in CATALOGUE:
                raise ModelError(f"model: group {name} has the name of an effect; give it another.")
        of: dict[str, str] = {}
        for name, family in self.families.items():
            for kind in family.kinds:
                if kind in of:
                    where = (
                        f"twice in the family {name}" if of[kind] == name else f"in two families, {of[kind]} and {name}"
                    )
                    raise ModelError(f"model: kind {kind} stands {where}.")
                of[kind] = name
        for kind in (*of, *self.effects):
            texts = ["".join(text.split()) for text, _ in self._listed(kind)]
            again = next((text for n, text in enumerate(texts) if text in texts[:n]), None)
            if again is not None:
                raise ModelError(f"model: kind {kind} has the term {again!r} twice (its family's and groups' count).")

    @classmethod
    def from_formulas(
        cls,
        formulas: Sequence[str],
        families: Mapping[str, Sequence[str]] | None = None,
        settings: Settings | None = None,
        prior: Prior | None = None,
        groups: Mapping[str, Group] | None = None,
        ceiling: float = math.inf,
        frailty: Frailty | None = None,
    ) -> Model:
        """Build a model from formulas: `pact ~ memory + trust * power(sender)`; docs/effects.md has their grammar.

        Parameters
        ----------
        formulas
            One text for each kind or family, or for several with the same terms: `demand, clash ~ rivalry`.
        families
            The kinds of each family; every family has a formula.
        settings, prior, groups, ceiling, frailty
            As in the model.

        Raises
        ------
        ModelError
            If a formula cannot be read, two speak of one kind or family, or a family has none.
        """
        families = families or {}
        of_kind, of_family = read_formulas(formulas, families, groups or {})
        for name in families:
            if name not in of_family:
                raise ModelError(f"model: {no_formula(name, of_kind)}")
        return cls(
            of_kind,
            settings or Settings(),
            prior or Prior(),
            {name: Family(tuple(kinds), of_family[name]) for name, kinds in families.items()},
            groups or {},
            ceiling,
            frailty,
        )

    @classmethod
    def from_toml(cls, path: Path) -> Model:
        """Read a model from a file; docs/model.md has its form.

        Raises
        ------
        ModelError
            If the file is not TOML, holds an unknown key, a value of the wrong type or out of range, or a formula that
            cannot be read.
        """
        from rapallo.model.file import read_model

        return read_model(path)

    def to_toml(self, path: Path) -> None:
        """Write the model as a file that reads in again as an equal model with the same digest.

        Raises
        ------
        ModelError
            If the system does not let it be written.
        """
        from rapallo.model.file import model_text

        try:
            path.write_text(model_text(self), "utf-8")
        except OSError as error:
            raise ModelError(f"{path}: cannot be written: {error.strerror}.") from None

    def formulas(self) -> tuple[str, ...]:
        """Return the terms as formulas, families first; kinds or families with the same terms share one.

        `Model.from_formulas` makes the same model of them, given the kinds of the families and all else.
        """
        return write_formulas(self.effects, {name: family.terms for name, family in self.families.items()}, self.groups)

    def family_of(self, kind: str) -> str:
        """Return the name of the family of a kind; empty if it stands in none."""
        return next((name for name, family in self.families.items() if kind in family.kinds), "")

    def scale_of(self, kind: str) -> tuple[str, ...]:
        """Return for each term of a kind the name of the group that sets the scale of its prior; empty: the prior's."""
        family = self.families.get(self.family_of(kind), Family((), ()))
        found: list[str] = []
        for name in (*family.terms, *self.effects.get(kind, ())):
            group = self.groups.get(name, Group((name,)))
            found += ["" if group.sd is None else name] * len(group.terms)
        return tuple(found)

    def together(self, kinds: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return which of some kinds belong together: those of each family, and any other alone under its own name."""
        groups: dict[str, tuple[str, ...]] = {}
        for name in kinds:
            family = self.family_of(name) or name
            groups[family] = (*groups.get(family, ()), name)
        return groups

    def _listed(self, kind: str) -> list[tuple[str, float]]:
        """Return the text and prior of each term of a kind, its family's first, groups written out."""
        family = self.families.get(self.family_of(kind), Family((), ()))
        listed: list[tuple[str, float]] = []
        for name in (*family.terms, *self.effects.get(kind, ())):
            group = self.groups.get(name, Group((name,)))
            listed += [(text, self.prior.effect if group.sd is None else group.sd) for text in group.terms]
        return listed

    def terms(self, record: Record, kind: str) -> tuple[Term, ...]:
        """Return the parsed terms of a kind, its family's first; ModelError names what does not exist."""
        listed = self._listed(kind)
        for text, _ in listed:
            if self.groups and text.isidentifier() and text not in CATALOGUE:
                raise ModelError(f"model, kind {kind}: {unknown('effect or group', text, [*CATALOGUE, *self.groups])}")
        return tuple(parse_term(record, text, kind, self.settings.memory)._replace(sd=sd) for text, sd in listed)

    def check(self, record: Record) -> None:
        """Refuse a model that names a kind that the record does not have or does not model (ModelError)."""
        known = list(record.kind_index)
        for name in self.effects:
            if name not in known and name in self.families:
                raise ModelError(
                    f"model: {name} is a family and no kind; give it terms in its table or by {name} ~ ..."
                )
            if name not in known:
                what = "kind or family" if self.families else "kind"
                raise ModelError(f"model: {unknown(what, name, [*known, *self.families])}")
        for family, (kinds, _) in self.families.items():
            for name in kinds:
                if name not in known:
                    raise ModelError(f"model, family {family}: {unknown('kind', name, known)}")
        for name in (*self.effects, *(kind for family in self.families.values() for kind in family.kinds)):
            if record.kinds[record.kind_index[name]].role != "modelled":
                raise ModelError(f"model: kind {name} is not modelled (kinds.csv, column role).")
        groups = self.together([kind.name for kind in record.kinds if kind.role == "modelled"])
        for name in self.frailty.families if self.frailty else ():
            if name not in groups:
                raise ModelError(f"model, frailty: {unknown('family', name, list(groups))}")

    def plain(self) -> dict[str, Any]:
        """Return the model as plain data; None stands for inf."""
        return {
            "effects": {k: list(v) for k, v in self.effects.items()},
            "settings": {k: _finite(v) for k, v in self.settings._asdict().items()},
            "prior": {k: _finite(v) for k, v in self.prior._asdict().items()},
            "families": {k: {"kinds": list(v.kinds), "terms": list(v.terms)} for k, v in self.families.items()},
            "groups": {
                k: {"terms": list(v.terms), "sd": None if v.sd is None else float(v.sd)} for k, v in self.groups.items()
            },
            "ceiling": _finite(self.ceiling),
            "frailty": {**self.frailty._asdict(), "families": dict(self.frailty.families)} if self.frailty else None,
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the model: the same for the same hypothesis."""
        return hashlib.sha256(json.dumps(self.plain(), sort_keys=True).encode()).hexdigest()


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
