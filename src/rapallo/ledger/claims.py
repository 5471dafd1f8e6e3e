"""The claims of a scenario: one row of claims.csv each, read and checked against the record.

What the verdicts mean in numbers stands in docs/claims-protocol.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapallo.errors import Problem, RecordError, UsageError
from rapallo.record.files import read_table
from rapallo.record.schema import Column
from rapallo.record.tables import Event, Record, unknown

FILE = "claims.csv"
NOT_MEASURED = "not measured"
TESTS = ("rule", "estimate")
PREMISES = ("holds", "misdated", "loosely worded", "not in the record")
VERDICTS = (NOT_MEASURED, "shown", "supported", "undetermined", "contrary")

COLUMNS = (
    Column("id", "id", "", "", True, "Short name of the claim"),
    Column("system", "id", "", "", True, "Part of the narrative to which it belongs"),
    Column("title", "text", "", "", True, "Short title"),
    Column("claim", "text", "", "", True, "What is claimed, in one or two sentences"),
    Column("rows", "text", "", "", True, "Ids of the events on which it rests, separated by ;"),
    Column("test", "text", "", "", True, "rule (record and rules decide it) or estimate (a number does)"),
    Column("premise", "text", "", "", True, f"What the rows say of what it takes for granted: {', '.join(PREMISES)}"),
    Column("premise_note", "text", "", "", True, "Why, with the days of the rows that show it"),
    Column("measure", "text", "", "", True, "Kinds, actors, window, statistic and threshold by which it is measured"),
    Column("against", "text", "", "", True, "What result would count against it"),
    Column("verdict", "text", "", NOT_MEASURED, True, f"One of {', '.join(VERDICTS)}"),
    Column("effect", "number", "see measure", "", False, "Size of the effect, once measured"),
    Column("low", "number", "see measure", "", False, "Lower end of its 95 % interval"),
    Column("high", "number", "see measure", "", False, "Upper end of its 95 % interval"),
)
_CLOSED: Mapping[str, tuple[str, ...]] = {"test": TESTS, "premise": PREMISES, "verdict": VERDICTS}


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of the narrative; the fields are explained in COLUMNS.

    `effect`, `low` and `high` are None while the claim is not measured, and for good where a rule decides it.
    """

    id: str
    system: str
    title: str
    claim: str
    rows: tuple[str, ...]
    test: str
    premise: str
    premise_note: str
    measure: str
    against: str
    verdict: str
    effect: float | None
    low: float | None
    high: float | None

    def events(self, record: Record) -> list[Event]:
        """Return the events on which the claim rests, in order of time."""
        return sorted((record.event(name) for name in self.rows), key=lambda e: e.time)


def by_system(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Return the claims of each system, in the order in which claims and systems first appear."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.system, []).append(claim)
    return found


def read_claims(folder: Path, record: Record) -> tuple[Claim, ...]:
    """Read, check and return the claims in `folder`, in file order.

    Raises
    ------
    UsageError
        If the folder has no claims.csv.
    RecordError
        With every breach found: an unknown column, test, premise or verdict, an id given twice, a row that names no
        event of the record, an effect without an interval round it or without a verdict.
    """
    path = folder / FILE
    if not path.exists():
        raise UsageError(
            f"{record.name} has no claims: its folder holds no {FILE}. Its columns stand in docs/claims.md."
        )
    problems: list[Problem] = []
    rows = read_table(FILE, path.read_bytes(), COLUMNS, problems)
    claims = [(line, _claim(values)) for line, values in rows]
    first: dict[str, int] = {}
    for line, claim in claims:
        if claim.id in first:
            what = f"the id {claim.id!r} stands in row {first[claim.id]} already"
            problems.append(Problem(FILE, line, "id", what, "Give each claim its own"))
        first.setdefault(claim.id, line)
        problems += [Problem(FILE, line, *found) for found in _faults(claim, record)]
    if problems:
        raise RecordError(sorted(problems, key=lambda p: p.row))
    return tuple(claim for _, claim in claims)


def _claim(values: Mapping[str, Any]) -> Claim:
    rows = tuple(name.strip() for name in values["rows"].split(";") if name.strip())
    return Claim(**{**values, "rows": rows})


def _faults(claim: Claim, record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield column, what is wrong and the repair for each breach within one claim."""
    for column, allowed in _CLOSED.items():
        value = getattr(claim, column)
        if value not in allowed:
            yield column, f"{value!r} is no {column}", f"Use one of: {', '.join(allowed)}"
    for name in claim.rows:
        if name not in record.by_id:
            what, repair = unknown("event", name, list(record.by_id)).split(". ", 1)
            yield "rows", what, repair.rstrip(".")
    for name in sorted({name for name in claim.rows if claim.rows.count(name) > 1}):
        yield "rows", f"names {name!r} twice", "Keep one of them"
    yield from _result_faults(claim)


def _result_faults(claim: Claim) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with verdict, effect and interval taken together."""
    effect, low, high = claim.effect, claim.low, claim.high
    if effect is None and low is None and high is None:
        if claim.test == "estimate" and claim.verdict in {"shown", "supported", "contrary"}:
            yield "effect", f"is empty where the verdict is {claim.verdict}", "Give effect, low and high"
    elif claim.verdict == NOT_MEASURED:
        yield "effect", "is given where nothing is measured", "Empty effect, low and high, or give the verdict"
    elif effect is None or low is None or high is None:
        yield "effect", "stands without its whole interval", "Give effect, low and high, or none of them"
    elif not low <= effect <= high:
        yield "effect", f"{effect:g} does not lie within {low:g} to {high:g}", "Mend low, effect or high"
