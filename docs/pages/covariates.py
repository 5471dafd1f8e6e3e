"""How capability and the judged covariates were made."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import rapallo
from pages.common import DOCS, NOTE, VERIFICATION, table
from rapallo.record.values import UNVERIFIED


def covariates_page() -> str:
    """Return how capability and the judged covariates were made."""
    record = rapallo.load("soviet").record
    held: dict[str, list[tuple[dt.date, float]]] = {}
    for c in sorted(record.covariates, key=lambda c: c.date):
        if c.name == "capability":
            held.setdefault(c.actor, []).append((c.date, c.value))

    def share(actor: str, year: int) -> float:
        return [value for day, value in held[actor] if day <= dt.date(year + 1, 1, 1)][-1]

    published = {
        (row["actor"], row["year"]): float(row["cinc"]) for row in table(VERIFICATION / "capability" / "cinc.csv")
    }
    years = sorted({year for _, year in published})
    lines = ["| share here over CINC | " + " | ".join(years) + " |", "|---|" + "---|" * len(years)]
    for actor in dict.fromkeys(actor for actor, _ in published):
        cells = [f"{share(actor, int(y)) / published[actor, y]:.2f}" if (actor, y) in published else "" for y in years]
        lines.append(f"| {actor} | {' | '.join(cells)} |")
    marks = ["| value | rows | with a source | by judgement | with hindsight |", "|---|---|---|---|---|"]
    values = [c for c in record.covariates if c.name != "capability"] + list(record.pairs)
    for name in dict.fromkeys(j.value for j in record.judgements):
        own = [v for v in values if v.name == name]
        sourced = sum(v.source != UNVERIFIED for v in own)
        marks.append(f"| {name} | {len(own)} | {sourced} | {len(own) - sourced} | {sum(v.hindsight for v in own)} |")
    used = Counter(v.rule for v in values)
    rules = [f"- **{j.id}** ({used[j.id]} values). {j.rule}" for j in record.judgements]
    return (
        (DOCS / "templates" / "covariates.md")
        .read_text("utf-8")
        .format(
            note=NOTE,
            cinc="\n".join(lines),
            ussr=f"{share('RUS', 1930):.3f}",
            marks="\n".join(marks),
            rules="\n".join(rules),
        )
    )
