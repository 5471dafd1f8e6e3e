"""A record as a release: its tables with the schema, what is said of it as a whole, and the files that go with it."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapallo.errors import UsageError
from rapallo.io.writing import not_written
from rapallo.record.about import FILE as ABOUT
from rapallo.record.about import About
from rapallo.record.files import read_files
from rapallo.record.schema import Column, schema
from rapallo.record.values import written
from rapallo.vocabulary.read import FILE as VOCABULARY

# what belongs to a scenario beside its tables, and is carried over as it is
COMPANIONS = (VOCABULARY, "model.toml", "claims.csv", "questions")


@dataclass(frozen=True)
class Table:
    """One table: its columns and its rows, each a mapping from column to value."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]

    def texts(self) -> Iterator[list[str]]:
        """Yield the rows as the cells of a CSV file."""
        for row in self.rows:
            yield [written(row[c.name], c.type) for c in self.columns]

    def csv(self) -> bytes:
        """Return the table as a CSV file: UTF-8, lines ended by a line feed, the columns in the schema's order."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(c.name for c in self.columns)
        writer.writerows(self.texts())
        return out.getvalue().encode()


@dataclass(frozen=True)
class Release:
    """What an exporter writes.

    Attributes
    ----------
    about
        What record.toml says, for a record laid over another together with it.
    overrides
        How many places of the record were changed by the folder laid over it.
    """

    about: About
    overrides: int
    tables: tuple[Table, ...]
    companions: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """SHA-256 of the names and contents of the files of `folder_files`: the same for every format."""
        found = hashlib.sha256()
        for name, content in sorted(folder_files(self).items()):
            found.update(name.encode() + b"\0" + str(len(content)).encode() + b"\0" + content)
        return found.hexdigest()


def release(folder: Path, base: Path | None = None) -> Release:
    """Return the release of the record in a folder, or of that folder laid over `base`; no rule is checked.

    Raises
    ------
    RecordError
        If a file cannot be read.
    """
    files = read_files(folder, base)
    tables = [Table(name, columns, tuple(row for _, row in files.rows[name])) for name, columns in schema().items()]
    return Release(
        files.about.model_copy(update={"base": ""}),
        len(files.overrides),
        tuple(table for table in tables if table.rows),
        dict(_companions(folder, base)),
    )


def _companions(folder: Path, base: Path | None) -> Iterator[tuple[str, bytes]]:
    for name in COMPANIONS:
        place = folder / name
        if base is not None and not place.exists():
            place = base / name
        if place.is_dir():
            yield from ((f"{name}/{path.name}", path.read_bytes()) for path in sorted(place.glob("*.toml")))
        elif place.exists():
            yield name, place.read_bytes()


def folder_files(given: Release) -> dict[str, bytes]:
    """Return the files of a release as a folder that is a scenario again."""
    said = given.about.model_dump(exclude_defaults=True)
    lines = [f"{name} = {_in_toml(value)}" for name, value in said.items()]
    found = {ABOUT: ("\n".join(lines) + "\n").encode(), **given.companions}
    return found | {f"{table.name}.csv": table.csv() for table in given.tables}


def _in_toml(value: object) -> str:
    """Return text in quotes, truth in lower case, and a day as it is."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def write_folder(out: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write the files of a new folder, which appears whole or not at all.

    Raises
    ------
    UsageError
        If something stands there that is no empty folder, or the system does not let it be written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} exists already. Name a folder that does not exist, or empty it.")
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as made:
            unfinished = Path(made) / out.name
            unfinished.mkdir()
            fill(unfinished)
            if out.exists():
                out.rmdir()
            shutil.move(unfinished, out)
    except OSError as error:
        raise not_written(out, error) from None


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by name into a folder, folders of theirs made as needed."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
