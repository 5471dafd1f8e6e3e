"""Read a record from a folder of CSV files, refusing what does not fit the schema."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rapallo.errors import Problem, RecordError
from rapallo.record.check import Rows, check
from rapallo.record.clock import to_time
from rapallo.record.schema import Column, schema
from rapallo.record.tables import (
    Absence,
    Actor,
    Coding,
    Covariate,
    Event,
    Figure,
    InitialTie,
    Kind,
    PairValue,
    Recheck,
    Record,
    Source,
)
from rapallo.record.values import BadValueError, parse

REQUIRED_FILES = ("actors", "kinds", "events")
_TYPE_ORDER = {"state": 0, "movement": 1, "organisation": 2}


def read_record(folder: Path) -> Record:
    """Read, check and return the record in `folder`.

    The folder holds `record.toml` (name, begin, end) and one CSV per table: actors, kinds and events, and, where
    there are any, schedule, covariates, pairs, ties, absences, figures, sources, coding and rechecks.

    Raises
    ------
    RecordError
        With every breach found: file, row, column, what is wrong and the repair.
    """
    if not folder.is_dir():
        raise RecordError([Problem(str(folder), 0, "", "is not a folder", "Name a folder that holds a record")])
    digest = hashlib.sha256()
    problems: list[Problem] = []
    about = _read_about(folder, problems)
    rows: Rows = {}
    for table, columns in schema().items():
        path = folder / f"{table}.csv"
        if not path.exists():
            if table in REQUIRED_FILES:
                problems.append(Problem(path.name, 0, "", "is missing", "Add the file with its header"))
            rows[table] = []
            continue
        raw = path.read_bytes()
        digest.update(table.encode() + b"\0" + raw)
        rows[table] = read_table(path.name, raw, columns, problems)
    if problems:
        raise RecordError(problems)
    problems = check(rows, about["begin"], about["end"])
    if problems:
        raise RecordError(problems)
    return _assemble(about, rows, digest.hexdigest())


def _read_about(folder: Path, problems: list[Problem]) -> dict[str, Any]:
    path = folder / "record.toml"
    about: dict[str, Any] = {"name": folder.name, "begin": dt.date.min, "end": dt.date.max}
    try:
        about |= tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        problems.append(Problem(path.name, 0, "", "is missing", 'Add it with name = "...", begin and end dates'))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(Problem(path.name, 0, "", f"is not valid TOML: {error}", "Mend the line named"))
    for key in ("begin", "end"):
        if type(about[key]) is not dt.date:
            problems.append(
                Problem(path.name, 0, key, f"{about[key]!r} is not a date", f"Write {key} = 1917-11-07, unquoted")
            )
    return about


def read_table(
    file: str, raw: bytes, columns: tuple[Column, ...], problems: list[Problem]
) -> list[tuple[int, dict[str, Any]]]:
    """Parse one table in UTF-8; return (line number, values) per row and append what is wrong to `problems`."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(Problem(file, line, "", "is not UTF-8 text", "Save the file as UTF-8"))
        return []
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    found: list[tuple[int, dict[str, Any]]] = []
    known = {c.name: c for c in columns}
    try:
        header = [name.strip() for name in next(reader, [])]
        if not _check_header(file, header, known, problems):
            return []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            values = _read_row(file, reader.line_num, header, cells, known, problems)
            if values is not None:
                found.append((reader.line_num, values))
    except csv.Error as error:
        problems.append(
            Problem(
                file,
                reader.line_num,
                "",
                f"is broken CSV: {error}",
                'Close every quote and double inner ones ("")',
            )
        )
    return found


def _check_header(file: str, header: list[str], known: Mapping[str, Column], problems: list[Problem]) -> bool:
    good = True
    for name in header:
        if name not in known:
            good = False
            problems.append(Problem(file, 1, name, f"unknown column {name!r}", f"Use only {', '.join(known)}"))
    for name in sorted({n for n in header if header.count(n) > 1}):
        good = False
        problems.append(Problem(file, 1, name, "the column stands twice", "Keep one of them"))
    for column in known.values():
        if column.required and not column.default and column.name not in header:
            good = False
            problems.append(Problem(file, 1, column.name, "the column is missing", f"Add it: {column.meaning}"))
    return good


def _read_row(
    file: str,
    line: int,
    header: list[str],
    cells: list[str],
    known: Mapping[str, Column],
    problems: list[Problem],
) -> dict[str, Any] | None:
    if len(cells) != len(header):
        problems.append(
            Problem(
                file,
                line,
                "",
                f"has {len(cells)} cells where the header has {len(header)}",
                "Quote a cell that holds a comma, and give every column a cell",
            )
        )
        return None
    given = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    values: dict[str, Any] = {}
    good = True
    for column in known.values():
        text = given.get(column.name) or column.default
        if column.required and not text:
            good = False
            problems.append(Problem(file, line, column.name, "is empty", f"Give it: {column.meaning}"))
            continue
        try:
            values[column.name] = parse(text, column.type)
        except BadValueError as error:
            good = False
            problems.append(Problem(file, line, column.name, error.what, error.repair))
    return values if good else None


def _event(values: Mapping[str, Any]) -> Event:
    claims = tuple(c.strip() for c in values["claims"].split(";") if c.strip())
    return Event(**{**values, "claims": claims, "time": to_time(values["date"])})


def _kind(values: Mapping[str, Any]) -> Kind:
    return Kind(**{**values, "consent": values["consent"] == "yes"})


def _assemble(about: Mapping[str, Any], rows: Rows, digest: str) -> Record:
    def values(table: str) -> list[dict[str, Any]]:
        return [value for _, value in rows[table]]

    actors = sorted((Actor(**v) for v in values("actors")), key=lambda a: _TYPE_ORDER[a.type])
    events = sorted((_event(v) for v in values("events")), key=lambda e: e.time)
    schedule = sorted((_event(v) for v in values("schedule")), key=lambda e: e.time)
    return Record(
        name=str(about["name"]),
        begin=about["begin"],
        end=about["end"],
        actors=tuple(actors),
        kinds=tuple(_kind(v) for v in values("kinds")),
        events=tuple(events),
        schedule=tuple(schedule),
        covariates=tuple(sorted((Covariate(**v) for v in values("covariates")), key=lambda c: c.date)),
        pairs=tuple(sorted((PairValue(**v) for v in values("pairs")), key=lambda p: p.begin)),
        ties=tuple(sorted((InitialTie(**v) for v in values("ties")), key=lambda t: t.date)),
        absences=tuple(Absence(**v) for v in values("absences")),
        sources=tuple(Source(**v) for v in values("sources")),
        figures=tuple(Figure(**v) for v in values("figures")),
        coding=tuple(Coding(**v) for v in values("coding")),
        rechecks=tuple(Recheck(**v) for v in values("rechecks")),
        digest=digest,
    )
