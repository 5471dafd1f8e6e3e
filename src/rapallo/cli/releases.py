"""rapallo data export and diff: a record as files for other programs, and what changed between two of them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rapallo.cli.common import JsonOption, ScenarioOption, console, print_json, scenario

if TYPE_CHECKING:
    from rapallo.record.files import Files


class Format(StrEnum):
    """Formats of a release."""

    datapackage = "datapackage"
    sqlite = "sqlite"
    parquet = "parquet"
    csv = "csv"


def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="New folder; for sqlite a file.")],
    scenario_name: ScenarioOption = "soviet",
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.datapackage,
) -> None:
    """Write the whole record for other programs, with schema, licence, version and digest.

    datapackage and csv are folders that `--scenario` reads again; exported again they are the same, byte for byte.
    parquet is a folder with one file for each table, sqlite a single file with the view `participants`.

    Examples:

        rapallo data export rapallo-data

        rapallo data export rapallo.sqlite --format sqlite
    """
    from rapallo.cli.common import file_to_write
    from rapallo.io.datapackage import write_datapackage
    from rapallo.io.parquet import write_parquet
    from rapallo.io.release import folder_files, release, write_files, write_folder
    from rapallo.io.sqlite import write_sqlite

    if form is Format.sqlite:
        file_to_write(out)
    chosen = scenario(scenario_name)
    given = release(chosen.folder, chosen.base)
    if form is Format.sqlite:
        write_sqlite(given, out)
    elif form is Format.parquet:
        write_parquet(given, out)
    elif form is Format.datapackage:
        write_datapackage(given, out)
    else:
        write_folder(out, lambda folder: write_files(folder, folder_files(given)))
    rows = sum(len(table.rows) for table in given.tables)
    about = given.about
    version = f" {about.version}" if about.version else ""
    console().print(
        f"{about.name}{version}: {len(given.tables)} tables, {rows:,} rows, digest {given.digest[:12]}: {out}"
    )


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A shipped scenario or a folder.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another one.")] = "soviet",
    table: Annotated[str | None, typer.Option(help="Only this table.")] = None,
    summary: Annotated[bool, typer.Option("--summary", help="Only count the rows.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show in which rows two records differ: added, dropped, and changed cell by cell.

    Examples:

        rapallo data diff older-release/ soviet --summary

        rapallo data diff soviet my-corrections/ --table events
    """
    from collections import Counter

    from rapallo.errors import UsageError
    from rapallo.record.differences import differences
    from rapallo.record.schema import schema
    from rapallo.record.tables import unknown

    if table is not None and table not in schema():
        raise UsageError(unknown("table", table, list(schema())))
    found = [c for c in differences(_files(old), _files(new)) if table in (None, c.table)]
    if as_json:
        print_json([c._asdict() for c in found])
        return
    out = console()
    if not summary:
        for change in found:
            out.print(f"{change.what:<8} {change.table}.csv {change.key}", soft_wrap=True)
            if change.what == "changed":
                for name, (before, after) in change.cells.items():
                    out.print(f"           {name}: {before or 'empty'} -> {after or 'empty'}", soft_wrap=True)
    counts = Counter((c.table, c.what) for c in found)
    for name in dict.fromkeys(c.table for c in found):
        parts = [f"{counts[name, what]} {what}" for what in ("added", "dropped", "changed") if counts[name, what]]
        out.print(f"{name}.csv: {', '.join(parts)}")
    if not found:
        out.print("No row differs.")


def _files(name: str) -> Files:
    from rapallo.record.files import read_files
    from rapallo.scenarios import load

    chosen = load(name)
    return read_files(chosen.folder, chosen.base)
