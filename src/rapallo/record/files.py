"""The files of a record's folder as parsed rows, and the rows of a folder of overrides laid over those of another."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from rapallo.errors import Problem, RecordError
from rapallo.record.about import FILE as ABOUT
from rapallo.record.about import About, read_about
from rapallo.record.schema import KEYS, Column, schema
from rapallo.record.values import BadValueError, parse, written
from rapallo.record.words import Rows
from rapallo.vocabulary.read import FILE as VOCABULARY
from rapallo.vocabulary.read import read_vocabulary
from rapallo.vocabulary.words import Vocabulary

REQUIRED_FILES = ("actors", "kinds", "events")
FILLED_FILES = ("actors", "kinds")
# what a cell of an override says for "empty" and, in the first column after the key, for "drop the row"
EMPTY, DROP = "-", "DROP"
Declared = TypeVar("Declared")


class Override(NamedTuple):
    """One thing in which a record differs from the one over which it is laid.

    `column` is empty where a whole row was added (`before` empty) or dropped (`after` empty).
    """

    table: str
    key: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Files:
    """What the files of a folder hold; nothing is checked yet that goes beyond a single cell."""

    about: About
    declared: Vocabulary | None
    rows: Rows
    digest: str
    overrides: tuple[Override, ...] = ()


def read_files(folder: Path, base: Path | None = None) -> Files:
    """Read the files of a record; with `base`, the folder holds overrides of the record there.

    Raises
    ------
    RecordError
        With every fault found: file, row, column, what is wrong and the repair.
    """
    under = None if base is None else read_files(base)
    if not folder.is_dir():
        raise RecordError([Problem(str(folder), 0, "", "is not a folder", "Name a folder that holds a record")])
    digest = hashlib.sha256(b"" if under is None else under.digest.encode())
    problems: list[Problem] = []
    about = _declared(folder / ABOUT, digest, problems, read_about)
    if about is None and not problems:
        problems.append(Problem(ABOUT, 0, "", "is missing", 'Add it with name = "...", begin and end dates'))
    declared = _declared(folder / VOCABULARY, digest, problems, read_vocabulary)
    rows: Rows = {}
    overrides: list[Override] = []
    for table, columns in schema().items():
        path = folder / f"{table}.csv"
        rows[table] = [] if under is None else under.rows[table]
        if path.exists():
            raw = path.read_bytes()
            digest.update(table.encode() + b"\0" + raw)
            if under is None:
                rows[table] = read_table(path.name, raw, columns, problems)
            else:
                rows[table] = _laid_over(table, raw, under.rows[table], problems, overrides)
            if table in FILLED_FILES and not rows[table] and not any(p.file == path.name for p in problems):
                problems.append(Problem(path.name, 0, "", "has no row", "Add one below the header"))
        elif table in REQUIRED_FILES and under is None:
            problems.append(Problem(path.name, 0, "", "is missing", "Add the file with its header"))
    if about is None or problems:
        raise RecordError(problems)
    if under is not None:
        about, declared = about.over(under.about), declared or under.declared
    return Files(about, declared, rows, digest.hexdigest(), tuple(overrides))


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
    known = {c.name: c for c in columns}
    needed = [c for c in columns if c.required and not c.default]
    found = []
    for line, given in _cells(file, raw, known, needed, problems):
        values = _values(file, line, given, known, problems)
        if values is not None:
            found.append((line, values))
    return found


def _cells(
    file: str, raw: bytes, known: Mapping[str, Column], needed: list[Column], problems: list[Problem]
) -> list[tuple[int, dict[str, str]]]:
    """Return (line number, stripped cells by column) per row that is not blank."""
    text = _decoded(file, raw, problems)
    if text is None:
        return []
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    found: list[tuple[int, dict[str, str]]] = []
    try:
        header = [name.strip() for name in next(reader, [])]
        if not _check_header(file, header, known, needed, problems):
            return []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                what = f"has {len(cells)} cells where the header has {len(header)}"
                repair = "Quote a cell that holds a comma, and give every column a cell"
                problems.append(Problem(file, reader.line_num, "", what, repair))
                continue
            found.append((reader.line_num, dict(zip(header, map(str.strip, cells), strict=True))))
    except csv.Error as error:
        repair = 'Close every quote and double inner ones ("")'
        problems.append(Problem(file, reader.line_num, "", f"is broken CSV: {error}", repair))
    return found


def _check_header(
    file: str, header: list[str], known: Mapping[str, Column], needed: list[Column], problems: list[Problem]
) -> bool:
    good = True
    for name in header:
        if name not in known:
            good = False
            problems.append(Problem(file, 1, name, f"unknown column {name!r}", f"Use only {', '.join(known)}"))
    for name in sorted({n for n in header if header.count(n) > 1}):
        good = False
        problems.append(Problem(file, 1, name, "the column stands twice", "Keep one of them"))
    for column in needed:
        if column.name not in header:
            good = False
            problems.append(Problem(file, 1, column.name, "the column is missing", f"Add it: {column.meaning}"))
    return good


def _values(
    file: str, line: int, given: Mapping[str, str], known: Mapping[str, Column], problems: list[Problem]
) -> dict[str, Any] | None:
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


def _laid_over(
    table: str,
    raw: bytes,
    under: list[tuple[int, dict[str, Any]]],
    problems: list[Problem],
    overrides: list[Override],
) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows of a table with those of an override in their place.

    A row of the override with the key of a row changes the cells that it fills (`-` empties one), or drops it if any
    of its cells is DROP; a row with another key is added at the end.
    """
    file, columns, keys = f"{table}.csv", schema()[table], KEYS[table]
    known = {c.name: c for c in columns}
    found = dict(enumerate(under))
    places = {_key(columns, keys, row): n for n, (_, row) in found.items()}
    added: list[tuple[int, dict[str, Any]]] = []
    for line, given in _cells(file, raw, known, [known[k] for k in keys], problems):
        key = " ".join(given[name] for name in keys)
        place = places.get(key)
        if place is None:
            values = _values(file, line, given, known, problems)
            if values is not None:
                added.append((line, values))
                overrides.append(Override(table, key, "", "", "added"))
            continue
        if DROP in given.values():
            del found[place]
            overrides.append(Override(table, key, "", "dropped", ""))
            continue
        before = {c.name: written(found[place][1][c.name], c.type) for c in columns}
        changed = {name: "" if text == EMPTY else text for name, text in given.items() if text}
        values = _values(file, line, {**before, **changed}, known, problems)
        if values is not None:
            after = {c.name: written(values[c.name], c.type) for c in columns}
            found[place] = (line, values)
            overrides += [Override(table, key, n, before[n], after[n]) for n in known if before[n] != after[n]]
    return [*found.values(), *added]


def _key(columns: tuple[Column, ...], keys: tuple[str, ...], row: Mapping[str, Any]) -> str:
    types = {c.name: c.type for c in columns}
    return " ".join(written(row[name], types[name]) for name in keys)
