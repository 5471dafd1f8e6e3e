"""Read a record from a folder of CSV files, refusing what does not fit the schema."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from rapallo.errors import Problem, RecordError
from rapallo.record.about import FILE as ABOUT
from rapallo.record.about import About, read_about
from rapallo.record.check import breaches, doubts
from rapallo.record.check.tables import Tables
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
from rapallo.record.words import Rows, complete
from rapallo.vocabulary.read import FILE as VOCABULARY
from rapallo.vocabulary.read import read_vocabulary

REQUIRED_FILES = ("actors", "kinds", "events")
FILLED_FILES = ("actors", "kinds")
Declared = TypeVar("Declared")


def read_record(folder: Path) -> Record:
    """Read, check and return the record in `folder`.

    The folder holds `record.toml` (name, begin, end) and one CSV per table: actors, kinds and events, and, where
    there are any, schedule, covariates, pairs, ties, absences, figures, sources, coding and rechecks. What the tables
    speak of is declared in `vocabulary.toml`; without it, it is taken from the tables.

    Raises
    ------
    RecordError
        With every breach found: file, row, column, what is wrong and the repair.
    """
    if not folder.is_dir():
        raise RecordError([Problem(str(folder), 0, "", "is not a folder", "Name a folder that holds a record")])
    digest = hashlib.sha256()
    problems: list[Problem] = []
    about = _declared(folder / ABOUT, digest, problems, read_about)
    if about is None and not problems:
        problems.append(Problem(ABOUT, 0, "", "is missing", 'Add it with name = "...", begin and end dates'))
    declared = _declared(folder / VOCABULARY, digest, problems, read_vocabulary)
    rows: Rows = {}
    for table, columns in schema().items():
        path = folder / f"{table}.csv"
        rows[table] = []
        if path.exists():
            raw = path.read_bytes()
            digest.update(table.encode() + b"\0" + raw)
            rows[table] = read_table(path.name, raw, columns, problems)
            if table in FILLED_FILES and not rows[table] and not any(p.file == path.name for p in problems):
                problems.append(Problem(path.name, 0, "", "has no row", "Add one below the header"))
        elif table in REQUIRED_FILES:
            problems.append(Problem(path.name, 0, "", "is missing", "Add the file with its header"))
    if about is None or problems:
        raise RecordError(problems)
    tables = Tables(rows, about.begin, about.end, complete(declared, rows))
    problems = breaches(tables)
    if problems:
        raise RecordError(problems)
    return _assemble(about, tables, digest.hexdigest())


def _declared(
    path: Path, digest: hashlib._Hash, problems: list[Problem], read: Callable[[str], Declared]
) -> Declared | None:
    """Return what a TOML file of the folder declares; None if there is none, or if it is faulty."""
    if not path.exists():
        return None
    raw = path.read_bytes()
    digest.update(path.name.encode() + b"\0" + raw)
    text = _decoded(path.name, raw, problems)
    try:
        return None if text is None else read(text)
    except RecordError as error:
        problems += error.problems
        return None


def _decoded(file: str, raw: bytes, problems: list[Problem]) -> str | None:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(Problem(file, line, "", "is not UTF-8 text", "Save the file as UTF-8"))
        return None


def read_table(
    file: str, raw: bytes, columns: tuple[Column, ...], problems: list[Problem]
) -> list[tuple[int, dict[str, Any]]]:
    """Parse one table; return (line number, values) per row and append what is wrong to `problems`."""
    text = _decoded(file, raw, problems)
    if text is None:
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
    given = dict(zip(header, map(str.strip, cells), strict=True))
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


def _assemble(about: About, tables: Tables, digest: str) -> Record:
    def values(table: str) -> list[dict[str, Any]]:
        return [value for _, value in tables[table]]

    types = tables.words.type_index
    return Record(
        name=about.name,
        title=about.title,
        begin=about.begin,
        end=about.end,
        vocabulary=tables.words,
        actors=tuple(sorted((Actor(**v) for v in values("actors")), key=lambda a: types[a.type])),
        kinds=tuple(_kind(v) for v in values("kinds")),
        events=tuple(sorted((_event(v) for v in values("events")), key=lambda e: e.time)),
        schedule=tuple(sorted((_event(v) for v in values("schedule")), key=lambda e: e.time)),
        covariates=tuple(sorted((Covariate(**v) for v in values("covariates")), key=lambda c: c.date)),
        pairs=tuple(sorted((PairValue(**v) for v in values("pairs")), key=lambda p: p.begin)),
        ties=tuple(sorted((InitialTie(**v) for v in values("ties")), key=lambda t: t.date)),
        absences=tuple(Absence(**v) for v in values("absences")),
        sources=tuple(Source(**v) for v in values("sources")),
        figures=tuple(Figure(**v) for v in values("figures")),
        coding=tuple(Coding(**v) for v in values("coding")),
        rechecks=tuple(Recheck(**v) for v in values("rechecks")),
        digest=digest,
        warnings=tuple(doubts(tables)),
    )
