"""rapallo data show, find, actors, kinds: list what is in a record."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from rapallo.cli.common import JsonOption, ScenarioOption, console, print_json, scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rapallo.record.rows import Kind
    from rapallo.record.tables import Event, Record


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
    from rich.text import Text

    from rapallo.io.events_csv import event_cells
    from rapallo.record.courses import of_event
    from rapallo.record.evidence import confidence

    record = scenario(scenario_name).record
    event = record.event(event_id)
    source = next((s for s in record.sources if s.id == event.source), None)
    later = [e.id for e in record.chronicle() if event.id in _references(e)]
    if as_json:
        document = {"title": source.title, "where": source.where} if source else None
        scheduled = event in record.schedule
        found = {"scheduled": scheduled, "document": document, "referred_to_by": later}
        stages = [{"negotiation": n.id, "stage": stage} for n, stage in of_event(record).get(event.id, [])]
        grounds = {"confidence": confidence(record)[event.id], "grade": source.grade if source else ""}
        print_json({**event_cells(event), "treaty": event.treaty, "stages": stages, **grounds, **found})
        return
    lines = _facts(record, event)
    lines.append(("source", f"{source.title}, {source.where}" if source else "unverified"))
    if event.page:
        lines.append(("page", event.page))
    grade = f" (the source is graded {source.grade})" if source and source.grade else ""
    lines.append(("confidence", confidence(record)[event.id] + grade))
    numbers = [f"{i.scheme} {i.number}" for i in record.identities if i.id == event.id]
    if numbers:
        lines.append(("numbers", ", ".join(numbers)))
    if event.note:
        lines.append(("note", event.note))
    if event.claims:
        lines.append(("claims", ", ".join(event.claims)))
    if later:
        lines.append(("see also", ", ".join(later)))
    lines += [(stage, f"{n.title} ({n.id})") for n, stage in of_event(record).get(event.id, [])]
    for change in record.overrides:
        if change.key == event.id and change.column:
            lines.append(("overridden", f"{change.column}; the record has: {change.before or 'nothing'}"))
    for r in record.rechecks:
        if r.event == event.id:
            lines.append(("checked", f"{r.verdict} in {r.source}" + (f": {r.note}" if r.note else "")))
    out = console()
    out.print(Text.assemble((event.title, "bold"), "  ", (event.id, "dim")), soft_wrap=True)
    for label, text in lines:
        out.print(f"  {label:<10} {text}", soft_wrap=True)


def _references(event: Event) -> set[str]:
    return {name for key in ("of", "accession", "requires") for name in event.attributes.get(key, "").split("+")}


def _facts(record: Record, event: Event) -> list[tuple[str, str]]:
    kind = record.kinds[record.kind_index[event.kind]]
    names = {a.id: a.name for a in record.actors}
    lines = [("date", f"{event.date} ({event.date_precision})"), ("kind", f"{event.kind}: {kind.meaning}")]
    for label, side in (("side a", event.side_a), ("side b", event.side_b)):
        if side:
            lines.append((label, ", ".join(f"{names[a]} ({a})" for a in side)))
    lines += list(event.attributes.items())
    effect = _effect(kind)
    lines += [("ties", effect)] if effect else []
    lines.append(("truth", event.truth))
    return lines


def _effect(kind: Kind) -> str:
    return " and ".join(f"{verb} {tie}" for verb, tie in (("opens", kind.opens), ("closes", kind.closes)) if tie)


def find(
    text: Annotated[
        str, typer.Argument(metavar="[TEXT]", help="Words that the id, title or clauses hold, or names of actors.")
    ] = "",
    scenario_name: ScenarioOption = "soviet",
    actor: Annotated[str | None, typer.Option(help="Only events with this actor: id, name or alias.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only this kind.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="From this day, month or year on.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="To the end of this day, month or year.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with the columns of events.csv.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Find events by words, actor, kind and time; without TEXT, list them all.

    Case and accents do not matter. Times are written YYYY, YYYY-MM or YYYY-MM-DD.

    Examples:

        rapallo data find rapallo

        rapallo data find --kind defence --actor France --from 1935 --to 1939-08

        rapallo data find --csv > events.csv
    """
    import datetime as dt

    from rapallo.io.events_csv import event_cells, write_events
    from rapallo.record.clock import days_of
    from rapallo.record.find import find_events

    record = scenario(scenario_name).record
    first = days_of(since, "--from")[0] if since else dt.date.min
    last = days_of(until, "--to")[1] if until else dt.date.max
    chosen = find_events(record, text, actor=actor, kind=kind, first=first, last=last)
    if as_json:
        print_json([event_cells(event) for event in chosen])
    elif as_csv:
        write_events(chosen, sys.stdout)
    elif not chosen:
        console().print("No event fits. Use fewer words, or a wider time.")
    else:
        _print_events(chosen)


def _print_events(events: Iterable[Event]) -> None:
    from rich.table import Table
    from rich.text import Text

    listing = Table.grid(padding=(0, 2, 0, 0))
    listing.add_column(no_wrap=True)
    listing.add_column(no_wrap=True)
    listing.add_column(width=31)
    listing.add_column()
    for event in events:
        sides = " > ".join(" ".join(side) for side in (event.side_a, event.side_b) if side)
        title = Text.assemble(event.title, "  ", (event.id, "dim"))
        listing.add_row(event.date.isoformat(), event.kind, sides, title)
    console().print(listing)


def actors(scenario_name: ScenarioOption = "soviet", as_json: JsonOption = False) -> None:
    """List the actors: id, name, type, life, home and the number of events in which each takes part.

    Examples:

        rapallo data actors

        rapallo data actors --json
    """
    from rapallo.record.tallies import by_actor

    record = scenario(scenario_name).record
    counts = by_actor(record)
    aliases: dict[str, list[str]] = {}
    for alias, target in record.vocabulary.aliases.items():
        aliases.setdefault(target, []).append(alias)
    rows = [
        {
            "id": a.id,
            "name": a.name,
            "type": a.type,
            "begin": a.begin.isoformat(),
            "end": a.end.isoformat() if a.end else "",
            "home": a.home,
            "events": counts[a.id],
            "aliases": aliases.get(a.id, []),
        }
        for a in record.actors
    ]
    if as_json:
        print_json(rows)
        return
    _print_table([{**row, "aliases": ", ".join(aliases.get(str(row["id"]), []))} for row in rows])


def kinds(scenario_name: ScenarioOption = "soviet", as_json: JsonOption = False) -> None:
    """List the kinds of event: role, who does it to whom, the rule of risk, what it does, and how many there are.

    Examples:

        rapallo data kinds

        rapallo data kinds --json
    """
    from collections import Counter

    record = scenario(scenario_name).record
    counts = Counter(e.kind for e in record.chronicle())
    rows = [
        {
            "name": k.name,
            "role": k.role,
            "sides": f"{k.sender} {'with' if k.consent else 'to'} {k.receiver}",
            "risk": f"{k.risk} {k.tie}".strip(),
            "does": ", ".join(x for x in (_effect(k), *k.consequences) if x),
            "events": counts[k.name],
            "meaning": k.meaning,
        }
        for k in record.kinds
    ]
    if as_json:
        print_json(rows)
        return
    _print_table(rows)


def _print_table(rows: Sequence[dict[str, object]]) -> None:
    """Print rows of one shape; a column of whole numbers stands to the right."""
    from rich.table import Table

    table = Table(box=None)
    for name, value in rows[0].items():
        table.add_column(name, justify="right" if isinstance(value, int) else "left")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    console().print(table)
