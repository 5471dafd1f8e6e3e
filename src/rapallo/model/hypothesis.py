"""A hypothesis: which effects move which kind of event. Data, read from TOML or built in Python."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rapallo.errors import ModelError, first_fault
from rapallo.model.terms import Term, parse_term
from rapallo.record.tables import Record, unknown
from rapallo.state.settings import Settings

Years = Annotated[float, Field(gt=0)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


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


class _ModelFile(BaseModel):
    """A file with tables [effects], [settings], and keys `prior`, `about`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    about: str = ""
    prior: Annotated[float, Field(gt=0)] = math.inf
    settings: _SettingsFile = Field(default_factory=_SettingsFile)
    effects: dict[str, list[str]] = Field(default_factory=dict)


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

    def __post_init__(self) -> None:
        """Refuse a prior that is no standard deviation."""
        if not self.prior > 0:
            raise ModelError(f"model: prior {self.prior} is no standard deviation; give a number above 0, or inf.")

    @classmethod
    def from_toml(cls, path: Path) -> Model:
        """Read a model from a file with tables [effects], [settings] and a key `prior`.

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
        effects = {kind: tuple(terms) for kind, terms in found.effects.items()}
        return cls(effects, Settings(**found.settings.model_dump()), found.prior)

    def terms(self, record: Record, kind: str) -> tuple[Term, ...]:
        """Return the parsed terms of a kind; ModelError names what does not exist."""
        texts = self.effects.get(kind, ())
        return tuple(parse_term(record, text, kind, self.settings.memory) for text in texts)

    def check(self, record: Record) -> None:
        """Refuse a model that names a kind that the record does not have or does not model (ModelError)."""
        for name in self.effects:
            if name not in record.kind_index:
                raise ModelError(f"model: {unknown('kind', name, list(record.kind_index))}")
            if record.kinds[record.kind_index[name]].role != "modelled":
                raise ModelError(f"model: kind {name} is not modelled (kinds.csv, column role).")

    def plain(self) -> dict[str, Any]:
        """Return the model as plain data."""
        prior = self.prior if math.isfinite(self.prior) else None
        settings = {k: v if math.isfinite(v) else None for k, v in self.settings._asdict().items()}
        return {"effects": {k: list(v) for k, v in self.effects.items()}, "settings": settings, "prior": prior}

    @property
    def digest(self) -> str:
        """SHA-256 of the model: the same for the same hypothesis."""
        return hashlib.sha256(json.dumps(self.plain(), sort_keys=True).encode()).hexdigest()
