"""What the negotiations say."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import rapallo
from pages.common import DOCS, NOTE, VERIFICATION, table
from rapallo.record.courses import FORWARD, Course, acts_linked, by_stage, courses, signatures_prepared
from rapallo.record.tables import Record
from rapallo.record.values import CHOICES
from rapallo.report.negotiations import StageRate, stage_rates
from rapallo.theory.intervals import wilson

PACTS = ("non_aggression", "neutrality", "entente", "defence", "guarantee")


PACT_SUBJECTS = ("non_aggression", "friendship", "alliance")


def negotiations_page() -> str:
    """Return what the negotiations say: outcomes, stages by decade, rate of a pact by stage, pair-years searched."""
    record = rapallo.load("soviet").record
    every = courses(record)
    counts = [
        f"{len(every)} negotiations with {len(record.stages)} acts. {_links(record, 'proposal', 'demand')} "
        "of proposals and demands stand in one, and each has an outcome; "
        f"{_links(record, 'refusal', 'acceptance', 'break_off')} of refusals, acceptances and breakings off do. "
        f"Of the {_prepared(record)} with a source, seven days before or more."
    ]
    rates = stage_rates(record, PACTS, PACT_SUBJECTS, record.complete_until or record.end)
    found = table(VERIFICATION / "pair_years" / "found.csv")
    kinds = Counter(row["found"] for row in found)
    shares = ["| found | pair-years | share | 95 % interval |", "|---|---|---|---|"]
    for name, text in (("pact_talks", "talks on a pact"), ("other_talks", "other talks"), ("nothing", "nothing")):
        low, high = wilson(kinds[name], len(found))
        shares.append(f"| {text} | {kinds[name]} | {kinds[name] / len(found):.0%} | {low:.0%} to {high:.0%} |")
    return (
        (DOCS / "templates" / "negotiations.md")
        .read_text("utf-8")
        .format(
            note=NOTE,
            counts="\n".join(counts),
            subjects=_by_subject(record, every),
            stages=_by_stage(every),
            begin=record.begin,
            last=record.complete_until,
            rates=_rates(rates),
            free="8,967",
            pair_years="\n".join(shares),
            pair_year_rows="\n".join(
                f"| {row['actor_a']} {row['actor_b']} | {row['year']} | {row['found'].replace('_', ' ')} | "
                f"{row['negotiations'].replace(';', ' ')} |"
                for row in found
                if row["found"] != "nothing"
            ),
        )
    )


def _links(record: Record, *kinds: str) -> str:
    links = acts_linked(record, kinds)
    return f"{links.linked} of {links.rows} ({links.linked / links.rows:.1%})"


def _prepared(record: Record) -> str:
    first, last = dt.date(1919, 1, 1), dt.date(1953, 12, 31)
    every = signatures_prepared(record, PACTS, first, last)
    alone = signatures_prepared(record, PACTS, first, last, joined=False)
    return (
        f"{every.rows} pacts, alliances, guarantees and ententes of 1919-53, accessions counted, {every.linked} "
        f"({every.linked / every.rows:.1%}) have an earlier stage (without accessions {alone.linked} of {alone.rows}, "
        f"{alone.linked / alone.rows:.1%})"
    )


def _by_subject(record: Record, every: list[Course]) -> str:
    outcomes = CHOICES["negotiation_outcome"]
    lines = ["| subject | " + " | ".join(o.replace("_", " ") for o in outcomes) + " | all | failed |"]
    lines.append("|---|" + "---|" * (len(outcomes) + 2))
    for subject, meaning in record.vocabulary.subjects.items():
        own = [c.negotiation for c in every if c.negotiation.subject == subject]
        counts = Counter(n.outcome for n in own)
        failed = sum(n.failed for n in own)
        cells = " | ".join(str(counts[o]) for o in outcomes)
        share = f"{failed / len(own):.0%}" if own else ""
        lines.append(f"| {subject}: {meaning} | {cells} | {len(own)} | {share} |")
    return "\n".join(lines)


def _by_stage(every: list[Course]) -> str:
    tallies = {(t.stage, t.decade): t for t in by_stage(every)}
    found = sorted({decade for _, decade in tallies})
    lines = ["| stage | " + " | ".join(f"{d}s reached | failed there" for d in found) + " |"]
    lines.append("|---|" + "---|" * (2 * len(found)))
    for stage in FORWARD:
        cells = []
        for decade in found:
            tally = tallies.get((stage, decade))
            cells.append("0 | " if tally is None else f"{tally.reached} | {tally.failed / tally.reached:.0%}")
        lines.append(f"| {stage} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _rates(rates: list[StageRate]) -> str:
    base = rates[0].rate
    lines = ["| furthest stage | years of pairs | pacts | per year | 95 % interval | times the rate without talks |"]
    lines.append("|---|---|---|---|---|---|")
    for r in rates:
        times = f"{r.rate / base:.0f}" if r.stage else "1"
        lines.append(
            f"| {r.stage or 'no talks'} | {r.years:,.1f} | {r.pacts:.1f} | {r.rate:.4f} | {r.low:.4f} to {r.high:.4f} "
            f"| {times} |"
        )
    return "\n".join(lines)
