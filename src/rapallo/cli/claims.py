"""rapallo claims: what the narrative claims, what each claim rests on, and what the evidence says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rapallo.cli.common import JsonOption, ScenarioOption, console, print_json, scenario

if TYPE_CHECKING:
    from rapallo.ledger.claims import Claim
    from rapallo.record.tables import Record


def claims(
    claim_id: Annotated[
        str | None, typer.Argument(metavar="[CLAIM]", help="Show this claim whole, for example C27.")
    ] = None,
    system: Annotated[
        str | None, typer.Option("--system", metavar="NAME", help="Only claims of this part of the narrative.")
    ] = None,
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """List the claims of the narrative with their verdicts, or show one whole with the rows on which it rests.

    A premise says what the record shows of the facts that the claim takes for granted; a verdict says what the
    measure found. What each verdict means in numbers: docs/claims-protocol.md.

    Examples:

        rapallo claims

        rapallo claims C27

        rapallo claims --system spain --json
    """
    from rapallo.errors import UsageError
    from rapallo.ledger.claims import by_system, read_claims
    from rapallo.record.tables import unknown
    from rapallo.report.claims import claim_data

    found = scenario(scenario_name)
    record = found.record
    every = read_claims(found.folder, record)
    if claim_id is not None and system is not None:
        raise UsageError("Give a claim or --system, not both.")
    if claim_id is not None:
        named = {c.id: c for c in every}
        if claim_id not in named:
            raise UsageError(unknown("claim", claim_id, list(named)))
        claim = named[claim_id]
        if as_json:
            print_json(claim_data(claim, record))
        else:
            _print_one(claim, record)
        return
    systems = by_system(every)
    if system is not None and system not in systems:
        raise UsageError(unknown("system", system, list(systems)))
    chosen = systems[system] if system is not None else list(every)
    if as_json:
        print_json([claim_data(c, record) for c in chosen])
    else:
        _print_table(chosen, record)


def _print_table(chosen: list[Claim], record: Record) -> None:
    from collections import Counter

    from rich.table import Table

    from rapallo.ledger.claims import by_system

    out = console()
    table = Table(title=f"{record.name}: {len(chosen)} claims", title_justify="left", box=None)
    for column in ("system", "claim", "title", "premise", "verdict"):
        table.add_column(column)
    for system, claims_of in by_system(chosen).items():
        for n, c in enumerate(claims_of):
            table.add_row("" if n else system, c.id, c.title, c.premise, _verdict(c))
    out.print(table)
    for label, counts in (
        ("Premises", Counter(c.premise for c in chosen)),
        ("Verdicts", Counter(c.verdict for c in chosen)),
    ):
        out.print(f"{label}: {', '.join(f'{n} {word}' for word, n in counts.most_common())}.")


def _verdict(claim: Claim) -> str:
    if claim.effect is None:
        return claim.verdict
    return f"{claim.verdict}: {claim.effect:.3g} ({claim.low:.3g} to {claim.high:.3g})"


def _print_one(claim: Claim, record: Record) -> None:
    from rich.table import Table
    from rich.text import Text

    out = console()
    out.print(Text.assemble((claim.title, "bold"), "  ", (f"{claim.id}, {claim.system}", "dim")))
    body = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    body.add_column(style="dim", no_wrap=True)
    body.add_column()
    for label, text in (
        ("claim", claim.claim),
        ("premise", f"{claim.premise}. {claim.premise_note}"),
        ("measure", claim.measure),
        ("against", claim.against),
        ("verdict", f"{_verdict(claim)} (decided by {claim.test})"),
    ):
        body.add_row(label, text)
    out.print(body)
    out.print()
    rows = Table(title=f"The {len(claim.rows)} events on which it rests", title_justify="left", box=None)
    for column in ("date", "kind", "title", "event"):
        rows.add_column(column, overflow="fold")
    for e in claim.events(record):
        rows.add_row(e.date.isoformat(), e.kind, e.title, e.id)
    out.print(rows)
