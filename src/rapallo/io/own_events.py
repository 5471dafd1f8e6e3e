"""A scholar's own events: one file with sender, receiver and time, and what can be inferred from it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rapallo.errors import Problem, RecordError, UsageError
from rapallo.io.own_columns import ROLES, Row, find_columns, read_rows
from rapallo.io.own_times import DATES, ORDER, Times, by_rows, read_times
from rapallo.record.values import NOT_AVAILABLE

KIND = "event"
# words of terms that count more than one kind
TAKEN = ("hostile", "friendly", "hostility", "cooperation")
# below this span, in years, nothing fades in the first model
SHORT = 1.0
HALF_LIVES = (0.4, 6)
LISTED = 8
# of so many rows no two share a type: then it is none
MANY = 10


@dataclass(frozen=True)
class OwnEvents:
    """What a file of events says, and what was inferred from it.

    Attributes
    ----------
    header, columns
        Names of all columns, and the column for each role.
    rows
        Line and cells of each event, in the order in which they happened.
    times
        When, in the order of `rows`.
    actors, kinds
        For each name in the file the id in the record.
    two_sided
        Whether no actor both sends and receives.
    left_out
        Why rows were left out -> their lines.
    """

    file: str
    header: tuple[str, ...]
    columns: Mapping[str, str]
    rows: tuple[Row, ...]
    times: Times
    actors: Mapping[str, str]
    kinds: Mapping[str, str]
    undirected: bool
    two_sided: bool
    left_out: Mapping[str, tuple[int, ...]]

    def cell(self, row: Mapping[str, str], role: str) -> str:
        """Return what a row says in the column of a role; empty if there is none."""
        return row[self.columns[role]] if role in self.columns else ""

    @property
    def weighted(self) -> bool:
        """Whether there are weights, and they differ."""
        return len({self.cell(row, "weight") for _, row in self.rows}) > 1

    @property
    def fading(self) -> bool:
        """Whether lengths of time mean enough for memory to fade."""
        return self.times.form != ORDER and self.times.years >= SHORT

    @property
    def terms(self) -> tuple[str, ...]:
        """Terms of every kind in the first model."""
        effects = ("inertia",) if self.undirected or self.two_sided else ("inertia", "reciprocity")
        arguments = HALF_LIVES if self.fading else ("form=log",)
        return tuple(f"{effect}({argument})" for effect in effects for argument in arguments)


def read_own_events(
    path: Path,
    *,
    undirected: bool = False,
    columns: Mapping[str, str] | None = None,
    year: float | None = None,
    in_order: bool = False,
) -> OwnEvents:
    """Return the events in a CSV or TSV file.

    Parameters
    ----------
    path
        The file: a header, then one row for each event.
    undirected
        Whether the two sides act together, so that their order says nothing.
    columns
        Columns by role (sender, receiver, time, type, weight) that are not to be looked for.
    year
        How many units of a time that is a number make a year; None to infer it.
    in_order
        Whether the order of the rows is all that is known of time.

    Raises
    ------
    RecordError
        If the file cannot be read, lacks a column, a time cannot be read, or no row is left.
    UsageError
        If an argument does not fit the file.
    """
    if year is not None and not 0 < year < float("inf"):
        raise UsageError(f"--year {year:g}: give a number above 0, how many units of time make a year.")
    if in_order and (year is not None or "time" in (columns or {})):
        raise UsageError("--in-order takes no time from the file. Leave out --year and --column time=..., or it.")
    header, rows = read_rows(path)
    found = find_columns(path.name, header, columns, in_order)
    kept, left_out = _kept(rows, found)
    if not kept:
        reasons = "; ".join(f"{why}: {len(lines)}" for why, lines in left_out.items())
        raise RecordError([Problem(path.name, 0, "", f"no row is left ({reasons})", "Give a row that is an event")])
    problems: list[Problem] = []
    if in_order:
        times = by_rows(len(kept))
    else:
        cells = [(line, row[found["time"]]) for line, row in kept]
        times = read_times(path.name, found["time"], cells, year, problems)
    if problems:
        raise RecordError(problems)
    kept, times = _sorted(kept, times)
    guessed = "type" in found and "type" not in (columns or {})
    if guessed and _are_numbers_of_rows([row[found["type"]] for _, row in kept]):
        del found["type"]
    senders, receivers = ({row[found[side]] for _, row in kept} for side in ("sender", "receiver"))
    types = Counter(row[found["type"]] for _, row in kept) if "type" in found else {KIND: 0}
    return OwnEvents(
        path.name,
        tuple(header),
        found,
        tuple(kept),
        times,
        _ids(sorted(senders | receivers), "actor"),
        _ids(sorted(types), "kind", TAKEN),
        undirected,
        not undirected and not senders & receivers,
        left_out,
    )


def _kept(rows: Iterable[Row], columns: Mapping[str, str]) -> tuple[list[Row], dict[str, tuple[int, ...]]]:
    """Return the rows that are events, and the lines of the others by the reason."""
    kept: list[Row] = []
    left_out: dict[str, list[int]] = {}
    for line, row in rows:
        empty = [role for role in ("sender", "receiver", "type") if role in columns and not row[columns[role]]]
        why = f"no {empty[0]}" if empty else ""
        if not why and "time" in columns and row[columns["time"]].lower() in {"", *NOT_AVAILABLE}:
            why = "no time"
        if not why and row[columns["sender"]] == row[columns["receiver"]]:
            why = "sender and receiver are one"
        if why:
            left_out.setdefault(why, []).append(line)
        else:
            kept.append((line, row))
    return kept, {why: tuple(lines) for why, lines in left_out.items()}


def _are_numbers_of_rows(types: list[str]) -> bool:
    """Return whether what was taken for types tells every row from every other, as a number of the row does."""
    return len(set(types)) == len(types) >= MANY


def _sorted(rows: list[Row], times: Times) -> tuple[list[Row], Times]:
    """Return rows and times by day, and within one by the hour or the number; what ties keeps the file's order."""
    order = sorted(range(len(rows)), key=lambda n: (times.days[n], times.within[n]))
    return [rows[n] for n in order], Times(
        times.form,
        tuple(times.days[n] for n in order),
        tuple(times.precision[n] for n in order),
        tuple(times.within[n] for n in order),
        times.rule,
    )


