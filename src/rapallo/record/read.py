"""Read a record from a folder of CSV files, refusing what does not fit the schema or breaks a rule."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rapallo.errors import RecordError
from rapallo.record.check import breaches, doubts
from rapallo.record.check.tables import Tables
from rapallo.record.clock import to_time
from rapallo.record.diplomacy import Identity, Negotiation, Party, Stage, TreatyRow
from rapallo.record.files import Files, read_files
from rapallo.record.rows import (
    Absence,
    Actor,
    Coding,
    Covariate,
    Figure,
    InitialTie,
    Judgement,
    Kind,
    PairValue,
    Recheck,
    Source,
)
from rapallo.record.tables import Event, Record
from rapallo.record.words import complete


def read_record(folder: Path, base: Path | None = None) -> Record:
    """Read, check and return the record in `folder`.

    The folder holds `record.toml` (name, begin, end) and one CSV per table: actors, kinds and events, and, where
    there are any, schedule, treaties, negotiations, stages, covariates, pairs, ties, absences, figures, sources,
    identities, coding and rechecks. What the tables speak of is declared in `vocabulary.toml`; without it, it is
    taken from the tables.

    With `base` the folder holds what differs from the record there: rows that have the key of a row of that record
    and change the cells that they fill, rows to be added, rows to be dropped.

    Raises
    ------
    RecordError
        With every breach found: file, row, column, what is wrong and the repair.
    """
    files = read_files(folder, base)
    begin, end = files.about.checked()
    tables = Tables(files.rows, begin, end, complete(files.declared, files.rows))
    problems = breaches(tables)
    if problems:
        raise RecordError(problems)
    return _assemble(files, tables)


def _event(values: Mapping[str, Any]) -> Event:
    claims = tuple(c.strip() for c in values["claims"].split(";") if c.strip())
    return Event(**{**values, "claims": claims, "time": to_time(values["date"])})


def _treaty(values: Mapping[str, Any]) -> TreatyRow:
    parties = tuple(Party(*party) for party in values["parties"])
    return TreatyRow(**{**values, "parties": parties, "secret": values["secret"] == "yes"})


def _pointing(values: dict[str, Any], treaties: Mapping[str, TreatyRow]) -> dict[str, Any]:
    """Return the values of an event with what its treaty gives: its clauses, or that the event joins or ends it."""
    treaty = treaties.get(values["treaty"])
    if treaty is None:
        return values
    if treaty.id == values["id"]:
        given = treaty.written()
    elif treaty.kind == values["kind"]:
        given = {"accession": treaty.id}
    else:
        given = {"of": treaty.id}
    return {**values, "attributes": {**given, **values["attributes"]}}


def _kind(values: Mapping[str, Any]) -> Kind:
    return Kind(**{**values, "consent": values["consent"] == "yes"})


def _assemble(files: Files, tables: Tables) -> Record:
    def values(table: str) -> list[dict[str, Any]]:
        return [value for _, value in tables[table]]

    types = tables.words.type_index
    treaties = {v["id"]: _treaty(v) for v in values("treaties")}

    def events(table: str) -> tuple[Event, ...]:
        return tuple(sorted((_event(_pointing(v, treaties)) for v in values(table)), key=lambda e: e.time))

    def known_then(table: str) -> list[dict[str, Any]]:
        rows = [{**v, "hindsight": v["hindsight"] == "yes"} for v in values(table)]
        return [row for row in rows if files.about.hindsight or not row["hindsight"]]

    return Record(
        name=files.about.name,
        title=files.about.title,
        begin=tables.begin,
        end=tables.end,
        complete_until=files.about.complete_until,
        version=files.about.version,
        licence=files.about.licence,
        overrides=files.overrides,
        vocabulary=tables.words,
        actors=tuple(sorted((Actor(**v) for v in values("actors")), key=lambda a: types[a.type])),
        kinds=tuple(_kind(v) for v in values("kinds")),
        events=events("events"),
        schedule=events("schedule"),
        covariates=tuple(sorted((Covariate(**v) for v in known_then("covariates")), key=lambda c: c.date)),
        pairs=tuple(sorted((PairValue(**v) for v in known_then("pairs")), key=lambda p: p.begin)),
        ties=tuple(sorted((InitialTie(**v) for v in values("ties")), key=lambda t: t.date)),
        absences=tuple(Absence(**v) for v in values("absences")),
        sources=tuple(Source(**v) for v in values("sources")),
        figures=tuple(Figure(**v) for v in values("figures")),
        coding=tuple(Coding(**v) for v in values("coding")),
        rechecks=tuple(Recheck(**v) for v in values("rechecks")),
        negotiations=tuple(Negotiation(**v) for v in values("negotiations")),
        stages=tuple(Stage(**v) for v in values("stages")),
        treaties=tuple(treaties.values()),
        identities=tuple(Identity(**v) for v in values("identities")),
        judgements=tuple(Judgement(**v) for v in values("judgements")),
        digest=files.digest,
        warnings=tuple(doubts(tables)),
    )
