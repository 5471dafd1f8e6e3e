"""The file of a model, `model.toml`: read into a model, and written."""

from __future__ import annotations

import json
import math
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rapallo.errors import ModelError, first_fault
from rapallo.model.formulas import no_formula, read_formulas
from rapallo.model.frailty import Frailty
from rapallo.model.hypothesis import Family, Group, Model, Prior
from rapallo.record.tables import unknown
from rapallo.state.settings import Settings
from rapallo.vocabulary.toml import keys

Years = Annotated[float, Field(gt=0)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Correlation = Annotated[float, Field(ge=0, lt=1)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _SettingsFile(_Form):
    """The table [settings]: half-lives above 0 (inf: never fades), the other constants finite."""

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


class _PriorFile(_Form):
    """The table [prior]."""

    effect: Years = math.inf
    deviation: Annotated[float, Field(gt=0, allow_inf_nan=False)] = Prior().deviation
    constant: Years = math.inf


class _GroupFile(_Form):
    """A table [groups.NAME]."""

    terms: Annotated[list[str], Field(min_length=1)]
    sd: Years | None = None


class _FamilyFile(_Form):
    """A table [families.NAME], or the list of its kinds alone if a formula has its terms."""

    kinds: Annotated[list[str], Field(min_length=1)]
    terms: list[str] | None = None

    @model_validator(mode="before")
    @classmethod
    def _kinds_alone(cls, data: Any) -> Any:  # noqa: ANN401
        return {"kinds": data} if isinstance(data, list) else data


class _FrailtyFile(_Form):
    """The table [frailty]: variances, and in [frailty.families] those of fast levels by family."""

    common: NotNegative = Frailty().common
    own: NotNegative = Frailty().own
    fast: NotNegative = Frailty().fast
    families: dict[str, NotNegative] = Field(default_factory=dict)
    slow_correlation: Correlation = Frailty().slow_correlation
    fast_correlation: Correlation = Frailty().fast_correlation


class _ModelFile(_Form):
    """Keys `about`, `ceiling`, `formulas`, tables [prior], [settings], [groups], [families], [effects], [frailty]."""

    about: str = ""
    ceiling: Years = math.inf
    formulas: list[str] = Field(default_factory=list)
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


def read_model(path: Path) -> Model:
    """Return the model in a file; what is refused is said at `Model.from_toml`."""
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{path}: cannot be read as a model: {error}.") from None
    try:
        return _model(_ModelFile.model_validate(data))
    except ValidationError as error:
        raise ModelError(f"{path}: {_first_fault(error)} See docs/model.md for the form.") from None
    except ModelError as error:
        raise ModelError(f"{path}: {error}") from None


def _first_fault(error: ValidationError) -> str:
    """Return the first key that does not exist with the nearest that do, or else the first fault."""
    first = next((fault for fault in error.errors() if fault["type"] == "extra_forbidden"), None)
    if first is None:
        return first_fault(error)
    *where, key = first["loc"]
    said = unknown("key", str(key), keys(_ModelFile, tuple(where)))
    if where and key in _ModelFile.model_fields:
        said = f"The key {key!r} stands at the top of the file, above the first table."
    return f"{'.'.join(map(str, first['loc']))}: {said}"


def _model(found: _ModelFile) -> Model:
    effects = {kind: tuple(terms) for kind, terms in found.effects.items()}
    of_kind, of_family = read_formulas(found.formulas, found.families, found.groups)
    for kind in of_kind:
        if kind in effects:
            raise ModelError(f"effects.{kind}: kind {kind} has a formula as well; say its terms in one place.")
    families: dict[str, Family] = {}
    for name, family in found.families.items():
        if family.terms is not None and name in of_family:
            raise ModelError(f"families.{name}.terms: family {name} has a formula as well; say its terms in one place.")
        if family.terms is None and name not in of_family:
            raise ModelError(f"families.{name}: it has no terms = [...], and {no_formula(name, of_kind)}")
        families[name] = Family(tuple(family.kinds), of_family.get(name, tuple(family.terms or ())))
    return Model(
        effects | of_kind,
        Settings(**found.settings.model_dump()),
        Prior(**found.prior.model_dump()),
        families,
        {name: Group(tuple(group.terms), group.sd) for name, group in found.groups.items()},
        found.ceiling,
        Frailty(**found.frailty.model_dump()) if found.frailty else None,
    )


def model_text(model: Model) -> str:
    """Return the text of a file that `read_model` reads as an equal model; every setting stands in it."""
    lines = [] if math.isinf(model.ceiling) else [f"ceiling = {float(model.ceiling)!r}", ""]
    lines += ["formulas = [", *(f"    {_quoted(formula)}," for formula in model.formulas()), "]", ""]
    for table, values in (("prior", model.prior._asdict()), ("settings", model.settings._asdict())):
        lines += [f"[{table}]", *(f"{name} = {float(value)!r}" for name, value in values.items()), ""]
    for name, group in model.groups.items():
        lines += [f"[groups.{_key(name)}]", f"terms = {_list(group.terms)}"]
        lines += [""] if group.sd is None else [f"sd = {float(group.sd)!r}", ""]
    if model.families:
        lines += [
            "[families]",
            *(f"{_key(name)} = {_list(family.kinds)}" for name, family in model.families.items()),
            "",
        ]
    if model.frailty:
        figures = model.frailty._asdict()
        by_family = figures.pop("families")
        lines += ["[frailty]", *(f"{name} = {float(value)!r}" for name, value in figures.items()), ""]
        lines += ["[frailty.families]", *(f"{_key(name)} = {float(value)!r}" for name, value in by_family.items()), ""]
    return "\n".join(lines[:-1]) + "\n"


def _list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
