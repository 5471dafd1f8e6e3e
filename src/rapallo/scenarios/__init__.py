"""Shipped systems. `load("soviet")` returns one: its record, its model, its questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from rapallo.errors import RecordError, UsageError
from rapallo.record.about import FILE, read_about
from rapallo.record.read import read_record
from rapallo.record.tables import Record, unknown

if TYPE_CHECKING:
    from rapallo.model.hypothesis import Model
    from rapallo.model.system import System


@dataclass(frozen=True)
class Scenario:
    """A record with the model and the questions that belong to it.

    Attributes
    ----------
    folder : Path
        Where the tables, model.toml and questions/ are.
    base : Path or None
        The folder of the record over which this one is laid; its model and questions serve where the folder has none.
    record : Record
        Read and checked on first use.
    """

    name: str
    folder: Path
    base: Path | None = None

    @cached_property
    def record(self) -> Record:
        """Return the record; RecordError if it breaks a rule."""
        return read_record(self.folder, self.base)

    def file(self, name: str) -> Path:
        """Return a file or folder of the scenario, or where it has none that of the record over which it is laid."""
        own = self.folder / name
        return own if self.base is None or own.exists() else self.base / name

    @cached_property
    def model(self) -> Model:
        """Return the scenario's model; ModelError if model.toml cannot be used."""
        from rapallo.model.hypothesis import Model

        return Model.from_toml(self.file("model.toml"))

    @cached_property
    def system(self) -> System:
        """Return the record bound to the model, or where the folder holds none to a model without effects."""
        from rapallo.model.hypothesis import Model
        from rapallo.model.system import System

        has_model = self.file("model.toml").exists()
        return System(self.record, self.model if has_model else Model({}))

    def models(self) -> dict[str, Path]:
        """Return its other models by name."""
        return {path.stem: path for path in sorted(self.file("models").glob("*.toml"))}

    def questions(self) -> dict[str, Path]:
        """Return the shipped questions by name."""
        return {path.stem: path for path in sorted(self.file("questions").glob("*.toml"))}


SHIPPED = ("soviet", "template")


def load(name: str = "soviet") -> Scenario:
    """Return a shipped scenario by name, or the scenario in a folder.

    A folder whose record.toml names a `base`, a shipped scenario or another folder (seen from this one), is laid over
    the record there.

    Raises
    ------
    UsageError
        If there is neither, or a base has a base of its own.
    """
    if name in SHIPPED:
        with as_file(files("rapallo.scenarios") / name) as folder:
            return Scenario(name, Path(folder))
    folder = Path(name)
    if not folder.is_dir():
        raise UsageError(f"{unknown('scenario', name, list(SHIPPED))} A folder with a record will do as well.")
    base = _base_of(folder)
    if not base:
        return Scenario(folder.name, folder)
    under = load(base if base in SHIPPED else str(folder / base))
    if under.base is not None:
        raise UsageError(
            f"{name} is laid over {base}, which is laid over a record itself. Name that record as the base."
        )
    return Scenario(folder.name, folder, under.folder)


def _base_of(folder: Path) -> str:
    """Return the base that a folder's record.toml names; empty if none, or if the file cannot be read as it is."""
    try:
        return read_about((folder / FILE).read_text("utf-8-sig")).base
    except (OSError, UnicodeDecodeError, RecordError):
        # reading the record says what is wrong
        return ""
