"""Ensembles on disk: a folder of Parquet parts with a manifest of provenance; an unfinished one can be resumed.

SHA256SUMS holds a digest of the manifest and of each part, as `sha256sum --check` reads it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rapallo.errors import UsageError, first_fault
from rapallo.events.timeline import EVENT as EVENT_ROW
from rapallo.io.levels import LevelsFile
from rapallo.io.writing import not_written, write_whole
from rapallo.model.frailty import Levels
from rapallo.model.system import System
from rapallo.simulation.arm import Arm, Coefficients, prepare
from rapallo.simulation.ensemble import Ensemble, run_arm
from rapallo.simulation.log import EVENT
from rapallo.simulation.run import Run

PART = 100
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
# columns of `Ensemble.to_polars` that hold 0 or 1, in the order of the log
FLAGS = ("real", "secret", "whole", "void", "stays")


class _Manifest(BaseModel):
    """What identifies an ensemble: versions, record, model, parameters, dates, seed."""

    model_config = ConfigDict(extra="forbid")

    rapallo: str
    numpy: str
    numba: str
    python: str
    record: str
    record_digest: str
    model: dict[str, Any]
    model_digest: str
    coefficients: dict[str, dict[str, float]]
    levels: LevelsFile | None
    start: dt.date
    stop: dt.date
    seed: int
    runs: int = Field(ge=1)
    part: int = Field(ge=1)

    @property
    def parts(self) -> list[tuple[str, range]]:
        """Name of each part, and the numbers of its runs."""
        firsts = range(0, self.runs, self.part)
        return [
            (f"part-{n:05d}.parquet", range(first, min(first + self.part, self.runs))) for n, first in enumerate(firsts)
        ]


def write_ensemble(
    folder: Path,
    system: System,
    coefficients: Coefficients,
    start: dt.date,
    stop: dt.date,
    *,
    levels: Levels | None = None,
    runs: int,
    seed: int,
    workers: int = 2,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Simulate into `folder`, part by part, and return the number of runs that were there already.

    Each part of 100 runs is written under another name and then renamed, so what is there is whole. Called again
    with the same arguments it goes on where it stopped.

    Raises
    ------
    UsageError
        If the folder holds something else, an ensemble made otherwise or a damaged part, or cannot be written.
    """
    if runs < 1:
        raise UsageError(f"runs: {runs} is too few. Ask for at least 1.")
    arm = prepare(system, coefficients, start, stop, levels=levels)
    manifest = _manifest(arm, coefficients, runs, seed)
    kept = 0
    try:
        sums = _claimed(folder, manifest)
        for name, numbers in manifest.parts:
            path = folder / name
            if name in sums and path.exists():
                _intact(path, sums)
                kept += len(numbers)
                if progress:
                    progress(len(numbers))
                continue
            done = run_arm(arm, seed, numbers, workers=workers, progress=progress)
            buffer = io.BytesIO()
            Ensemble(arm, seed, done).to_polars().write_parquet(buffer)
            write_whole(path, buffer.getvalue())
            sums[name] = hashlib.sha256(buffer.getvalue()).hexdigest()
            _write_sums(folder, sums)
    except OSError as error:
        raise not_written(folder, error) from None
    return kept


def _manifest(arm: Arm, coefficients: Coefficients, runs: int, seed: int) -> _Manifest:
    system = arm.system
    return _Manifest(
        rapallo=version("rapallo"),
        numpy=version("numpy"),
        numba=version("numba"),
        python=platform.python_version(),
        record=system.record.name,
        record_digest=system.record.digest,
        model=system.model.plain(),
        model_digest=system.model.digest,
        coefficients={kind: dict(terms) for kind, terms in coefficients.items()},
        levels=None if arm.levels is None else LevelsFile.model_validate(arm.levels.plain()),
        start=arm.start,
        stop=arm.end,
        seed=seed,
        runs=runs,
        part=PART,
    )


def _claimed(folder: Path, manifest: _Manifest) -> dict[str, str]:
    """Write the manifest into an empty folder, or compare it with the one that is there; return the digests."""
    if (folder / MANIFEST).exists():
        there, sums = _read_manifest(folder)
        differs = [name for name in _Manifest.model_fields if getattr(there, name) != getattr(manifest, name)]
        if differs:
            raise UsageError(
                f"{folder} holds an ensemble made otherwise (different {', '.join(sorted(differs))}). "
                "Name another folder."
            )
        return sums
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is in use and holds no ensemble. Name a new or empty folder.")
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(manifest.model_dump(mode="json"), indent=1, sort_keys=True).encode() + b"\n"
    sums = {MANIFEST: hashlib.sha256(text).hexdigest()}
    _write_sums(folder, sums)
    write_whole(folder / MANIFEST, text)
    return sums


