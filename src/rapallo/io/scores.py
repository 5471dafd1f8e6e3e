"""Scores on disk: a folder of Parquet with a manifest, so that a long run goes on where it stopped.

Each origin of each model has a folder of its own with a table a file; done.json, written last, says that it is whole.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rapallo.errors import UsageError
from rapallo.io.fits import kept_fit
from rapallo.io.writing import not_written, write_whole
from rapallo.model.hypothesis import Model
from rapallo.record.tables import Record
from rapallo.scoring.score import Scores, score
from rapallo.scoring.tally import Baseline
from rapallo.theory.kernels import source_digest

MANIFEST, DONE = "manifest.json", "done.json"
TABLES = ("events", "expected", "horizons")


class _Manifest(BaseModel):
    """What all scores of a folder have in common."""

    model_config = ConfigDict(extra="forbid", strict=True)

    rapallo: str
    numpy: str
    code: str
    record: str
    record_digest: str


class _Done(BaseModel):
    """What the scores of one origin are of, and the SHA-256 of each table."""

    model_config = ConfigDict(extra="forbid", strict=True)

    model: str
    origin: str
    years: float
    missed: int = Field(ge=0)
    sums: dict[str, str]


def kept_score(folder: Path | None, record: Record, model: Model | Baseline, origin: dt.date, years: float) -> Scores:
    """Return the scores of one origin, read from the folder if they are there, and otherwise made and kept there.

    The same means: record, model, origin, years, version and code of the package. What is damaged or unfinished is made
    anew. Without a folder nothing is kept but the fit.

    Raises
    ------
    UsageError
        If the folder holds something else, or scores of another record or version, or cannot be written.
    """
    if folder is None:
        return score(record, model, [origin], years, fitting=kept_fit)
    try:
        _claim(folder, record)
        own = folder / f"{model.digest[:16]}-{origin.isoformat()}-{years:g}"
        found = _read(own, model.digest, origin, years)
        if found is None:
            found = score(record, model, [origin], years, fitting=kept_fit)
            _write(own, found, model.digest, origin, years)
    except OSError as error:
        raise not_written(folder, error) from None
    return found


def _claim(folder: Path, record: Record) -> None:
    """Write the manifest into an empty folder, or compare it with the one that is there."""
    manifest = _Manifest(
        rapallo=version("rapallo"),
        numpy=np.__version__,
        code=source_digest(),
        record=record.name,
        record_digest=record.digest,
    )
    path = folder / MANIFEST
    if path.exists():
        try:
            there = _Manifest.model_validate_json(path.read_bytes())
        except ValidationError:
            raise UsageError(f"{folder} is in use and holds no scores. Name a new or empty folder.") from None
        differs = [name for name in _Manifest.model_fields if getattr(there, name) != getattr(manifest, name)]
        if differs:
            raise UsageError(
                f"{folder} holds scores made otherwise (different {', '.join(differs)}). Name another folder."
            )
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is in use and holds no scores. Name a new or empty folder.")
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(manifest.model_dump(), indent=1).encode() + b"\n")


def _read(own: Path, model: str, origin: dt.date, years: float) -> Scores | None:
    """Return the scores in a folder; None if there are none, or not whole."""
    try:
        done = _Done.model_validate_json((own / DONE).read_bytes())
        contents = [(own / f"{name}.parquet").read_bytes() for name in TABLES]
    except (OSError, ValidationError):
        return None
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in zip(TABLES, contents, strict=True)}
    if (done.model, done.origin, done.years, done.sums) != (model, origin.isoformat(), years, sums):
        return None
    events, expected, horizons = (pl.read_parquet(io.BytesIO(content)) for content in contents)
    return Scores(events, expected, horizons, done.missed)


def _write(own: Path, scores: Scores, model: str, origin: dt.date, years: float) -> None:
    """Write the scores of one origin, and last that they are whole."""
    own.mkdir(parents=True, exist_ok=True)
    sums = {}
    for name in TABLES:
        buffer = io.BytesIO()
        getattr(scores, name).write_parquet(buffer)
        write_whole(own / f"{name}.parquet", buffer.getvalue())
        sums[name] = hashlib.sha256(buffer.getvalue()).hexdigest()
    done = _Done(model=model, origin=origin.isoformat(), years=years, missed=scores.missed, sums=sums)
    write_whole(own / DONE, json.dumps(done.model_dump(), indent=1).encode() + b"\n")
