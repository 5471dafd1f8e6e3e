"""rapallo data negotiations and treaties: what was talked about, what was signed, and how both ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rapallo.cli.common import JsonOption, ScenarioOption, console, print_json, scenario

if TYPE_CHECKING:
    from rapallo.record.courses import Course
    from rapallo.record.diplomacy import TreatyRow
    from rapallo.record.tables import Record

ActorOption = Annotated[str | None, typer.Option(help="Only those with this actor: id, name or alias.")]


def negotiations(
    name: Annotated[str, typer.Argument(metavar="[ID]", help="Show this one, act by act.")] = "",
    scenario_name: ScenarioOption = "soviet",
    actor: ActorOption = None,
    subject: Annotated[str | None, typer.Option(help="Only those on this subject.")] = None,
    outcome: Annotated[str | None, typer.Option(help="Only those that ended so: signed, refused ...")] = None,
    as_json: JsonOption = False,
) -> None:
    """List negotiations with their outcome, or show one act by act: who offered, drafted, accepted and refused.

    Examples:

        rapallo data negotiations --actor Poland --outcome refused

        rapallo data negotiations 1939-triple-alliance
    """
    from rapallo.errors import UsageError
    from rapallo.record.courses import courses
    from rapallo.record.find import actor_named
    from rapallo.record.tables import unknown
    from rapallo.record.values import CHOICES
    from rapallo.report.negotiations import course_data

    record = scenario(scenario_name).record
    found = courses(record)
    for what, value, known in (
        ("negotiation", name, [t.negotiation.id for t in found]),
        ("subject", subject, list(record.vocabulary.subjects)),
        ("outcome", outcome, list(CHOICES["negotiation_outcome"])),
    ):
        if value and value not in known:
            raise UsageError(unknown(what, value, known))
    who = actor_named(record, actor).id if actor else None
    chosen = [
        t
        for t in found
        if name in ("", t.negotiation.id)
        and (who is None or who in t.negotiation.parties)
        and subject in (None, t.negotiation.subject)
        and outcome in (None, t.negotiation.outcome)
    ]
    if as_json:
        data = [course_data(t) for t in chosen]
        print_json(data[0] if name else data)
    elif not chosen:
        console().print("No negotiation fits. Ask for fewer things at once.")
    elif name:
        _print_one(record, chosen[0])
    else:
        _print_all(chosen)


def _print_one(record: Record, one: Course) -> None:
    from rich.table import Table

    from rapallo.cli.common import bold

    out, n = console(), one.negotiation
    out.print(bold(n.title, f"  {n.id}"))
    out.print(f"  {n.subject}: {record.vocabulary.subjects[n.subject]}; between {', '.join(n.parties)}", soft_wrap=True)
    table = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(4):
        table.add_column(overflow="fold")
    for stage, event in one.acts:
        table.add_row(f"  {event.date}", stage, " ".join(event.side_a), f"{event.title}  {event.id}")
    out.print(table)
    rests = f" ({n.source})" if n.source else ""
    out.print(f"  Outcome on {n.end}: {n.outcome}{rests}. {n.note}", soft_wrap=True)


def _print_all(chosen: list[Course]) -> None:
    from collections import Counter

    from rich.table import Table

    out, table = console(), Table(box=None)
    for column in ("from", "to", "subject", "parties", "outcome", "acts", "what"):
        table.add_column(column, justify="right" if column == "acts" else "left", overflow="fold")
    for t in chosen:
        n = t.negotiation
        cells = (str(t.begin), str(n.end), n.subject, " ".join(n.parties), n.outcome, str(len(t.acts)))
        table.add_row(*cells, f"{n.title}  {n.id}")
    out.print(table)
    counts = Counter(t.negotiation.outcome for t in chosen)
    ends = ", ".join(f"{k} {word}" for word, k in counts.most_common())
    out.print(f"{len(chosen)} negotiations: {ends}.")


def treaties(
    name: Annotated[str, typer.Argument(metavar="[ID]", help="Show this one with its clauses.")] = "",
    scenario_name: ScenarioOption = "soviet",
    actor: ActorOption = None,
    kind: Annotated[str | None, typer.Option(help="Only this kind.")] = None,
    at: Annotated[str | None, typer.Option(help="Only those signed and not yet ended on this day.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List treaties: parties, signature, term, end and how they ended; or show one with its clauses.

    Examples:

        rapallo data treaties --actor Lithuania --at 1939-08-22

        rapallo data treaties 1926-berlin-treaty
    """
    import dataclasses

    from rapallo.cli.common import date
    from rapallo.errors import UsageError
    from rapallo.record.find import actor_named, kind_named
    from rapallo.record.tables import unknown

    record = scenario(scenario_name).record
    if name and name not in {t.id for t in record.treaties}:
        raise UsageError(unknown("treaty", name, [t.id for t in record.treaties]))
    who = actor_named(record, actor).id if actor else None
    what = kind_named(record, kind).name if kind else None
    day = date(at, "--at") if at else None
    chosen = [
        t
        for t in record.treaties
        if name in ("", t.id)
        and (who is None or who in {p.actor for p in t.parties})
        and what in (None, t.kind)
        and (day is None or (t.signed <= day and (t.ended is None or day < t.ended) and t.ending != "never_in_force"))
    ]
    if as_json:
        rows = [_plain(dataclasses.asdict(t)) for t in chosen]
        print_json(rows[0] if name else rows)
    elif not chosen:
        console().print("No treaty fits. Ask for fewer things at once.")
    elif name:
        _print_treaty(record, chosen[0])
    else:
        _print_treaties(chosen)


def _plain(row: dict[str, object]) -> dict[str, object]:
    import datetime as dt

    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}


def _print_treaty(record: Record, treaty: TreatyRow) -> None:
    from rapallo.cli.common import bold

    out = console()
    out.print(bold(treaty.title, f"  {treaty.id}"))
    lines = {
        "kind": treaty.kind,
        "parties": ", ".join(f"{p.actor} ({p.role})" for p in treaty.parties),
        "signed": treaty.signed,
        "ratified": treaty.ratified,
        "in force": treaty.in_force,
        "term": treaty.term and (treaty.term if treaty.term == "none" else f"{treaty.term} years"),
        "secret": "yes" if treaty.secret else "",
        "revealed": treaty.revealed,
        **treaty.clauses,
        "prolonged by": ", ".join(treaty.prolonged_by),
        "ended": f"{treaty.ended or ''} {treaty.ending} {treaty.ended_by or ''}".strip(),
        "numbers": ", ".join(f"{i.scheme} {i.number}" for i in record.identities if i.id == treaty.id),
        "source": next((f"{s.title}, {s.where}" for s in record.sources if s.id == treaty.source), treaty.source),
        "note": treaty.note,
    }
    for label, text in lines.items():
        if text:
            out.print(f"  {label:<13} {text}", soft_wrap=True)


def _print_treaties(chosen: list[TreatyRow]) -> None:
    from rich.table import Table

    table = Table(box=None)
    for column in ("signed", "kind", "parties", "term", "ended", "how", "what"):
        table.add_column(column, justify="right" if column == "term" else "left", overflow="fold")
    for t in chosen:
        names = " ".join(p.actor for p in t.parties)
        table.add_row(str(t.signed), t.kind, names, t.term, str(t.ended or ""), t.ending, f"{t.title}  {t.id}")
    console().print(table)
