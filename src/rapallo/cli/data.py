"""rapallo data: check the record, count its sources, find and show its events."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from rapallo.cli.common import JsonOption, ScenarioOption, console, print_json, scenario

if TYPE_CHECKING:
    from rapallo.record.tables import Record

app = typer.Typer(help="Check the record, count its sources, find and show its events.", no_args_is_help=True)


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
    from rapallo.events.replay import breaches
    from rapallo.record.tallies import by_actor, by_kind, by_year, silences

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
                "digest": record.digest,
            }
        )
        return
    _print_tables(record)
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

    from rapallo.record.tables import UNVERIFIED
    from rapallo.record.tallies import bases, rows_by_source

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


@app.command()
def show(
    event_id: Annotated[str, typer.Argument(metavar="EVENT", help="Id of an event (rapallo data find).")],
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """Show one event: date, sides, clauses, source, doubts, what it does to ties, and what it refers to.

    Examples:

        rapallo data show 1922-rapallo

        rapallo data show 1939-nazi-soviet-pact --json
    """
    from rapallo.io.events_csv import event_cells

    record = scenario(scenario_name).record
    event = record.event(event_id)
    cells = event_cells(event, given=event in record.schedule)
    kind = record.kinds[record.kind_index[event.kind]]
    source = next((s for s in record.sources if s.id == event.source), None)
    later = [e.id for e in record.chronicle() if event.id in (e.attributes.get("of"), e.attributes.get("accession"))]
    rechecks = [r for r in record.rechecks if r.event == event.id]
    if as_json:
        document = {"title": source.title, "where": source.where} if source else None
        print_json({**cells, "document": document, "referred_to_by": later})
        return
    names = {a.id: a.name for a in record.actors}
    lines = [("date", f"{event.date} ({event.date_precision})"), ("kind", f"{event.kind}: {kind.meaning}")]
    for label, side in (("side a", event.side_a), ("side b", event.side_b)):
        if side:
            lines.append((label, ", ".join(f"{names[a]} ({a})" for a in side)))
    lines += [(key, value) for key, value in event.attributes.items()]
    effect = " and ".join(f"{verb} {tie}" for verb, tie in (("opens", kind.opens), ("closes", kind.closes)) if tie)
    lines += [("ties", effect)] if effect else []
    lines.append(("truth", event.truth))
    lines.append(("source", f"{source.title}, {source.where}" if source else "unverified"))
    if event.note:
        lines.append(("note", event.note))
    if event.claims:
        lines.append(("claims", ", ".join(event.claims)))
    if later:
        lines.append(("see also", ", ".join(later)))
    for r in rechecks:
        lines.append(("checked", f"{r.verdict} in {r.source}" + (f": {r.note}" if r.note else "")))
    out = console()
    out.print(f"[bold]{event.title}[/bold]  [dim]{event.id}[/dim]", soft_wrap=True)
    for label, text in lines:
        out.print(f"  {label:<10} {text}", soft_wrap=True, markup=False)


@app.command()
def find(
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Words that the id, title or clauses hold.")] = "",
    scenario_name: ScenarioOption = "soviet",
    actor: Annotated[str | None, typer.Option(help="Only events with this actor.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only this kind.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day, YYYY-MM-DD.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Find events by words, actor, kind and time; without TEXT, list them all.

    Examples:

        rapallo data find rapallo

        rapallo data find --kind defence --actor FRN --from 1935-01-01 --to 1939-12-31

        rapallo data find --csv > events.csv
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
    first = parse_date(since, "--from").isoformat() if since else ""
    last = parse_date(until, "--to").isoformat() if until else "9999"
    words = text.lower().split()
    chosen = [
        row
        for row in rows(record)
        if first <= row["date"] <= last
        and kind in (None, row["kind"])
        and (actor is None or actor in (row["side_a"] + ";" + row["side_b"]).split(";"))
        and all(w in f"{row['id']} {row['title']} {row['attributes']} {row['note']}".lower() for w in words)
    ]
    if as_json:
        print_json(chosen)
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(chosen)
    elif not chosen:
        console().print("No event fits. Use fewer words, or a wider time.")
    else:
        from rich.table import Table

        listing = Table.grid(padding=(0, 2, 0, 0))
        listing.add_column(no_wrap=True)
        listing.add_column(no_wrap=True)
        listing.add_column(width=31)
        listing.add_column()
        for row in chosen:
            sides = " > ".join(side.replace(";", " ") for side in (row["side_a"], row["side_b"]) if side)
            listing.add_row(row["date"], row["kind"], sides, f"{row['title']}  [dim]{row['id']}[/dim]")
        console().print(listing)
