"""A question: a start, a horizon, two or more arms and outcomes; read from TOML."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rapallo.ask.interventions import (
    Forbid,
    Force,
    Insert,
    Intervention,
    Set,
    SwitchOff,
    forbid_changes,
    force_changes,
    insert_changes,
    set_changes,
)
from rapallo.ask.outcomes import Outcome, check_outcome
from rapallo.errors import QuestionError, RapalloError
from rapallo.events.timeline import Change
from rapallo.record.clock import to_time
from rapallo.record.tables import Record, unknown


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
    seed: int = 1
    arms: tuple[ArmSpec, ...] = Field(min_length=1)
    outcomes: tuple[Outcome, ...] = Field(min_length=1)

    @classmethod
    def from_toml(cls, path: Path) -> Question:
        """Read a question.

        Raises
        ------
        QuestionError
            If the file cannot be read or does not fit: which key, what is wrong.
        """
        try:
            data = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise QuestionError(f"{path}: cannot be read as a question: {error}.") from None
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "the file"
            more = f" ({error.error_count() - 1} more)" if error.error_count() > 1 else ""
            raise QuestionError(f"{path}: {place}: {first['msg']}.{more} See docs/questions.md for the form.") from None

    def check(self, record: Record) -> None:
        """Refuse what does not fit the record: dates, actors, kinds, events. QuestionError says which."""
        if not record.begin <= self.start < self.until <= record.end:
            raise QuestionError(
                f"start {self.start} and until {self.until} do not lie in order within the record, "
                f"{record.begin} to {record.end}."
            )
        if self.fit_until is not None and self.fit_until > self.start:
            raise QuestionError(f"fit_until: {self.fit_until} is after the start; the model would know the future.")
        names = [arm.name for arm in self.arms]
        if len(set(names)) < len(names):
            raise QuestionError("arms: two have the same name.")
        for outcome in self.outcomes:
            check_outcome(record, outcome, self.start, self.until)
        for arm in self.arms:
            arranged(record, self, arm)


class Arranged(BaseModel):
    """An arm's interventions as changes: before the start, after it, events left out, effects scaled."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)
    history: tuple[Change, ...]
    future: tuple[Change, ...]
    dropped: frozenset[str]
    scaled: tuple[SwitchOff, ...]


def arranged(record: Record, question: Question, arm: ArmSpec) -> Arranged:
    """Return an arm's interventions sorted by what they do.

    Raises
    ------
    QuestionError
        Naming the arm and the intervention that does not fit.
    """
    history: list[Change] = []
    future: list[Change] = []
    dropped: set[str] = set()
    scaled: list[SwitchOff] = []
    for number, what in enumerate(arm.interventions, start=1):
        try:
            if isinstance(what, SwitchOff):
                scaled.append(_checked(record, what))
            elif isinstance(what, Forbid) and what.event is not None:
                record.event(what.event)
                dropped.add(what.event)
            else:
                changes = _changes(record, question, what)
                before = to_time(question.start + dt.timedelta(days=1))
                if any(c.time >= to_time(question.until + dt.timedelta(days=1)) for c in changes):
                    raise QuestionError("its date lies after the end of the simulation")
                history += [c for c in changes if c.time < before]
                future += [c for c in changes if c.time >= before]
        except RapalloError as error:
            raise QuestionError(f"arm {arm.name!r}, intervention {number} ({what.do}): {error}") from None
    return Arranged(history=tuple(history), future=tuple(future), dropped=frozenset(dropped), scaled=tuple(scaled))


def _changes(record: Record, question: Question, what: Insert | Forbid | Force | Set) -> list[Change]:
    if isinstance(what, Insert):
        return insert_changes(record, what)
    if isinstance(what, Force):
        if what.by <= question.start:
            raise QuestionError("force works after the start; use insert for the past")
        return force_changes(record, what)
    if isinstance(what, Forbid):
        return forbid_changes(record, what, question.start, question.until)
    return set_changes(record, what)


def _checked(record: Record, what: SwitchOff) -> SwitchOff:
    for kind in what.kinds:
        if kind not in record.kind_index:
            raise QuestionError(unknown("kind", kind, list(record.kind_index)))
    return what
