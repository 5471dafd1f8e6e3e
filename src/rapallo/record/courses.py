"""Negotiations read together with their acts, and what they say: how far talks went, and how many failed there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapallo.record.diplomacy import SIGNED, Negotiation
from rapallo.record.tables import Event, Record
from rapallo.record.values import UNVERIFIED

# how far talks have gone: each of these stages goes further than those before it
FORWARD = ("offered", "opened", "draft", "initialled", "accepted")
# a stage counts as earlier than a signature if it lies at least so many days before it
DAYS_BEFORE = 7


@dataclass(frozen=True)
class Course:
    """A negotiation with its acts as (stage, event), in order of time."""

    negotiation: Negotiation
    acts: tuple[tuple[str, Event], ...]

    @cached_property
    def begin(self) -> dt.date:
        """The day of the first act."""
        return self.acts[0][1].date

    @cached_property
    def reached(self) -> tuple[str, ...]:
        """The forward stages through which it went, in their own order."""
        held = {stage for stage, _ in self.acts}
        return tuple(stage for stage in FORWARD if stage in held)

    def stage_at(self, day: dt.date) -> str:
        """Return the furthest stage reached before `day`; empty if none was."""
        held = {stage for stage, event in self.acts if event.date < day}
        return next((stage for stage in reversed(FORWARD) if stage in held), "")


class StageTally(NamedTuple):
    """Negotiations begun in a decade that reached a stage, how many had an outcome of failure and went no further."""

    stage: str
    decade: int
    reached: int
    failed: int


class Links(NamedTuple):
    """Of some rows, how many have what was asked."""

    rows: int
    linked: int


def courses(record: Record) -> list[Course]:
    """Return the negotiations with their acts, in order of their first act."""
    acts: dict[str, list[tuple[str, Event]]] = {}
    for stage in record.stages:
        acts.setdefault(stage.negotiation, []).append((stage.stage, record.by_id[stage.event]))
    order = record.numbers
    found = [Course(n, tuple(sorted(acts[n.id], key=lambda act: order[act[1].id]))) for n in record.negotiations]
    return sorted(found, key=lambda t: (t.begin, t.negotiation.id))


def by_stage(all_courses: Iterable[Course]) -> list[StageTally]:
    """Return for each forward stage and decade how many talks reached it, and how many of these failed there.

    Course fail at a stage if their outcome is a failure and they went no further forward.
    """
    counts: dict[tuple[str, int], list[int]] = {}
    for one in all_courses:
        for stage in one.reached:
            tally = counts.setdefault((stage, one.begin.year // 10 * 10), [0, 0])
            tally[0] += 1
            tally[1] += one.negotiation.failed and stage == one.reached[-1]
    found = [StageTally(stage, decade, *n) for (stage, decade), n in counts.items()]
    return sorted(found, key=lambda t: (FORWARD.index(t.stage), t.decade))


def acts_linked(record: Record, kinds: Iterable[str]) -> Links:
    """Return how many real events of these kinds stand in a negotiation; each negotiation has an outcome."""
    within = {stage.event for stage in record.stages}
    rows = [e for e in record.chronicle() if e.kind in set(kinds) and e.truth == "real"]
    return Links(len(rows), sum(e.id in within for e in rows))


def signatures_prepared(
    record: Record, kinds: Iterable[str], first: dt.date, last: dt.date, *, joined: bool = True
) -> Links:
    """Return how many signatures of these kinds have an earlier stage that names its source.

    A stage is earlier if it belongs to a negotiation in which the signature stands (some pacts were initialled only)
    and lies `DAYS_BEFORE` days before it. Accessions are counted unless `joined` is False.
    """
    led: dict[str, list[Course]] = {}
    for one in courses(record):
        for _, event in one.acts:
            led.setdefault(event.id, []).append(one)
    wanted = set(kinds)
    rows = [e for e in record.chronicle() if e.kind in wanted and first <= e.date <= last and e.truth == "real"]
    if not joined:
        rows = [e for e in rows if "accession" not in e.attributes]

    def prepared(event: Event) -> bool:
        return any(
            stage != SIGNED and act.source != UNVERIFIED and (event.date - act.date).days >= DAYS_BEFORE
            for one in led.get(event.id, ())
            for stage, act in one.acts
        )

    return Links(len(rows), sum(map(prepared, rows)))


def of_event(record: Record) -> Mapping[str, list[tuple[Negotiation, str]]]:
    """Return the negotiations in which each event stands, with its stage there."""
    named = {n.id: n for n in record.negotiations}
    found: dict[str, list[tuple[Negotiation, str]]] = {}
    for stage in record.stages:
        found.setdefault(stage.event, []).append((named[stage.negotiation], stage.stage))
    return found
