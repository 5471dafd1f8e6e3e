"""Plain relational events in continuous time: two CSV files, as used by relational event packages.

actors: label, then numeric attributes; events: time, sender, receiver (and increment, which must be 1). The result
is a record with one kind, `event`, observed from time 0 to the last event, in which nothing fades.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import math
from pathlib import Path

from rapallo.errors import Problem, RecordError
from rapallo.record.clock import EPOCH, to_date
from rapallo.record.rows import Actor, Covariate, Kind
from rapallo.record.tables import Event, Record
from rapallo.vocabulary.words import ActorType, CovariateName, Vocabulary


def read_relational_events(actors: Path, events: Path) -> Record:
    """Return the record in the two files.

    Raises
    ------
    RecordError
        If a file is missing, a column is absent, a number cannot be read, an actor is unknown or times fall.
    """
    problems: list[Problem] = []
    actor_rows = _rows(actors, ("label",), problems)
    event_rows = _rows(events, ("time", "sender", "receiver"), problems)
    if problems:
        raise RecordError(problems)
    labels = [row["label"] for _, row in actor_rows]
    covariates = []
    for line, row in actor_rows:
        for name, text in row.items():
            if name != "label":
                value = _number(actors, line, name, text, problems)
                covariates.append(Covariate(row["label"], name, EPOCH, value))
    happened, last = [], 0.0
    for line, row in event_rows:
        time = _number(events, line, "time", row["time"], problems)
        for side in ("sender", "receiver"):
            if row[side] not in labels:
                repair = f"Add it to {actors.name}"
                problems.append(Problem(events.name, line, side, f"unknown actor {row[side]!r}", repair))
        if time < last:
            problems.append(Problem(events.name, line, "time", f"{time} lies before {last}", "Sort by time"))
        if row.get("increment", "1") != "1":
            problems.append(Problem(events.name, line, "increment", "is not 1", "Give one row per event"))
        last = max(last, time)
        name = f"{row['sender']} to {row['receiver']}"
        happened.append(
            Event(f"e{line}", time, to_date(time), "day", "event", (row["sender"],), (row["receiver"],), name)
        )
    if problems:
        raise RecordError(problems)
    kind = Kind(
        name="event",
        role="modelled",
        consent=False,
        sender="any",
        receiver="any",
        coverage=("all",),
        risk="always",
        tie="",
        opens="",
        closes="",
        trust=0.0,
        threat=0.0,
        alarm=0.0,
        cameo="",
        plover="",
        goldstein=0.0,
        meaning="an event",
    )
    names = sorted({c.name for c in covariates})
    return Record(
        name=events.stem,
        begin=EPOCH,
        end=to_date(last) + dt.timedelta(days=1),
        vocabulary=Vocabulary(
            (ActorType("state", sovereign=True),), covariates=tuple(CovariateName(name) for name in names)
        ),
        actors=tuple(Actor(label, label, "state", EPOCH, None) for label in labels),
        kinds=(kind,),
        events=tuple(happened),
        covariates=tuple(covariates),
        ticks=False,
        digest=hashlib.sha256(actors.read_bytes() + b"\0" + events.read_bytes()).hexdigest(),
    )


def _rows(path: Path, needed: tuple[str, ...], problems: list[Problem]) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            for name in missing:
                problems.append(Problem(path.name, 1, name, "the column is missing", "Add it to the header"))
            return [] if missing else [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.append(Problem(path.name, 0, "", f"cannot be read: {error}", "Name a UTF-8 CSV file"))
        return []


def _number(path: Path, line: int, column: str, text: str, problems: list[Problem]) -> float:
    try:
        value = float(text)
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        problems.append(Problem(path.name, line, column, f"{text!r} is not a number", "Write digits with a point"))
        return 0.0
    return value
