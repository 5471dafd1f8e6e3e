"""The claims of the narrative."""

from __future__ import annotations

from collections import Counter

import rapallo
from pages.common import NOTE, cited
from rapallo.ledger.claims import COLUMNS, Claim, by_system, read_claims


def claims_page() -> str:
    """Return the claims: a table, then each with its premise, measure and the rows on which it rests."""
    scenario = rapallo.load("soviet")
    record = scenario.record
    claims = read_claims(scenario.folder, record)
    lines = ["# The claims of the narrative\n", NOTE]
    for label, counts in (
        ("Premises", Counter(c.premise for c in claims)),
        ("Verdicts", Counter(c.verdict for c in claims)),
    ):
        lines.append(f"{label}: {', '.join(f'{n} {word}' for word, n in counts.most_common())}.\n")
    lines.append(
        "What premises and verdicts mean, and how the claims are measured: [the protocol](claims-protocol.md). "
        "The same in the terminal: `rapallo claims`, `rapallo claims C27`.\n"
    )
    lines.append("| system | claim | title | premise | verdict | effect |\n|---|---|---|---|---|---|")
    for system, members in by_system(claims).items():
        lines += [f"| {system} | {c.id} | {c.title} | {c.premise} | {c.verdict} | {_interval(c)} |" for c in members]
    lines.append("")
    for system, members in by_system(claims).items():
        lines.append(f"## {system}\n")
        for c in members:
            lines.append(f"### {c.id} {c.title}\n\n{c.claim}\n")
            lines.append(f"- Premise ({c.premise}): {c.premise_note}")
            lines.append(f"- Measure ({c.test}): {c.measure}")
            lines.append(f"- Against: {c.against}")
            lines.append(f"- Verdict: {c.verdict}")
            lines.append("- Rows:")
            lines += [f"    - {cited(event)}" for event in c.events(record)]
            lines.append("")
    lines.append("## Columns of claims.csv\n")
    lines.append("| column | type | required | meaning |\n|---|---|---|---|")
    lines += [f"| {k.name} | {k.type} | {'yes' if k.required else 'no'} | {k.meaning} |" for k in COLUMNS]
    return "\n".join(lines) + "\n"


def _interval(claim: Claim) -> str:
    return "" if claim.effect is None else f"{claim.effect:.3g} ({claim.low:.3g} to {claim.high:.3g})"
