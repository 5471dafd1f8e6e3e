"""rapallo fit, simulate, whatif: the long work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rapallo.cli.common import (
    JsonOption,
    ScenarioOption,
    WorkersOption,
    console,
    date,
    fitted,
    print_json,
    progress_bar,
    scenario,
)

if TYPE_CHECKING:
    from rapallo.ask.answer import Answer

FitOption = Annotated[Path | None, typer.Option("--fit", help="Use a saved fit (rapallo fit --out).")]


def fit(
    until: Annotated[
        str | None, typer.Option(help="Last day used, YYYY-MM-DD; default: the record's end.", metavar="DATE")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Save the fit as JSON.", metavar="FILE")] = None,
    kind: Annotated[str | None, typer.Option(help="Show only this kind.")] = None,
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """Fit the model to the record and show estimates, standard errors and convergence.

    Examples:

        rapallo fit --until 1936-12-31 --out fit-1936.json

        rapallo fit --kind non_aggression
    """
    from rapallo.errors import UsageError
    from rapallo.record.tables import unknown

    setting = scenario(scenario_name)
    last = date(until, "--until") if until else setting.record.end
    result = fitted(setting.record, setting.model, last, None)
    if kind is not None and kind not in result.kinds:
        raise UsageError(unknown("fitted kind", kind, list(result.kinds)))
    if out is not None:
        result.save(out)
    if kind is not None:
        from dataclasses import replace

        result = replace(result, kinds={kind: result.kinds[kind]})
    if as_json:
        print_json(result.to_json())
    else:
        console().print(result.summary(), markup=False)


def simulate(
    start: Annotated[str, typer.Option("--from", help="Histories begin after this day.", metavar="DATE")],
    stop: Annotated[str, typer.Option("--to", help="Last day simulated.", metavar="DATE")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the Parquet parts and the manifest.", metavar="DIR")],
    runs: Annotated[int, typer.Option(min=1, help="Number of histories.")] = 100,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same histories.")] = 1,
    fit_file: FitOption = None,
    workers: WorkersOption = 2,
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """Simulate histories with fresh luck into a folder; stop with Ctrl-C and go on with the same command.

    The model is fitted on the record until --from, unless --fit names a saved fit.

    Examples:

        rapallo simulate --from 1933-01-30 --to 1941-06-21 --runs 100 --seed 1 --out out/thirties
    """
    import polars as pl

    from rapallo.io.ensembles import read_ensemble, write_ensemble

    setting = scenario(scenario_name)
    first, last = date(start, "--from"), date(stop, "--to")
    result = fitted(setting.record, setting.model, first, fit_file)
    with progress_bar() as bar:
        task = bar.add_task("simulating", total=runs)
        kept = write_ensemble(
            out,
            setting.record,
            setting.model,
            result.coefficients(),
            first,
            last,
            runs=runs,
            seed=seed,
            workers=workers,
            progress=lambda n: bar.advance(task, n),
        )
    frame, manifest = read_ensemble(out)
    made = frame.filter(~pl.col("given"))
    rates = {k: n / runs for k, n in made.group_by("kind").len().sort("kind").iter_rows()}
    if as_json:
        print_json(
            {
                "folder": str(out),
                "runs": runs,
                "kept": kept,
                "events_per_history": rates,
                "record": manifest["record"],
            }
        )
        return
    console().print(
        f"{runs} histories from {first} to {last} in {out}"
        + (f" ({kept} were there already)" if kept else "")
        + f"; {len(made) / runs:.1f} events each. Most frequent: "
        + ", ".join(f"{k} {v:.1f}" for k, v in sorted(rates.items(), key=lambda kv: -kv[1])[:6])
    )


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
    workers: WorkersOption = 2,
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Draw the answer into this file (png, svg, pdf).")
    ] = None,
    example: Annotated[bool, typer.Option("--example", help="Print one history of each arm.")] = False,
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """Answer a what-if question: probabilities in each arm, intervals, and the paired difference.

    Examples:

        rapallo whatif

        rapallo whatif tripartite-1939 --chart answer.png

        rapallo whatif my-question.toml --runs 500 --draws 0
    """
    from rapallo.ask.answer import whatif as run_whatif
    from rapallo.ask.question import Question
    from rapallo.errors import UsageError
    from rapallo.record.tables import unknown

    setting = scenario(scenario_name)
    shipped = setting.questions()
    if question is None:
        for name, path in shipped.items():
            console().print(f"{name:<26} {Question.from_toml(path).title}")
        return
    if question not in shipped and not Path(question).is_file():
        raise UsageError(f"{unknown('question', question, list(shipped))} The path of a TOML file will do as well.")
    asked = Question.from_toml(shipped.get(question, Path(question)))
    changed = {k: v for k, v in {"runs": runs, "seed": seed}.items() if v is not None}
    asked = asked.model_copy(update=changed)
    record, model = setting.record, setting.model
    asked.check(record)
    result = fitted(record, model, asked.fit_until or asked.start, fit_file)
    draw_runs = 10
    with progress_bar() as bar:
        task = bar.add_task("simulating", total=len(asked.arms) * (asked.runs + draws * draw_runs))
        found = run_whatif(
            record,
            model,
            asked,
            result,
            draws=draws,
            draw_runs=draw_runs,
            workers=workers,
            progress=lambda n: bar.advance(task, n),
        )
    if chart is not None:
        from rapallo.plot.answer import plot_answer
        from rapallo.plot.style import save

        save(plot_answer(found), chart)
    if as_json:
        print_json(found.to_json())
        return
    show_answer(found, example=example)


def show_answer(found: Answer, *, example: bool) -> None:
    """Print an answer as a table, with a line that says what the intervals hold."""
    from rich.table import Table

    out = console()
    asked = found.question
    out.print(f"[bold]{asked.title}[/bold]")
    if asked.text:
        out.print(asked.text.strip())
    table = Table(box=None)
    for column in (
        "outcome",
        "arm",
        "probability",
        "95 % Monte Carlo",
        "95 % with parameters",
        "difference",
        "95 % with parameters ",
    ):
        table.add_column(column, justify="left" if column in {"outcome", "arm"} else "right")
    for outcome in asked.outcomes:
        for n, arm in enumerate(asked.arms):
            r = found.row(outcome.name, arm.name)
            low, high = r.total
            gap_low, gap_high = r.difference_total
            table.add_row(
                outcome.name if n == 0 else "",
                arm.name,
                f"{r.probability:.3f}",
                f"{r.low:.3f} to {r.high:.3f}",
                f"{low:.3f} to {high:.3f}",
                f"{r.difference:+.3f}" if n else "",
                f"{gap_low:+.3f} to {gap_high:+.3f}" if n else "",
            )
    out.print(table)
    out.print(
        f"{asked.runs} histories per arm, {asked.start} to {asked.until}, seed {asked.seed}, the same luck in every "
        f"arm; model fitted on events until {found.fitted_until}; parameter uncertainty from {found.draws} draws "
        "of the coefficients."
    )
    if example:
        for name, lines in found.examples.items():
            out.print(f"\n[bold]{name}[/bold], history 0 (+ given)")
            for line in lines:
                out.print("  " + line, markup=False)
