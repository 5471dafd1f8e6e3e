"""A release as a folder of Parquet files, one for each table, with dates, numbers and lists of their own types."""

from __future__ import annotations

import json
from pathlib import Path

from rapallo.io.release import Release, Table, write_folder
from rapallo.record.values import written

LISTS = ("actors", "coverage", "consequences", "events")


def write_parquet(given: Release, out: Path) -> None:
    """Write a folder with a Parquet file for each table and about.json; UsageError if it cannot be written."""

    def fill(folder: Path) -> None:
        for table in given.tables:
            _write_table(folder, table)
        said = {**given.about.model_dump(mode="json"), "digest": given.digest, "overrides": given.overrides}
        (folder / "about.json").write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    write_folder(out, fill)


def _write_table(folder: Path, table: Table) -> None:
    import polars as pl

    types = {"date": pl.Date(), "number": pl.Float64(), "integer": pl.Int64()}
    data, kinds = {}, {}
    for c in table.columns:
        values = [row[c.name] for row in table.rows]
        if c.type in types:
            data[c.name], kinds[c.name] = values, types[c.type]
        elif c.type in LISTS:
            data[c.name], kinds[c.name] = [list(v) for v in values], pl.List(pl.String())
        else:
            data[c.name], kinds[c.name] = [written(v, c.type) for v in values], pl.String()
    pl.DataFrame(data, schema=kinds).write_parquet(folder / f"{table.name}.parquet")
