"""Negotiations as plain data, and how the rate at which pacts are signed moves with the stage of the talks."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import numpy as np

from rapallo.events.kinds import covered, ever_contiguous
from rapallo.record.courses import DAYS_BEFORE, FORWARD, Course, courses
from rapallo.record.diplomacy import SIGNED
from rapallo.record.tables import Record
from rapallo.theory.intervals import poisson_rate

YEAR = 365.25


class StageRate(NamedTuple):
    """Pacts signed per year between two states whose talks stand at a stage, with the 95 % interval.

    `stage` is empty for pairs without talks; `years` are years of pairs, `pacts` sums the weights of the pairs.
    """

    stage: str
    years: float
    pacts: float
    rate: float
    low: float
    high: float


def course_data(one: Course) -> dict[str, Any]:
    """Return a negotiation with its acts."""
    n = one.negotiation
    acts = [
        {"date": e.date.isoformat(), "stage": stage, "event": e.id, "by": list(e.side_a), "title": e.title,
         "source": e.source}
        for stage, e in one.acts
    ]  # fmt: skip
    return {
        "id": n.id,
        "title": n.title,
        "subject": n.subject,
        "parties": list(n.parties),
        "begin": one.begin.isoformat(),
        "end": n.end.isoformat(),
        "outcome": n.outcome,
        "source": n.source,
        "note": n.note,
        "acts": acts,
    }


def stage_rates(record: Record, kinds: Collection[str], subjects: Collection[str], last: dt.date) -> list[StageRate]:
    """Return the rate of the pact kinds by the furthest stage of the pair's open talks on the subjects, to `last`.

    A stage counts from `DAYS_BEFORE` days after its act, so that no signature is explained by its own eve, and until
    the day of the outcome. Pairs are those that the kinds' coverage declares, while both exist.
    """
    spans = _spans(record, [t for t in courses(record) if t.negotiation.subject in subjects])
    lives = {a.id: (max(a.begin, record.begin), min(a.end or last, last)) for a in record.actors}
    pairs = _pairs(record, kinds)
    years = dict.fromkeys(("", *FORWARD), 0.0)
    pacts = dict.fromkeys(("", *FORWARD), 0.0)
    for a, b in pairs:
        begin, end = max(lives[a][0], lives[b][0]), min(lives[a][1], lives[b][1])
        if begin >= end:
            continue
        marks = sorted({begin, end, *(d for s in spans.get((a, b), ()) for d in s[:2] if begin < d < end)})
        for one, other in itertools.pairwise(marks):
            years[_stage(spans.get((a, b), ()), one)] += (other - one).days / YEAR
    consent = {k.name: k.consent for k in record.kinds}
    for event in record.chronicle():
        if event.kind not in kinds or event.truth != "real" or event.date > last:
            continue
        weight = event.weight(consent=consent[event.kind])
        for pair in event.pairs(consent=consent[event.kind]):
            key = (min(pair), max(pair))
            if key in pairs:
                # the day itself ends the talks
                pacts[_stage(spans.get(key, ()), event.date - dt.timedelta(days=1))] += weight
    found = []
    for stage, exposure in years.items():
        low, high = poisson_rate(pacts[stage], exposure)
        found.append(StageRate(stage, exposure, pacts[stage], pacts[stage] / exposure if exposure else 0.0, low, high))
    return found


def _pairs(record: Record, kinds: Iterable[str]) -> set[tuple[str, str]]:
    borders = ever_contiguous(record)
    sovereign = {t.name for t in record.vocabulary.actor_types if t.sovereign}
    ids = [a.id for a in record.actors]
    states = [n for n, a in enumerate(record.actors) if a.type in sovereign]
    cover = np.logical_or.reduce([covered(record, record.kinds[record.kind_index[k]], borders) for k in kinds])
    return {
        (min(ids[i], ids[j]), max(ids[i], ids[j])) for n, i in enumerate(states) for j in states[n + 1 :] if cover[i, j]
    }


def _spans(record: Record, all_courses: Iterable[Course]) -> dict[tuple[str, str], list[tuple[dt.date, dt.date, int]]]:
    """Return for each pair the spans (from, to, place in FORWARD) in which its talks had reached a stage."""
    lag = dt.timedelta(days=DAYS_BEFORE)
    found: dict[tuple[str, str], list[tuple[dt.date, dt.date, int]]] = {}
    for one in all_courses:
        names = sorted(one.negotiation.parties)
        for stage, event in one.acts:
            begin = event.date + lag
            if stage == SIGNED or stage not in FORWARD or begin >= one.negotiation.end:
                continue
            for n, a in enumerate(names):
                for b in names[n + 1 :]:
                    found.setdefault((a, b), []).append((begin, one.negotiation.end, FORWARD.index(stage)))
    return found


def _stage(spans: Iterable[tuple[dt.date, dt.date, int]], day: dt.date) -> str:
    reached = [place for begin, end, place in spans if begin <= day < end]
    return FORWARD[max(reached)] if reached else ""
