"""Ensembles on disk: a folder of Parquet parts with a manifest of provenance; an unfinished one can be resumed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from rapallo.errors import UsageError
from rapallo.model.specification import Model
from rapallo.record.tables import Record
from rapallo.simulate.ensemble import Ensemble, prepare, run_arm

PART = 100
MANIFEST = "manifest.json"


def provenance(
    record: Record,
    model: Model,
    coefficients: Mapping[str, Mapping[str, float]],
    start: dt.date,
    stop: dt.date,
    runs: int,
    seed: int,
) -> dict[str, Any]:
    """Return what identifies an ensemble: versions, record, model, parameters, dates, seed."""
    about = {
        "effects": {k: list(v) for k, v in model.effects.items()},
        "settings": model.settings._asdict(),
        "coefficients": {k: dict(v) for k, v in coefficients.items()},
    }
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()
    return {
        "rapallo": version("rapallo"),
        "numpy": version("numpy"),
        "numba": version("numba"),
        "python": platform.python_version(),
        "record": record.name,
        "record_digest": record.digest,
        "model_digest": digest,
        "start": start.isoformat(),
        "stop": stop.isoformat(),
        "seed": seed,
        "runs": runs,
        "part": PART,
        **about,
    }


def write_ensemble(
    folder: Path,
    record: Record,
    model: Model,
    coefficients: Mapping[str, Mapping[str, float]],
    start: dt.date,
    stop: dt.date,
    *,
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
        If the folder holds something else, or an ensemble made otherwise.
    """
    if runs < 1:
        raise UsageError(f"runs: {runs} is too few. Ask for at least 1.")
    arm = prepare(record, model, coefficients, start, stop)
    manifest = provenance(record, model, coefficients, start, stop, runs, seed)
    _claim(folder, manifest)
    kept = 0
    for number, first in enumerate(range(0, runs, PART)):
        numbers = range(first, min(first + PART, runs))
        path = folder / f"part-{number:05d}.parquet"
        if path.exists():
            kept += len(numbers)
            if progress:
                progress(len(numbers))
            continue
        done = run_arm(arm, seed, numbers, workers=workers, progress=progress)
        unfinished = path.with_suffix(".unfinished")
        Ensemble(record, arm, seed, start, stop, done).to_polars().write_parquet(unfinished)
        unfinished.replace(path)
    return kept


def _claim(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest into an empty folder, or compare it with the one that is there."""
    path = folder / MANIFEST
    if path.exists():
        there = json.loads(path.read_text("utf-8"))
        differs = sorted(k for k in manifest if there.get(k) != manifest[k])
        if differs:
            raise UsageError(
                f"{folder} holds an ensemble made otherwise (different {', '.join(differs)}). Name another folder."
            )
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is in use and holds no ensemble. Name a new or empty folder.")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_ensemble(folder: Path) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Return the events of all runs and the manifest.

    Raises
    ------
    UsageError
        If the folder holds no ensemble or the ensemble is unfinished.
    """
    path = folder / MANIFEST
    if not path.exists():
        raise UsageError(f"{folder} holds no {MANIFEST}. Make an ensemble with: rapallo simulate --out {folder}")
    manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
    parts = sorted(folder.glob("part-*.parquet"))
    wanted = -(-manifest["runs"] // manifest["part"])
    if len(parts) < wanted:
        raise UsageError(
            f"{folder} is unfinished: {len(parts)} of {wanted} parts. Run the same simulate command again."
        )
    return pl.concat([pl.read_parquet(p) for p in parts]), manifest
