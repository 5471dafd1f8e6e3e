"""rapallo explain: why an event was likely, or one that did not happen was not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from rapallo.cli.common import (
    CHARTS,
    FitOption,
    JsonOption,
    ModelOption,
    ScenarioOption,
    bold,
    console,
    date,
    draw,
    file_to_write,
    fitted,
    print_json,
    scenario,
    system_of,
)

YEARS_DRAWN = 10
PAIRS_DRAWN = 6


def explain(
    event: Annotated[
        str,
        typer.Argument(help="Id of an event (rapallo data find), or a kind with --between.", metavar="EVENT-ID"),
    ],
    between: Annotated[
        tuple[str, str] | None, typer.Option(help="Why (not) a kind between two actors.", metavar="A B")
    ] = None,
    at: Annotated[str | None, typer.Option("--at", help="Day for --between, YYYY-MM-DD.", metavar="DATE")] = None,
    fit_until: Annotated[
        str | None,
        typer.Option(help="Last day the model is fitted on; default: the day before the event.", metavar="DATE"),
    ] = None,
    fit_file: FitOption = None,
    model: ModelOption = None,
    scenario_name: ScenarioOption = "soviet",
    chart: Annotated[
        Path | None,
        typer.Option("--chart", help="Draw the intensity of the ten years before into this file (png, svg, pdf)."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Explain an event, or one that did not happen: rank, surprisal, contributions by side.

    The model is fitted on what happened before the event only, unless --fit or --fit-until say otherwise.

    Examples:

        rapallo explain 1939-nazi-soviet-pact

        rapallo explain defence --between RUS UKG --at 1939-08-23
    """
    from rapallo.errors import UsageError

    system = system_of(scenario(scenario_name), model)
    if between is None:
        if at is not None:
            raise UsageError("explain: --at goes with --between; an event has a day of its own. Leave it out.")
        day = system.record.event(event).date
    elif at is None:
        raise UsageError("explain: --between needs a day. Add --at and the day, YYYY-MM-DD.")
    else:
        day = date(at, "--at")
    if chart is not None:
        file_to_write(chart, CHARTS)
    limit = date(fit_until, "--fit-until") if fit_until else day - dt.timedelta(days=1)
    result = fitted(system, limit, fit_file)

    from rapallo.explanation.event import explain as run_explain
    from rapallo.explanation.event import why_not
    from rapallo.report.explanation import explanation_data

    if between is None:
        found = run_explain(system, result, event)
    else:
        found = why_not(system, result, event, between[0], between[1], day)
    if as_json:
        print_json(explanation_data(found))
    else:
        _show(explanation_data(found))
    if chart is not None:
        from rapallo.explanation.series import intensity_series
        from rapallo.plot.intensity import plot_intensity

        kind, pairs = found.pairs[0].kind, [(p.a, p.b) for p in found.pairs[:PAIRS_DRAWN]]
        since = day.replace(year=max(day.year - YEARS_DRAWN, dt.MINYEAR), day=1)
        draw(lambda: plot_intensity(intensity_series(system, result, kind, pairs, since, day), kind), chart)


def _show(found: dict[str, Any]) -> None:
    console().print(bold(found["title"], f" ({found['date']}); model fitted on events until {found['fitted_until']}"))
    for pair in found["pairs"]:
        _show_pair(pair)


def _show_pair(p: dict[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    out = console()
    out.print(
        Text.assemble(
            f"\n{p['kind']}, {p['a']} {'and' if p['consent'] else 'to'} {p['b']}: rank ",
            (f"{p['rank']} of {p['of']}", "bold"),
            " pairs at risk, surprisal ",
            (f"{p['surprisal']:.1f} bits", "bold"),
            f" (share {p['share']:.4f} of the kind's intensity), {p['intensity']:.4f} per year",
        )
    )
    out.print("contributions to the log-intensity, against the average pair at risk:")
    table = Table(box=None)
    table.add_column("effect")
    sides = {"from_a": f"from {p['a']}"}
    if p["consent"]:
        sides |= {"from_b": f"from {p['b']}", "together": "together"}
    for title in ("coefficient", *sides.values()):
        table.add_column(title, justify="right")
    for term in p["terms"]:
        table.add_row(term["term"], f"{term['coefficient']:+.2f}", *(f"{term[side]:+.2f}" for side in sides))
    sums = (p["side_a"], p["side_b"], p["together"]) if p["consent"] else (p["side_a"],)
    table.add_row("sum", "", *(f"{value:+.2f}" for value in sums))
    out.print(table)
    if p["consent"]:
        out.print(f"{p['holds_back']}'s terms are the lower: it is the side that holds back.")
