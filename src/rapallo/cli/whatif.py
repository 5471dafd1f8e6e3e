"""rapallo whatif: a question and its answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rapallo.cli.common import (
    CHARTS,
    FitOption,
    JsonOption,
    ModelOption,
    ScenarioOption,
    WorkersOption,
    bold,
    console,
    draw,
    file_to_write,
    fitted,
    print_json,
    progress_bar,
    scenario,
    system_of,
)

DRAW_RUNS = 10


def whatif(
    question: Annotated[
        str | None,
        typer.Argument(help="A shipped question or a TOML file; none lists the shipped ones.", metavar="NAME-OR-FILE"),
    ] = None,
    runs: Annotated[int | None, typer.Option(min=2, help="Histories per arm; default: the question's.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Default: the question's.")] = None,
    draws: Annotated[
        int, typer.Option(min=0, help="Draws of the coefficients for parameter uncertainty; 0 for none.")
    ] = 10,
    fit_file: FitOption = None,
    model: ModelOption = None,
    workers: WorkersOption = 2,
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Draw the answer into this file (png, svg, pdf).")
    ] = None,
    example: Annotated[bool, typer.Option("--example", help="Print one history of each arm.")] = False,
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """Answer a what-if question: probabilities in each arm, intervals, the paired difference, and what fell away.

    Examples:

        rapallo whatif

        rapallo whatif tripartite-1939 --chart answer.png

        rapallo whatif my-question.toml --runs 500 --draws 0
    """
    from rapallo.ask.question import Question
    from rapallo.errors import UsageError
    from rapallo.record.tables import unknown

    found = scenario(scenario_name)
    shipped = found.questions()
    if question is None:
        for name, path in shipped.items():
            console().print(f"{name:<26} {Question.from_toml(path).title}")
        return
    if question not in shipped and not Path(question).is_file():
        raise UsageError(f"{unknown('question', question, list(shipped))} The path of a TOML file will do as well.")
    if chart is not None:
        file_to_write(chart, CHARTS)
    asked = Question.from_toml(shipped.get(question, Path(question)))
    changed = {name: value for name, value in {"runs": runs, "seed": seed}.items() if value is not None}
    asked = asked.model_copy(update=changed)
    system = system_of(found, model)
    asked.check(system)
    result = fitted(system, asked.fit_until or asked.start, fit_file)

    from rapallo.ask.answer import whatif as run_whatif
    from rapallo.report.answer import answer_data

    with progress_bar() as bar:
        task = bar.add_task("simulating", total=len(asked.arms) * (asked.runs + draws * DRAW_RUNS))
        answer = run_whatif(
            system,
            asked,
            result,
            draws=draws,
            draw_runs=DRAW_RUNS,
            workers=workers,
            progress=lambda n: bar.advance(task, n),
        )
    data = answer_data(answer, system.record)
    if as_json:
        print_json(data)
    else:
        _show(data, example=example)
    if chart is not None:
        from rapallo.plot.answer import plot_answer

        draw(lambda: plot_answer(answer), chart)


def _show(found: dict[str, Any], *, example: bool) -> None:
    """Print an answer as a table, what the intervals hold, what fell away, and a history of each arm if asked."""
    out = console()
    out.print(bold(found["title"]))
    if found["text"]:
        out.print(found["text"])
    _show_rows(found["rows"])
    out.print(
        f"{found['runs']} histories per arm, {found['start']} to {found['until']}, seed {found['seed']}, the same luck "
        f"in every arm; model fitted on events until {found['fitted_until']}; parameter uncertainty from "
        f"{found['draws']} draws of the coefficients."
    )
    _show_fallen(found["fallen"])
    if example:
        for arm, lines in found["examples"].items():
            out.print()
            out.print(bold(arm, ", history 0 (+ given)"))
            for line in lines:
                out.print("  " + line)


# what fell away in another arm is named if it did so in this share of histories more than in the first arm
MORE = 0.05


def _show_fallen(fallen: dict[str, list[dict[str, Any]]]) -> None:
    """Say what given events did not happen for want of what they presuppose: how many, and by what the arms differ."""
    out = console()
    (first, common), *others = fallen.items()
    often = [event for event in common if event["share"] >= 0.5]
    if often:
        out.print(
            f"For want of what they presuppose, {len(often)} given events did not happen in half of the histories of "
            f"“{first}” or more, such as: {'; '.join(event['title'] or event['id'] for event in often[:3])}. "
            "All of them, for each arm: --json."
        )
    for arm, events in others:
        for event in events:
            if event["share"] - event["first_arm"] >= MORE:
                what = f"{event['title']} ({event['id']})" if event["title"] else event["id"]
                out.print(
                    f"Fell away in “{arm}”, in {event['share']:.0%} of histories (in “{first}” in "
                    f"{event['first_arm']:.0%}): {what}"
                )


def _show_rows(rows: list[dict[str, Any]]) -> None:
    from rich.table import Table

    table = Table(box=None)
    table.add_column("outcome")
    table.add_column("arm")
    for title in ("probability", "95 % Monte Carlo", "95 % with parameters", "difference", "95 % with parameters"):
        table.add_column(title, justify="right")
    base, shown = rows[0]["arm"], ""
    for row in rows:
        table.add_row(
            row["outcome"] if row["outcome"] != shown else "",
            row["arm"],
            f"{row['probability']:.3f}",
            f"{row['low']:.3f} to {row['high']:.3f}",
            f"{row['total_low']:.3f} to {row['total_high']:.3f}",
            "" if row["arm"] == base else f"{row['difference']:+.3f}",
            "" if row["arm"] == base else f"{row['difference_total_low']:+.3f} to {row['difference_total_high']:+.3f}",
        )
        shown = row["outcome"]
    console().print(table)
