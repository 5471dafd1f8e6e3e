"""Read `vocabulary.toml`: the words that a scenario declares."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from rapallo.errors import Problem, RecordError
from rapallo.vocabulary.toml import read_toml
from rapallo.vocabulary.words import (
    CLOSABLE,
    COVARIATE_ROLES,
    TIE_ROLES,
    VALUE_ROLES,
    ActorType,
    CovariateName,
    Tie,
    ValueName,
    Vocabulary,
)

FILE = "vocabulary.toml"
# words that stand in columns of kinds.csv beside the declared ones
RESERVED = ("any", "all", "contiguous", *CLOSABLE)
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Filled = Annotated[str, StringConstraints(min_length=1)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class _ActorType(_Form):
    sovereign: bool = False
    meaning: str = ""


class _Tie(_Form):
    directed: bool = False
    pact: bool = False
    aligns: bool = False
    defends: bool = False
    ends_at_war: bool = False
    pending: bool = False
    role: str = ""
    meaning: str = ""


class _Value(_Form):
    symmetric: bool = False
    low: float = -math.inf
    high: float = math.inf
    default: float = math.nan
    role: str = ""
    meaning: str = ""


class _Covariate(_Form):
    low: float = -math.inf
    high: float = math.inf
    default: float = math.nan
    unit: str = ""
    role: str = ""
    meaning: str = ""


class _File(_Form):
    actor_types: dict[Name, _ActorType] = Field(min_length=1)
    ties: dict[Name, _Tie] = Field(default_factory=dict)
    values: dict[Name, _Value] = Field(default_factory=dict)
    covariates: dict[Name, _Covariate] = Field(default_factory=dict)
    families: dict[Name, list[Name]] = Field(default_factory=dict)
    indicators: dict[Name, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    subjects: dict[Name, Filled] = Field(default_factory=dict)
    aliases: dict[Filled, Filled] = Field(default_factory=dict)


def read_vocabulary(text: str) -> Vocabulary:
    """Return the vocabulary in the text of a `vocabulary.toml`.

    Raises
    ------
    RecordError
        With every fault found: an unknown key or role, a role given twice, a range that is empty, a sovereign type
        after one that is not, a kind in two families.
    """
    form = read_toml(text, FILE, _File)
    problems = list(_faults(form))
    if problems:
        raise RecordError(problems)
    return Vocabulary(
        actor_types=tuple(ActorType(n, t.sovereign, t.meaning) for n, t in form.actor_types.items()),
        ties=tuple(Tie(name=n, **t.model_dump()) for n, t in form.ties.items()),
        values=tuple(ValueName(name=n, **v.model_dump()) for n, v in form.values.items()),
        covariates=tuple(CovariateName(name=n, **c.model_dump()) for n, c in form.covariates.items()),
        families={name: tuple(kinds) for name, kinds in form.families.items()},
        indicators=dict(form.indicators),
        subjects=dict(form.subjects),
        aliases={name.lower(): target for name, target in form.aliases.items()},
    )


def _faults(form: _File) -> Iterator[Problem]:
    yield from _role_faults("ties", {n: t.role for n, t in form.ties.items()}, TIE_ROLES)
    yield from _role_faults("values", {n: v.role for n, v in form.values.items()}, VALUE_ROLES)
    yield from _role_faults("covariates", {n: c.role for n, c in form.covariates.items()}, COVARIATE_ROLES)
    for table, words in (("values", form.values.items()), ("covariates", form.covariates.items())):
        for name, word in words:
            if word.low >= word.high:
                what = f"low {word.low:g} is not below high {word.high:g}"
                yield Problem(FILE, 0, f"{table}.{name}", what, "Exchange or mend them")
            elif not math.isnan(word.default) and not word.low <= word.default <= word.high:
                what = f"the default {word.default:g} lies outside {word.low:g} to {word.high:g}"
                yield Problem(FILE, 0, f"{table}.{name}.default", what, "Mend the default or the range")
    for name in (*form.actor_types, *form.ties):
        if name in RESERVED:
            yield Problem(FILE, 0, name, f"{name!r} is a word of kinds.csv", "Give the type or tie another name")
    yield from _order_faults(form.actor_types)
    yield from _family_faults(form.families)


def _role_faults(table: str, roles: Mapping[str, str], known: Collection[str]) -> Iterator[Problem]:
    holder: dict[str, str] = {}
    for name, role in roles.items():
        if not role:
            continue
        if role not in known:
            yield Problem(FILE, 0, f"{table}.{name}.role", f"unknown role {role!r}", f"Use one of {', '.join(known)}")
        elif role in holder:
            what = f"the role {role} is given to {holder[role]} already"
            yield Problem(FILE, 0, f"{table}.{name}.role", what, "Give each role to one word")
        holder.setdefault(role, name)


def _order_faults(types: Mapping[str, _ActorType]) -> Iterator[Problem]:
    other = ""
    for name, kind in types.items():
        if kind.sovereign and other:
            what = f"the sovereign type {name} stands after {other}, which is not"
            yield Problem(FILE, 0, f"actor_types.{name}", what, "Declare sovereign types first")
        if not kind.sovereign:
            other = name


def _family_faults(families: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    family: dict[str, str] = {}
    for name, kinds in families.items():
        for kind in kinds:
            if kind in family:
                what = f"the kind {kind} stands in the family {family[kind]} already"
                yield Problem(FILE, 0, f"families.{name}", what, "Name each kind once")
            family.setdefault(kind, name)
