"""Two releases of a record, row by row: what was added, dropped and changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from rapallo.record.files import Files
from rapallo.record.schema import KEYS, schema
from rapallo.record.values import written


class Change(NamedTuple):
    """One row that differs: `what` is added, dropped or changed; `cells` gives (before, after) by column."""

    table: str
    key: str
    what: str
    cells: Mapping[str, tuple[str, str]]


def differences(old: Files, new: Files) -> list[Change]:
    """Return the rows in which two records differ, table by table, dropped and changed ones in the order of the old."""
    found = []
    for table in schema():
        before, after = _texts(old, table), _texts(new, table)
        for key, row in before.items():
            if key not in after:
                found.append(Change(table, key, "dropped", {n: (v, "") for n, v in row.items() if v}))
            elif row != after[key]:
                cells = {n: (row[n], after[key][n]) for n in row if row[n] != after[key][n]}
                found.append(Change(table, key, "changed", cells))
        for key, row in after.items():
            if key not in before:
                found.append(Change(table, key, "added", {n: ("", v) for n, v in row.items() if v}))
    return found


def _texts(files: Files, table: str) -> dict[str, dict[str, str]]:
    columns = schema()[table]

    def text(row: Mapping[str, Any]) -> dict[str, str]:
        return {c.name: written(row[c.name], c.type) for c in columns}

    rows = [text(row) for _, row in files.rows[table]]
    return {" ".join(row[name] for name in KEYS[table]): row for row in rows}
