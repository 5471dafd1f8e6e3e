"""rapallo data: check the record and count its sources; what lists its rows is in `rapallo.cli.listing`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rapallo.cli import diplomacy, listing, releases
from rapallo.cli.common import JsonOption, ScenarioOption, console, print_json, scenario

if TYPE_CHECKING:
    from rapallo.record.tables import Record

app = typer.Typer(
    help="Check the record, count its sources, list its actors and kinds, find and show its events.",
    no_args_is_help=True,
)


@app.command()
def check(scenario_name: ScenarioOption = "soviet", as_json: JsonOption = False) -> None:
    """Check every rule of the record, replay it, and count what it holds.

    Prints the completeness table (kind by decade, with what is declared and the share of rows that name a source),
    the events of each year and each actor, and the states that are silent for ten years.

    Examples:

        rapallo data check

        rapallo data check --scenario my-record/ --json
    """
    from rapallo.errors import Problem, RecordError
    from rapallo.events.checks import breaches
    from rapallo.events.endings import disagreements
    from rapallo.events.history import observed
    from rapallo.record.tallies import by_actor, by_kind, by_year, silences

    record = scenario(scenario_name).record
    history = observed(record)
    wrong = list(disagreements(history))
    if wrong:
        raise RecordError(wrong)
    found = breaches(history)
    if found:
        raise RecordError(
            [
                Problem(
                    "events.csv",
                    0,
                    "kind",
                    f"{b.event} ({b.date}): {b.kind} of {b.sender} and {b.receiver} was not at risk (rule {b.rule})",
                    "Mend the date or kind, or code the event that opens or closes the tie before it",
                )
                for b in found
            ]
        )
    if as_json:
        print_json(
            {
                "record": record.name,
                "begin": record.begin.isoformat(),
                "end": record.end.isoformat(),
                "actors": len(record.actors),
                "events": len(record.events),
                "schedule": len(record.schedule),
                "kinds": [line._asdict() for line in by_kind(record)],
                "years": by_year(record),
                "by_actor": by_actor(record),
                "silent": [[s.actor, s.begin.isoformat(), s.end.isoformat()] for s in silences(record)],
                "overrides": [change._asdict() for change in record.overrides],
                "warnings": [str(w) for w in record.warnings],
                "digest": record.digest,
            }
        )
        return
    _print_tables(record)
    for change in record.overrides:
        said = f"{change.column}: {change.after or 'empty'} (before: {change.before or 'empty'})"
        place = f"{change.table}.csv {change.key}"
        console().print(f"Override: {place} {said if change.column else change.before or change.after}", soft_wrap=True)
    for warning in record.warnings:
        console().print(f"Warning: {warning}", soft_wrap=True)
    console().print("All rules hold; replay raises nothing.")


def _print_tables(record: Record) -> None:
    from collections import Counter

    from rich.columns import Columns
    from rich.table import Table

    from rapallo.record.tallies import by_actor, by_kind, by_year, decades, silences

    out = console()
    table = Table(title=f"{record.name}: {record.begin} to {record.end}, events by kind and decade", box=None)
    table.add_column("kind")
    table.add_column("declared")
    for decade in decades(record):
        table.add_column(f"{decade}s", justify="right")
    table.add_column("events", justify="right")
    table.add_column("sourced", justify="right")
    for line in by_kind(record):
        share = f"{line.verified / line.events:.0%}" if line.events else "-"
        counts = [str(n) for n in line.decades.values()]
        table.add_row(line.kind, line.completeness or "-", *counts, str(line.events), share)
    out.print(table)
    out.print()
    out.print("Events of each year:")
    out.print(Columns([f"{year} {n:>3}" for year, n in by_year(record).items()], padding=(0, 3)))
    out.print()
    out.print("Events in which each actor takes part:")
    out.print(Columns([f"{name:<3} {n:>4}" for name, n in by_actor(record).items()], padding=(0, 3)))
    out.print()
    silent = silences(record)
    for s in silent:
        out.print(f"Silent: {s.actor} has no event from {s.begin} to {s.end}.")
    if not silent:
        out.print("No state is silent for ten years.")
    types = Counter(a.type for a in record.actors)
    events = list(record.chronicle())
    verified = sum(e.source != "unverified" for e in events)
    share = f"{verified / len(events):.0%}" if events else "none"
    out.print(
        f"{len(record.actors)} actors ({', '.join(f'{n} {t}s' for t, n in types.items())}), "
        f"{len(record.events)} events and {len(record.schedule)} scheduled; "
        f"{verified} of {len(events)} ({share}) name a source that was read."
    )


@app.command()
def sources(
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
    every: Annotated[bool, typer.Option("--all", help="List every source, not only the twenty most used.")] = False,
) -> None:
    """Count what the rows rest on: how many name a document that was read, and which.

    Examples:

        rapallo data sources

        rapallo data sources --all
    """
    from rich.table import Table

    from rapallo.record.tallies import bases, rows_by_source
    from rapallo.record.values import UNVERIFIED

    record = scenario(scenario_name).record
    used = rows_by_source(record)
    named = {s.id: s for s in record.sources}
    if as_json:
        print_json(
            {
                "tables": [b._asdict() for b in bases(record)],
                "sources": [
                    {"id": s.id, "title": s.title, "where": s.where, "events": used[s.id]} for s in record.sources
                ],
                "unverified_events": [e.id for e in record.chronicle() if e.source == UNVERIFIED],
            }
        )
        return
    out = console()
    table = Table(title=f"{record.name}: rows that name a source", box=None)
    for column in ("table", "rows", "sourced", "share"):
        table.add_column(column, justify="left" if column == "table" else "right")
    for basis in bases(record):
        table.add_row(basis.table, str(basis.rows), str(basis.verified), f"{basis.verified / basis.rows:.0%}")
    out.print(table)
    out.print()
    ranked = [(name, n) for name, n in used.most_common() if name != UNVERIFIED]
    shown = ranked if every else ranked[:20]
    table = Table(title="Sources of events, most used first", box=None)
    table.add_column("events", justify="right")
    table.add_column("title")
    table.add_column("where", overflow="fold")
    for name, n in shown:
        table.add_row(str(n), named[name].title, named[name].where)
    out.print(table)
    if len(shown) < len(ranked):
        out.print(f"... and {len(ranked) - len(shown)} more: rapallo data sources --all")


app.command()(listing.show)
app.command()(listing.find)
app.command()(listing.actors)
app.command()(listing.kinds)
app.command()(diplomacy.negotiations)
app.command()(diplomacy.treaties)
app.command()(releases.export)
app.command()(releases.diff)
