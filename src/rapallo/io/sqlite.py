"""A release as one SQLite file: the tables, what the release is, and a view of who takes part in what."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from rapallo.io.release import Release, Table
from rapallo.io.writing import not_written, write_whole
from rapallo.record.schema import KEYS
from rapallo.record.values import written

TYPES = {"number": "REAL", "integer": "INTEGER"}
# one row for each actor of each event, taken from the lists of both sides
PARTICIPANTS = """
CREATE VIEW participants AS
WITH RECURSIVE
  sides(event, side, rest) AS (
    SELECT id, 'a', side_a || ';' FROM events UNION ALL SELECT id, 'b', side_b || ';' FROM events WHERE side_b <> ''
    {more}
  ),
  split(event, side, actor, rest) AS (
    SELECT event, side, substr(rest, 1, instr(rest, ';') - 1), substr(rest, instr(rest, ';') + 1) FROM sides
    UNION ALL
    SELECT event, side, substr(rest, 1, instr(rest, ';') - 1), substr(rest, instr(rest, ';') + 1) FROM split
    WHERE rest <> ''
  )
SELECT event, side, actor FROM split
"""
SCHEDULED = """UNION ALL SELECT id, 'a', side_a || ';' FROM schedule
    UNION ALL SELECT id, 'b', side_b || ';' FROM schedule WHERE side_b <> ''"""


def write_sqlite(given: Release, out: Path) -> None:
    """Write a release into a file that SQLite opens; UsageError if it cannot be written.

    Dates are text, YYYY-MM-DD; lists are text with `;` between the names; empty cells are NULL in columns of numbers
    and dates, and empty text in the others. The table `about` holds name, title, version, licence, digest and the
    number of overrides.
    """
    try:
        with tempfile.TemporaryDirectory() as made:
            path = Path(made) / "release.sqlite"
            connection = sqlite3.connect(path)
            try:
                _fill(connection, given)
            finally:
                connection.close()
            write_whole(out, path.read_bytes())
    except OSError as error:
        raise not_written(out, error) from None


def _fill(connection: sqlite3.Connection, given: Release) -> None:
    about = given.about
    said = {
        "name": about.name,
        "title": about.title,
        "version": about.version,
        "licence": about.licence,
        "begin": str(about.begin),
        "end": str(about.end),
        "digest": given.digest,
        "overrides": str(given.overrides),
    }
    with connection:
        connection.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT)")
        connection.executemany("INSERT INTO about VALUES (?, ?)", said.items())
        connection.execute(
            "CREATE TABLE columns_of (table_name TEXT, column_name TEXT, type TEXT, unit TEXT, meaning TEXT)"
        )
        for table in given.tables:
            _write_table(connection, table)
        names = {table.name for table in given.tables}
        if "events" in names:
            connection.execute(PARTICIPANTS.format(more=SCHEDULED if "schedule" in names else ""))


def _write_table(connection: sqlite3.Connection, table: Table) -> None:
    columns = ", ".join(f'"{c.name}" {TYPES.get(c.type, "TEXT")}' for c in table.columns)
    keys = ", ".join(f'"{name}"' for name in KEYS[table.name])
    connection.execute(f'CREATE TABLE "{table.name}" ({columns}, PRIMARY KEY ({keys}))')
    places = ", ".join("?" * len(table.columns))
    rows = (
        [row[c.name] if c.type in TYPES else None if row[c.name] is None else written(row[c.name], c.type)
         for c in table.columns]
        for row in table.rows
    )  # fmt: skip
    connection.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', rows)
    described = [(table.name, c.name, c.type, c.unit, c.meaning) for c in table.columns]
    connection.executemany("INSERT INTO columns_of VALUES (?, ?, ?, ?, ?)", described)
