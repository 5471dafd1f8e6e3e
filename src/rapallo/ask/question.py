"""A question: a start, a horizon, two or more arms and outcomes; read from TOML."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rapallo.ask.interventions import (
    Forbid,
    Force,
    Insert,
    Intervention,
    SwitchOff,
    forbid_changes,
    force_changes,
    inserted_event,
    known_kind,
    set_changes,
)
from rapallo.ask.outcomes import Outcome, check_outcome
from rapallo.errors import QuestionError, RapalloError, first_fault
from rapallo.events.timeline import Change
from rapallo.model.system import System
from rapallo.record.tables import Event, unknown


class ArmSpec(BaseModel):
    """One arm: a name and what is made different in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    interventions: tuple[Intervention, ...] = ()


class Question(BaseModel):
    """What is asked.

    Attributes
    ----------
    start : date
        The record is replayed to the end of this day; then histories diverge.
    until : date
        The last day simulated.
    fit_until : date or None
        Last day of the record on which the model is fitted; default: the start, so nothing is known of the future.
    arms
        The first is the one that others are compared with.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    text: str = ""
    start: dt.date
    until: dt.date
    fit_until: dt.date | None = None
    runs: int = Field(default=1000, ge=1)
    seed: int = Field(default=1, ge=0)
    arms: tuple[ArmSpec, ...] = Field(min_length=1)
    outcomes: tuple[Outcome, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Question:
        if self.until <= self.start:
            raise ValueError(f"until {self.until} does not lie after start {self.start}")
        if self.fit_until is not None and self.fit_until > self.start:
            raise ValueError(f"fit_until {self.fit_until} is after the start; the model would know the future")
        for what, names in (("arms", [a.name for a in self.arms]), ("outcomes", [o.name for o in self.outcomes])):
            doubled = next((n for n in names if names.count(n) > 1), None)
            if doubled is not None:
                raise ValueError(f"two {what} have the name {doubled!r}; give each its own")
        return self

    @classmethod
    def from_toml(cls, path: Path) -> Question:
        """Read a question.

        Raises
        ------
        QuestionError
            If the file cannot be read or does not fit: which key, what is wrong.
        """
        try:
            data = tomllib.loads(path.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise QuestionError(f"{path}: cannot be read as a question: {error}.") from None
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise QuestionError(f"{path}: {first_fault(error)} See docs/questions.md for the form.") from None

    def check(self, system: System) -> None:
        """Refuse what does not fit the system: dates, actors, kinds, events, values. QuestionError says which."""
        record = system.record
        if not (record.begin <= self.start and self.until <= record.end):
            raise QuestionError(
                f"start {self.start} and until {self.until} do not lie within the record, {record.begin} to "
                f"{record.end}."
            )
        for outcome in self.outcomes:
            check_outcome(record, outcome, self.start, self.until)
        for arm in self.arms:
            arranged(system, self, arm)


@dataclass(frozen=True)
class Arranged:
    """An arm's interventions by what they do: events put in, other changes, events left out, effects scaled."""

    inserted: tuple[Event, ...]
    changes: tuple[Change, ...]
    dropped: frozenset[str]
    scaled: tuple[SwitchOff, ...]


def arranged(system: System, question: Question, arm: ArmSpec) -> Arranged:
    """Return an arm's interventions sorted by what they do.

    Raises
    ------
    QuestionError
        Naming the arm and the intervention that does not fit.
    """
    record = system.record
    inserted: list[Event] = []
    changes: list[Change] = []
    dropped: set[str] = set()
    scaled: list[SwitchOff] = []
    for number, what in enumerate(arm.interventions, start=1):
        try:
            _in_time(system, question, what)
            if isinstance(what, Insert):
                inserted.append(inserted_event(record, what, number, question.start))
            elif isinstance(what, Forbid) and what.event is not None:
                dropped.add(record.event(what.event).id)
            elif isinstance(what, Forbid):
                changes += forbid_changes(record, what, question.start, question.until)
            elif isinstance(what, Force):
                changes += force_changes(system, what, question.start)
            elif isinstance(what, SwitchOff):
                scaled.append(_checked(system, what))
            else:
                changes += set_changes(system, what)
        except RapalloError as error:
            text = str(error).rstrip(".")
            raise QuestionError(f"arm {arm.name!r}, intervention {number} ({what.do}): {text}.") from None
    return Arranged(tuple(inserted), tuple(changes), frozenset(dropped), tuple(scaled))


def _in_time(system: System, question: Question, what: Intervention) -> None:
    """Refuse an intervention before the record or after the end of the simulation."""
    day = getattr(what, "date", None) or getattr(what, "by", None)
    if day is not None and day < system.record.begin:
        raise QuestionError(f"{day} lies before the record, which begins on {system.record.begin}")
    if day is not None and day > question.until:
        raise QuestionError(f"{day} lies after the end of the simulation, {question.until}")


def _checked(system: System, what: SwitchOff) -> SwitchOff:
    from rapallo.model.terms import looks

    for kind in what.kinds:
        known_kind(system.record, kind)
    used = {look.effect.name for part in system.design.statistics for look in looks(part)}
    if what.effect not in used:
        raise QuestionError(unknown("effect in the model", what.effect, sorted(used)))
    return what
