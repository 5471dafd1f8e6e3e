"""A hypothesis: which effects move which kind of event. Data, read from TOML or built in Python."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rapallo.errors import ModelError, first_fault
from rapallo.model.frailty import Frailty
from rapallo.model.terms import Term, parse_term
from rapallo.record.tables import Record, unknown
from rapallo.state.settings import Settings

Years = Annotated[float, Field(gt=0)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Correlation = Annotated[float, Field(ge=0, lt=1)]


class _SettingsFile(BaseModel):
    """The table [settings]: half-lives above 0 (inf: never fades), the other constants finite."""

    model_config = ConfigDict(extra="forbid", strict=True)

    memory: Years = Settings().memory
    trust: Years = Settings().trust
    threat: Years = Settings().threat
    fresh: Years = Settings().fresh
    impunity: Years = Settings().impunity
    prior_trust: Finite = Settings().prior_trust
    prior_threat: Finite = Settings().prior_threat
    witness: Annotated[float, Field(ge=0, allow_inf_nan=False)] = Settings().witness
    remembered: Annotated[float, Field(ge=0, allow_inf_nan=False)] = Settings().remembered
    overwhelming: Annotated[float, Field(gt=0, allow_inf_nan=False)] = Settings().overwhelming


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


class _PriorFile(BaseModel):
    """The table [prior]."""

    model_config = ConfigDict(extra="forbid", strict=True)

    effect: Years = math.inf
    deviation: Annotated[float, Field(gt=0, allow_inf_nan=False)] = Prior().deviation
    constant: Years = math.inf


class _GroupFile(BaseModel):
    """A table [groups.NAME]."""

    model_config = ConfigDict(extra="forbid", strict=True)

    terms: Annotated[list[str], Field(min_length=1)]
    sd: Years | None = None


class _FamilyFile(BaseModel):
    """A table [families.NAME]."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kinds: Annotated[list[str], Field(min_length=1)]
    terms: list[str]


class _FrailtyFile(BaseModel):
    """The table [frailty]."""

    model_config = ConfigDict(extra="forbid", strict=True)

    slow: NotNegative = 0.0
    own: NotNegative = 0.0
    fast: NotNegative = 0.0
    families: dict[str, NotNegative] = Field(default_factory=dict)
    slow_correlation: Correlation = Frailty().slow_correlation
    fast_correlation: Correlation = Frailty().fast_correlation


class _ModelFile(BaseModel):
    """A file with tables [prior], [settings], [groups], [families], [effects], [frailty], keys `about`, `ceiling`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    about: str = ""
    ceiling: Years = math.inf
    prior: _PriorFile = Field(default_factory=_PriorFile)
    settings: _SettingsFile = Field(default_factory=_SettingsFile)
    groups: dict[str, _GroupFile] = Field(default_factory=dict)
    families: dict[str, _FamilyFile] = Field(default_factory=dict)
    effects: dict[str, list[str]] = Field(default_factory=dict)
    frailty: _FrailtyFile | None = None

    @model_validator(mode="before")
    @classmethod
    def _prior_is_a_table(cls, data: dict[str, Any]) -> dict[str, Any]:
        if isinstance(data.get("prior"), int | float):
            raise ValueError(f"prior is a table: write [prior] and under it effect = {data['prior']}")  # noqa: TRY004  (of which pydantic makes a fault)
        return data


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
        """Refuse what is no standard deviation or rate, and a kind in two families."""
        for name, value in (*self.prior._asdict().items(), ("ceiling", self.ceiling)):
            if not value > 0:
                raise ModelError(f"model: {name} {value} is not above 0.")
        if not math.isfinite(self.prior.deviation):
            raise ModelError("model: deviation is a share of effect; give a finite number, or leave families out.")
        of: dict[str, str] = {}
        for name, family in self.families.items():
            for kind in family.kinds:
                if of.setdefault(kind, name) != name:
                    raise ModelError(f"model: kind {kind} stands in two families, {of[kind]} and {name}.")

    @classmethod
    def from_toml(cls, path: Path) -> Model:
        """Read a model from a file; docs/model.md has its form.

        Raises
        ------
        ModelError
            If the file is not TOML, holds an unknown key, or a value of the wrong type or out of range.
        """
        try:
            data = tomllib.loads(path.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ModelError(f"{path}: cannot be read as a model: {error}.") from None
        try:
            found = _ModelFile.model_validate(data)
        except ValidationError as error:
            raise ModelError(f"{path}: {first_fault(error)} See docs/model.md for the form.") from None
        return cls(
            {kind: tuple(terms) for kind, terms in found.effects.items()},
            Settings(**found.settings.model_dump()),
            Prior(**found.prior.model_dump()),
            {name: Family(tuple(f.kinds), tuple(f.terms)) for name, f in found.families.items()},
            {name: Group(tuple(g.terms), g.sd) for name, g in found.groups.items()},
            found.ceiling,
            Frailty(**found.frailty.model_dump()) if found.frailty else None,
        )

    def family_of(self, kind: str) -> str:
        """Return the name of the family of a kind; empty if it stands in none."""
        return next((name for name, family in self.families.items() if kind in family.kinds), "")

    def together(self, kinds: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return which of some kinds belong together: those of each family, and any other alone under its own name."""
        groups: dict[str, tuple[str, ...]] = {}
        for name in kinds:
            family = self.family_of(name) or name
            groups[family] = (*groups.get(family, ()), name)
        return groups

    def terms(self, record: Record, kind: str) -> tuple[Term, ...]:
        """Return the parsed terms of a kind, its family's first; ModelError names what does not exist."""
        family = self.families.get(self.family_of(kind), Family((), ()))
        listed: list[tuple[str, float]] = []
        for name in (*family.terms, *self.effects.get(kind, ())):
            group = self.groups.get(name, Group((name,)))
            listed += [(text, self.prior.effect if group.sd is None else group.sd) for text in group.terms]
        return tuple(parse_term(record, text, kind, self.settings.memory)._replace(sd=sd) for text, sd in listed)

    def check(self, record: Record) -> None:
        """Refuse a model that names a kind that the record does not have or does not model (ModelError)."""
        for name in (*self.effects, *(kind for family in self.families.values() for kind in family.kinds)):
            if name not in record.kind_index:
                raise ModelError(f"model: {unknown('kind', name, list(record.kind_index))}")
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
            "groups": {k: {"terms": list(v.terms), "sd": v.sd} for k, v in self.groups.items()},
            "ceiling": _finite(self.ceiling),
            "frailty": {**self.frailty._asdict(), "families": dict(self.frailty.families)} if self.frailty else None,
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the model: the same for the same hypothesis."""
        return hashlib.sha256(json.dumps(self.plain(), sort_keys=True).encode()).hexdigest()


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
