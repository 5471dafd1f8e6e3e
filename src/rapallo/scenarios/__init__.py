"""Shipped systems. `load("soviet")` returns one: its record, its model, its questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from rapallo.errors import UsageError
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
    record : Record
        Read and checked on first use.
    """

    name: str
    folder: Path

    @cached_property
    def record(self) -> Record:
        """Return the record; RecordError if it breaks a rule."""
        return read_record(self.folder)

    @cached_property
    def model(self) -> Model:
        """Return the scenario's model; ModelError if model.toml cannot be used."""
        from rapallo.model.hypothesis import Model

        return Model.from_toml(self.folder / "model.toml")

    @cached_property
    def system(self) -> System:
        """Return the record bound to the model, or where the folder holds none to a model without effects."""
        from rapallo.model.hypothesis import Model
        from rapallo.model.system import System

        has_model = (self.folder / "model.toml").exists()
        return System(self.record, self.model if has_model else Model({}))

    def questions(self) -> dict[str, Path]:
        """Return the shipped questions by name."""
        return {path.stem: path for path in sorted((self.folder / "questions").glob("*.toml"))}


SHIPPED = ("soviet", "template")


def load(name: str = "soviet") -> Scenario:
    """Return a shipped scenario by name, or the scenario in a folder.

    Raises
    ------
    UsageError
        If there is neither.
    """
    if name in SHIPPED:
        with as_file(files("rapallo.scenarios") / name) as folder:
            return Scenario(name, Path(folder))
    folder = Path(name)
    if folder.is_dir():
        return Scenario(folder.name, folder)
    raise UsageError(f"{unknown('scenario', name, list(SHIPPED))} A folder with a record will do as well.")
