"""A release as a Data Package: the CSV tables with their schema, types and keys in datapackage.json.

Reference: Data Package, Data Resource and Table Schema, version 1 (specs.frictionlessdata.io).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rapallo.io.release import Release, Table, folder_files, write_files, write_folder
from rapallo.record.schema import KEYS, Column
from rapallo.record.values import CHOICES

TYPES = {"date": "date", "number": "number", "integer": "integer"}


def write_datapackage(given: Release, out: Path) -> None:
    """Write a folder with datapackage.json and the tables; UsageError if it cannot be written.

    The folder can be read as a scenario, and exporting it again gives the same bytes.
    """
    files = folder_files(given)
    files["datapackage.json"] = (json.dumps(_package(given, files), indent=1, ensure_ascii=False) + "\n").encode()
    write_folder(out, lambda folder: write_files(folder, files))


def _package(given: Release, files: Mapping[str, bytes]) -> dict[str, Any]:
    about = given.about
    found: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": about.name.lower(),
        "title": about.title or about.name,
        "version": about.version,
        "licenses": [{"name": about.licence}] if about.licence else [],
        "digest": given.digest,
        "overrides": given.overrides,
        "resources": [_resource(table, files[f"{table.name}.csv"]) for table in given.tables],
    }
    return {name: value for name, value in found.items() if value not in ("", [])}


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    keys = KEYS[table.name]
    required = {c.name for c in table.columns if c.required}
    form: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if required.issuperset(keys):
        form["primaryKey"] = list(keys)
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": form,
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.type in CHOICES:
        constraints["enum"] = list(CHOICES[column.type])
    found = {"name": column.name, "type": TYPES.get(column.type, "string"), "description": column.meaning}
    if column.unit:
        found["description"] += f" ({column.unit})"
    return {**found, "constraints": constraints} if constraints else found