def _ids(names: Iterable[str], what: str, taken: Iterable[str] = ()) -> dict[str, str]:
    """Return an id for each name: the name itself where it is one, else its letters and digits."""
    used = {*taken}
    found: dict[str, str] = {}
    for name in names:
        letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        short = re.sub(r"[^A-Za-z0-9-]+", "_", letters).strip("_-") or what
        if what == "kind" and not short[0].isalpha():
            short = f"{what}_{short}"
        number, candidate = 1, short
        while candidate in used:
            number += 1
            candidate = f"{short}_{number}"
        used.add(candidate)
        found[name] = candidate
    return found


def summary(own: OwnEvents) -> dict[str, str]:
    """Return what was inferred from a file, as a sentence for each thing."""
    first, last = (_time(own, n) for n in (0, -1))
    aside = [name for name in own.header if name and name not in own.columns.values()]
    taken = [f"{role} from {own.columns[role]}" for role in ROLES if role in own.columns]
    lines = {why: f"{len(rows)} ({why}: line {_few(map(str, rows))})" for why, rows in own.left_out.items()}
    pairs = len(own.actors) * (len(own.actors) - 1)
    weights = "none"
    if "weight" in own.columns and not own.weighted:
        weights = f"none: {own.columns['weight']} is the same in every row"
    elif own.weighted:
        weights = f"dropped: every event counts once; {own.columns['weight']} is kept in the column note"
    direction = "directed, from sender to receiver (--undirected if the order of the two says nothing)"
    if own.undirected:
        direction, pairs = "undirected, as told", pairs // 2
    elif own.two_sided:
        direction = "directed; no actor both sends and receives, so senders and receivers are two types of actor"
        senders = len({own.cell(row, "sender") for _, row in own.rows})
        pairs = senders * (len(own.actors) - senders)
    same = sum(n for n in Counter(own.times.days).values() if n > 1)
    fades = "" if own.fading else "; nothing fades, for lengths of time mean too little here"
    return {
        "columns": ", ".join(taken) + (f"; left aside: {_few(aside)}" if aside else ""),
        "time": f"{own.times.form}: {own.times.rule}",
        "first and last": f"{first} and {last}",
        "on one day": f"{same} events share their day with another and keep the order of hour, number or file",
        "actors": f"{len(own.actors)}, {pairs:,} pairs{_renamed(own.actors, 'name in actors.csv')}",
        "kinds": f"{len(own.kinds)}: {_few(own.kinds.values())}{_renamed(own.kinds, 'meaning in kinds.csv')}",
        "events": f"{len(own.rows):,}",
        "direction": direction,
        "weights": weights,
        "rows left out": "; ".join(lines.values()) or "none",
        "first model": f"for every kind {', '.join(own.terms)}{fades}",
    }


def _time(own: OwnEvents, place: int) -> str:
    """Return the time of an event as a day and, where that is not all, as the file has it."""
    day, text = own.times.days[place].isoformat(), own.cell(own.rows[place][1], "time")
    return day if own.times.form == DATES or not text else f"{day} ({text})"


def _renamed(ids: Mapping[str, str], where: str) -> str:
    """Say how many names were no ids, and where they are kept."""
    number = sum(name != id_ for name, id_ in ids.items())
    return f"; {number} written otherwise than in the file, whose word is the {where}" if number else ""


def _few(names: Iterable[str]) -> str:
    """Return names in a row, of many the first."""
    listed = list(names)
    more = f" and {len(listed) - LISTED} more" if len(listed) > LISTED else ""
    return ", ".join(listed[:LISTED]) + more
