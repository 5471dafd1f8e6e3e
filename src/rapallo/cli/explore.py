"""rapallo replay, state: look at a day of the record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rapallo.cli.common import (
    CHARTS,
    JsonOption,
    ScenarioOption,
    bold,
    console,
    date,
    draw,
    file_to_write,
    print_json,
    print_listed,
    scenario,
)

AtOption = Annotated[str, typer.Option("--at", help="Day, YYYY-MM-DD; the state is that of its end.", metavar="DATE")]
# more pairs than these are only counted
PAIRS_SHOWN = 60
COLUMNS = {
    "trust": "trust",
    "threat": "threat felt",
    "trust_in_return": "trust in return",
    "threat_in_return": "threat in return",
    "hostile": "hostile acts",
    "hostile_in_return": "in return",
}


def replay(
    at: AtOption,
    actor: Annotated[str | None, typer.Option(help="Show this actor's ties and last events.", metavar="ID")] = None,
    last: Annotated[int, typer.Option(help="How many of the last events to show.", min=0)] = 10,
    scenario_name: ScenarioOption = "soviet",
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Draw the signed network into this file (png, svg, pdf).")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Replay the record to the end of a day: who exists, what binds them, what happened last.

    An actor's ties are listed with the year since when, and the year until when if they were made for a term; a +
    marks one that runs on past its term.

    Examples:

        rapallo replay --at 1939-08-22 --actor RUS

        rapallo replay --at 1949-06-01 --chart network.png
    """
    from rapallo.report.state import replay_data

    history = scenario(scenario_name).system.history
    day = date(at, "--at")
    if chart is not None:
        file_to_write(chart, CHARTS)
    found = replay_data(history, day, actor, last=last)
    if as_json:
        print_json(found)
    else:
        _show_day(found)
    if chart is not None:
        from rapallo.plot.network import plot_network

        draw(lambda: plot_network(history, day), chart)


def _show_day(found: dict[str, Any]) -> None:
    out = console()
    out.print(
        bold(
            f"{found['record']} at the end of {found['date']}",
            f": {len(found['actors'])} actors, tension {found['tension']:.1f}",
        )
    )
    if found["actor"] is None:
        for tie, pairs in found["ties"].items():
            print_listed(tie, [f"{len(pairs)} pairs"] if len(pairs) > PAIRS_SHOWN else pairs or ["none"])
    else:
        _show_ties(found["ties"])
    if found["events"]:
        out.print("last events" + (f" of {found['actor']}" if found["actor"] else ""))
        for e in found["events"]:
            out.print(f"  {e['date']}  {e['kind']:<20} {e['title']}  {e['id']}")


def _show_ties(ties: list[dict[str, Any]]) -> None:
    """Print ties by kind: who is at the other end, since and until when, and whether it is secret."""
    by_kind: dict[str, list[str]] = {}
    for tie in ties:
        term = f"{tie['since'][:4]}-{(tie['until'] or '')[:4]}{'+' if tie['runs_on'] else ''}"
        text = f"{tie['other']} {term}" + (" secret" if tie["secret"] else "")
        by_kind.setdefault(f"{tie['tie']} {tie['side']}".strip(), []).append(text)
    for kind, whom in by_kind.items():
        print_listed(kind, whom)


def state(
    actor: Annotated[str, typer.Argument(help="Whose state, for example GMY.", metavar="ACTOR")],
    at: AtOption,
    other: Annotated[
        str | None,
        typer.Argument(help="Towards whom; without it, the five most feared and trusted.", metavar="[OTHER]"),
    ] = None,
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """Show what an actor is and believes on a day: covariates, ties, trust and perceived threat.

    Examples:

        rapallo state RUS UKG --at 1927-05-01

        rapallo state POL --at 1939-08-22 --json
    """
    from rapallo.report.state import actor_data

    found = actor_data(scenario(scenario_name).system.history, actor, date(at, "--at"), other)
    if as_json:
        print_json(found)
        return
    from rich.table import Table

    out = console()
    alive = "" if found["exists"] else " (does not exist on that day)"
    out.print(bold(f"{found['name']} at the end of {found['date']}", alive))
    values = {name: value for name, value in found["covariates"].items() if value != 0}
    out.print("  " + ", ".join(f"{k} {'unknown' if v is None else format(v, '.3g')}" for k, v in values.items()))
    _show_ties(found["ties"])
    out.print("beliefs (log-odds of good faith; chance of attack within a year)")
    table = Table(box=None)
    table.add_column("towards")
    for title in COLUMNS.values():
        table.add_column(title, justify="right")
    for view in found["views"]:
        table.add_row(view["other"], *(f"{view[name]:.3f}" for name in COLUMNS))
    out.print(table)
