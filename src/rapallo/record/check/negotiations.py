"""Rules of negotiations.csv and stages.csv."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rapallo.errors import Problem
from rapallo.record.check.tables import (
    Row,
    Rule,
    Tables,
    known_actors,
    known_sources,
    unique,
)
from rapallo.record.diplomacy import SIGNED

# outcomes that an act of the last day shows; the others rest on a source of their own
SHOWN = (SIGNED, "accepted", "refused", "broken_off")


def ids_unique(tables: Tables) -> Iterator[Problem]:
    """No two negotiations share an id."""
    yield from unique(tables, ("negotiations",), "id")


def parties_known(tables: Tables) -> Iterator[Problem]:
    """Who negotiates is an actor and there are two of them at least."""
    yield from known_actors(tables, "negotiations", ("parties",))
    for line, row in tables["negotiations"]:
        if len(row["parties"]) < 2:
            yield Problem("negotiations.csv", line, "parties", "a negotiation has two parties", "Name the others")


def subjects_declared(tables: Tables) -> Iterator[Problem]:
    """What is negotiated about is a subject of the vocabulary."""
    declared = tables.words.subjects
    for line, row in tables["negotiations"]:
        if row["subject"] not in declared:
            what = f"unknown subject {row['subject']!r}"
            repair = f"Use one of {', '.join(declared)}" if declared else "Declare [subjects] in vocabulary.toml"
            yield Problem("negotiations.csv", line, "subject", what, repair)


def sources_known(tables: Tables) -> Iterator[Problem]:
    """The source of an outcome is listed."""
    yield from known_sources(tables, "negotiations", needed=False)


def stages_refer(tables: Tables) -> Iterator[Problem]:
    """A stage is one event in one negotiation, of which a party takes part in it."""
    parties = {row["id"]: set(row["parties"]) for _, row in tables["negotiations"]}
    seen: set[tuple[str, str]] = set()
    for line, row in tables["stages"]:
        name, key = row["negotiation"], (row["negotiation"], row["event"])
        if name not in parties:
            what = f"there is no negotiation {name!r}"
            yield Problem("stages.csv", line, "negotiation", what, "Add it to negotiations.csv or mend the name")
        event = tables.events.get(row["event"])
        if event is None:
            yield Problem("stages.csv", line, "event", f"there is no event {row['event']!r}", "Name an event's id")
        elif name in parties and not parties[name] & {*event["side_a"], *event["side_b"]}:
            what = f"no party of {name} takes part in {row['event']}"
            yield Problem("stages.csv", line, "event", what, "Mend the parties or drop the row")
        if key in seen:
            yield Problem("stages.csv", line, "event", f"{key[1]} stands twice in {name}", "Keep one of the rows")
        seen.add(key)


def outcomes_shown(tables: Tables) -> Iterator[Problem]:
    """Every negotiation has a stage; its outcome is one of its stages or rests on a source; no act is after its end."""
    stages: dict[str, list[tuple[str, Row]]] = {}
    for _, row in tables["stages"]:
        if row["event"] in tables.events:
            stages.setdefault(row["negotiation"], []).append((row["stage"], tables.events[row["event"]]))
    for line, row in tables["negotiations"]:
        held = stages.get(row["id"], [])
        if not held:
            yield Problem("negotiations.csv", line, "id", f"{row['id']} has no stage", "Add its acts to stages.csv")
            continue
        if not row["source"] and (row["outcome"] not in SHOWN or row["outcome"] not in {stage for stage, _ in held}):
            what = f"no act of {row['id']} shows the outcome {row['outcome']}"
            repair = "Add the act to stages.csv, or name the source of the outcome (or unverified)"
            yield Problem("negotiations.csv", line, "outcome", what, repair)
        last: dt.date = max(event["date"] for _, event in held)
        if last > row["end"]:
            what = f"ends on {row['end']}, before its last act of {last}"
            yield Problem("negotiations.csv", line, "end", what, "Mend the day or drop the act")
        signed = [event["date"] for stage, event in held if stage == SIGNED]
        if signed and row["outcome"] != SIGNED:
            what = f"{row['id']} is {row['outcome']} and has a signature"
            yield Problem("negotiations.csv", line, "outcome", what, "Write signed or mend the stage")


RULES: tuple[Rule, ...] = (
    ids_unique,
    parties_known,
    subjects_declared,
    sources_known,
    stages_refer,
    outcomes_shown,
)
