"""rapallo new: a scenario folder from a file of one's own events."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rapallo.cli.common import JsonOption, bold, console, print_json


def new(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="New folder.")],
    events: Annotated[
        Path,
        typer.Option(
            "--events",
            help="CSV or TSV file with a row for each event: sender, receiver, time, and where there are several "
            "kinds a type. Usual names such as source, target and date are understood.",
            metavar="FILE",
        ),
    ],
    undirected: Annotated[bool, typer.Option("--undirected", help="The order of the two sides says nothing.")] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(
            help="Take sender, receiver, time, type or weight from this column; may be repeated.", metavar="ROLE=NAME"
        ),
    ] = None,
    year: Annotated[
        float | None,
        typer.Option(help="For times that are numbers: how many units make a year.", metavar="NUMBER"),
    ] = None,
    in_order: Annotated[
        bool, typer.Option("--in-order", help="No time is known, but the rows stand in the order of events.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make a scenario from a file of events, with a first model, and say what was inferred from the file.

    A time is a date (YYYY-MM-DD), a number, or only a place in an order. The folder is read by `--scenario DIR`; its
    README.md keeps what is printed here, and how a day leads back to the time in the file.

    Examples:

        rapallo new mine --events crises.csv

        rapallo new talks --events talks.tsv --undirected --column type=topic
    """
    from rapallo.errors import UsageError
    from rapallo.io.own_events import read_own_events, summary
    from rapallo.io.own_scenario import write_scenario

    columns: dict[str, str] = {}
    for text in column or []:
        role, equals, name = (part.strip() for part in text.partition("="))
        if not equals or not name or role in columns:
            raise UsageError(f"--column {text}: write ROLE=NAME once for each role, for example sender=country.")
        columns[role] = name
    own = read_own_events(events, undirected=undirected, columns=columns, year=year, in_order=in_order)
    write_scenario(own, out)
    said = summary(own)
    if as_json:
        print_json({"folder": str(out), **said})
        return
    console().print(bold(str(out), f": {said['events']} events of {events}"))
    for label, text in said.items():
        console().print(f"  {label:<15} {text}", soft_wrap=True)
    console().print(f"Next: rapallo data check --scenario {out}, then rapallo fit --scenario {out}", soft_wrap=True)