def _write_sums(folder: Path, sums: dict[str, str]) -> None:
    write_whole(folder / SUMS, "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode())


def _read_manifest(folder: Path) -> tuple[_Manifest, dict[str, str]]:
    """Return the manifest and the digests of the files in a folder."""
    path = folder / MANIFEST
    if not path.exists():
        raise UsageError(f"{folder} holds no {MANIFEST}. Make an ensemble with: rapallo simulate --out {folder}")
    repair = "Simulate again into another folder."
    try:
        sums = {name: digest for digest, name in map(str.split, (folder / SUMS).read_text("utf-8").splitlines())}
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder / SUMS}: cannot be read as digests of the files: {error}. {repair}") from None
    if sums.get(MANIFEST) != hashlib.sha256(path.read_bytes()).hexdigest():
        raise UsageError(f"{path} is not what was written: its SHA-256 is not that of {SUMS}. {repair}")
    try:
        return _Manifest.model_validate_json(path.read_bytes()), sums
    except ValidationError as error:
        raise UsageError(f"{path}: {first_fault(error)} {repair}") from None


def _intact(path: Path, sums: dict[str, str]) -> bytes:
    """Return what a part holds; UsageError if it is not what was written."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sums.get(path.name):
        raise UsageError(
            f"{path} is damaged: its SHA-256 is not that of {SUMS}. Delete it and give the same simulate command again."
        )
    return content


def read_ensemble(folder: Path, system: System) -> Ensemble:
    """Return the ensemble in a folder; its histories answer what they answered before they were written.

    Raises
    ------
    UsageError
        If the folder holds no ensemble, one of another record or model, an unfinished or a damaged one.
    """
    manifest, sums = _read_manifest(folder)
    for what, there, here in (
        ("record", manifest.record_digest, system.record.digest),
        ("model", manifest.model_digest, system.model.digest),
    ):
        if there != here:
            raise UsageError(
                f"{folder} was made with another {what} or version of it. Give the scenario with which it was made, "
                "or simulate again into another folder."
            )
    parts = [(folder / name, numbers) for name, numbers in manifest.parts if (folder / name).exists() and name in sums]
    if len(parts) < len(manifest.parts):
        raise UsageError(
            f"{folder} is unfinished: {len(parts)} of {len(manifest.parts)} parts. Run the same simulate command again."
        )
    levels = None if manifest.levels is None else manifest.levels.levels()
    arm = prepare(system, manifest.coefficients, manifest.start, manifest.stop, levels=levels)
    runs = [run for path, numbers in parts for run in _runs(arm, pl.read_parquet(_intact(path, sums)), numbers)]
    return Ensemble(arm, manifest.seed, runs)


def _runs(arm: Arm, frame: pl.DataFrame, numbers: range) -> list[Run]:
    """Return the runs of a part, one without events included."""
    record, rows = arm.system.record, arm.timeline.rows
    given = set(rows.event[rows.op == EVENT_ROW].tolist())
    places = {**record.index, "": -1}
    columns = [
        frame["kind"].replace_strict(record.kind_index, return_dtype=pl.Int64),
        frame["sender"].replace_strict(places, return_dtype=pl.Int64),
        frame["receiver"].replace_strict(places, return_dtype=pl.Int64),
        frame["given"],
        frame["event"],
        *(frame[name] for name in FLAGS),
        frame["treaty"],
        frame["of"],
    ]
    what = np.array([column.to_numpy().astype(np.int64) for column in columns])
    when = np.array([frame["time"].to_numpy(), frame["term"].to_numpy()])
    starts = np.searchsorted(frame["run"].to_numpy(), [*numbers, numbers.stop])
    found = []
    for number, first, last in zip(numbers, starts, starts[1:], strict=False):
        happened = what[:, first:last].copy()
        fallen = given - set(happened[EVENT].tolist())
        found.append(Run(number, happened, when[:, first:last].copy(), frozenset(fallen)))
    return found
