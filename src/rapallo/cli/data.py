"""rapallo data: check the record, list its events."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Annotated

import typer

from rapallo.cli.common import JsonOption, ScenarioOption, console, print_json, scenario

app = typer.Typer(help="Check the record, list its events.", no_args_is_help=True)


@app.command()
def check(scenario_name: ScenarioOption = "soviet", as_json: JsonOption = False) -> None:
    """Check every rule of the record and replay it.

    Examples:

        rapallo data check

        rapallo data check --scenario my-record/
    """
    from rapallo.errors import Problem, RecordError
    from rapallo.events.replay import breaches

    record = scenario(scenario_name).record
    found = breaches(record)
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
    events = [*record.events, *record.schedule]
    by_kind = Counter(e.kind for e in events)
    unverified = sum(e.source == "unverified" for e in events)
    if as_json:
        print_json(
            {
                "record": record.name,
                "actors": len(record.actors),
                "events": len(record.events),
                "schedule": len(record.schedule),
                "unverified": unverified,
                "sources": len(record.sources),
                "kinds": dict(sorted(by_kind.items())),
                "digest": record.digest,
            }
        )
        return
    from rich.table import Table

    out = console()
    table = Table(title=f"{record.name}: {record.begin} to {record.end}", box=None)
    table.add_column("kind")
    table.add_column("events", justify="right")
    table.add_column("coded for")
    for kind in record.kinds:
        coverage = {("all",): "all pairs", (): "-"}.get(kind.coverage, "pairs with " + " ".join(kind.coverage))
        table.add_row(kind.name, str(by_kind[kind.name]), coverage if kind.role == "modelled" else kind.role)
    out.print(table)
    types = Counter(a.type for a in record.actors)
    out.print(
        f"{len(record.actors)} actors ({', '.join(f'{n} {t}s' for t, n in types.items())}), "
        f"{len(record.events)} events, {len(record.schedule)} scheduled; "
        f"{len(events) - unverified} of {len(events)} have a source that was read "
        f"({len(record.sources)} sources), {unverified} are unverified."
    )
    out.print("All rules hold; replay raises nothing.")


@app.command()
def events(
    scenario_name: ScenarioOption = "soviet",
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    as_json: JsonOption = False,
    kind: Annotated[str | None, typer.Option(help="Only this kind.")] = None,
    actor: Annotated[str | None, typer.Option(help="Only events with this actor.")] = None,
    since: Annotated[str | None, typer.Option(help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, YYYY-MM-DD.")] = None,
) -> None:
    """List the events.

    Examples:

        rapallo data events --csv > events.csv

        rapallo data events --kind defence --since 1935-01-01 --until 1939-12-31
    """
    import csv

    from rapallo.errors import UsageError
    from rapallo.io.events_csv import COLUMNS, rows
    from rapallo.record.clock import parse_date
    from rapallo.record.tables import unknown

    record = scenario(scenario_name).record
    if kind is not None and kind not in record.kind_index:
        raise UsageError(unknown("kind", kind, list(record.kind_index)))
    if actor is not None:
        record.actor(actor)
    first = parse_date(since, "--since").isoformat() if since else ""
    last = parse_date(until, "--until").isoformat() if until else "9999"
    chosen = [
        row
        for row in rows(record)
        if first <= row["date"] <= last
        and kind in (None, row["kind"])
        and (actor is None or actor in (row["side_a"] + ";" + row["side_b"]).split(";"))
    ]
    if as_json:
        print_json(chosen)
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(chosen)
    else:
        out = console()
        for row in chosen:
            sides = row["side_a"] + (" > " + row["side_b"] if row["side_b"] else "")
            out.print(f"{row['date']}  {row['kind']:<20} {sides:<28} {row['title']}  [dim]{row['id']}[/dim]")
        out.print(f"{len(chosen)} events")
