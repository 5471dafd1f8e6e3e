"""The columns of a scholar's own file of events: what is said with each, whatever its name."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rapallo.errors import Problem, RecordError, UsageError

DELIMITERS = ",\t;"
# a sender and a receiver are looked for together, so that a column `source` that names a book is not taken for one
SIDES = (
    ("sender", "receiver"),
    ("from", "to"),
    ("actor1", "actor2"),
    ("actora", "actorb"),
    ("sidea", "sideb"),
    ("actor1code", "actor2code"),
    ("actor1name", "actor2name"),
    ("state1", "state2"),
    ("statea", "stateb"),
    ("country1", "country2"),
    ("initiator", "target"),
    ("source", "target"),
    ("sourcename", "targetname"),
    ("src", "dst"),
    ("ego", "alter"),
    ("i", "j"),
)
TIMES = (
    *("time", "date", "day", "eventdate", "startdate", "start", "when", "timestamp", "sqldate", "t", "year"),
    *("order", "rank", "step", "sequence", "seq"),
)
TYPES = ("type", "kind", "eventtype", "eventkind", "cameo", "cameocode", "eventcode", "category", "action", "event")
WEIGHTS = ("weight", "increment", "goldstein", "goldsteinscale", "intensity", "value", "w")
ROLES = ("sender", "receiver", "time", "type", "weight")
NEEDED = ("sender", "receiver", "time")
Row = tuple[int, dict[str, str]]


def plain(name: str) -> str:
    """Return the name of a column as it is compared: letters and digits in lower case."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _one_line(cell: str) -> str:
    """Return a cell without line ends, and without blanks at its ends."""
    return " ".join(cell.split())


def read_rows(path: Path) -> tuple[list[str], list[Row]]:
    """Return the header of a file with commas, tabs or semicolons, and (line, cells by column) of its rows.

    Raises
    ------
    RecordError
        If the file cannot be read, is no UTF-8 text, holds a broken line, or no row.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise RecordError([Problem(str(path), 0, "", what, "Name a CSV file with a header")]) from None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise RecordError([Problem(path.name, line, "", "is not UTF-8 text", "Save the file as UTF-8")]) from None
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, problems = [], []
    try:
        header = [_one_line(name) for name in next(reader, [])]
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                what = f"has {len(cells)} cells where the header has {len(header)}"
                repair = "Quote a cell that holds the delimiter, and give every column a cell"
                problems.append(Problem(path.name, reader.line_num, "", what, repair))
            rows.append((reader.line_num, dict(zip(header, map(_one_line, cells), strict=False))))
    except csv.Error as error:
        repair = 'Close every quote and double inner ones ("")'
        problems.append(Problem(path.name, reader.line_num, "", f"is broken CSV: {error}", repair))
    if not rows and not problems:
        problems.append(Problem(path.name, 0, "", "has no row", "Give a header and a row for each event"))
    if problems:
        raise RecordError(problems)
    return header, rows


def find_columns(
    file: str, header: list[str], given: Mapping[str, str] | None = None, in_order: bool = False
) -> dict[str, str]:
    """Return the column for each role: sender, receiver, time, and type and weight where there is one.

    Parameters
    ----------
    file
        Name of the file, for messages.
    given
        Columns by role that need not be looked for.
    in_order
        Whether the order of the rows stands for the time, so that no column is needed or taken for it.

    Raises
    ------
    RecordError
        If a needed column is not found, or one stands twice.
    UsageError
        If `given` names a role or a column that does not exist, or one column twice.
    """
    found = _given(header, given or {})
    names: dict[str, str] = {}
    for name in header:
        if name not in found.values():
            names.setdefault(plain(name), name)
    if not {"sender", "receiver"} & set(found):
        for pair in SIDES:
            if set(pair) <= set(names):
                found |= {"sender": names[pair[0]], "receiver": names[pair[1]]}
                break
    wanted: dict[str, Sequence[str]] = {
        "sender": [pair[0] for pair in SIDES],
        "receiver": [pair[1] for pair in SIDES],
        "time": [] if in_order else TIMES,
        "type": TYPES,
        "weight": WEIGHTS,
    }
    for role, synonyms in wanted.items():
        free = {short: name for short, name in names.items() if name not in found.values()}
        known = [free[short] for short in synonyms if short in free]
        if role not in found and known:
            found[role] = known[0]
    problems = list(_missing(file, header, found, wanted, in_order))
    for name in sorted(set(found.values())):
        if header.count(name) > 1:
            problems.append(Problem(file, 1, name, "the column stands twice", "Keep one of them"))
    if problems:
        raise RecordError(problems)
    return {role: found[role] for role in ROLES if role in found}


def _given(header: list[str], given: Mapping[str, str]) -> dict[str, str]:
    for role, name in given.items():
        if role not in ROLES:
            raise UsageError(f"--column {role}={name}: {role!r} is no role. Use one of {', '.join(ROLES)}.")
        if name not in header:
            raise UsageError(f"--column {role}={name}: there is no such column. Found: {', '.join(header)}.")
        if list(given.values()).count(name) > 1:
            raise UsageError(f"--column {role}={name}: the column is given twice. Give each to one role.")
    return dict(given)


def _missing(
    file: str,
    header: list[str],
    found: Mapping[str, str],
    wanted: Mapping[str, Sequence[str]],
    rows: bool,
) -> Iterator[Problem]:
    """Yield a problem for each needed column that was not found, with the nearest name."""
    left = {plain(name): name for name in header if name and name not in found.values()}
    for role in NEEDED:
        if role in found or (role == "time" and rows):
            continue
        near = [m for word in wanted[role] for m in difflib.get_close_matches(word, list(left), n=1, cutoff=0.6)]
        repair = f"Name it {role}, or say --column {role}=NAME"
        if near:
            name = left[near[0]]
            repair = f"If {name!r} is meant, rename it to {role}, or say --column {role}={name}"
        if role == "time":
            repair += "; if the rows stand in the order in which they happened, --in-order will do"
        yield Problem(file, 1, "", f"has no column for the {role}; found: {', '.join(header)}", repair)
