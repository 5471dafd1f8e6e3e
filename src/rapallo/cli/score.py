"""rapallo score: how well models foretell what came after a day."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rapallo.cli.common import (
    JsonOption,
    ModelsOption,
    ScenarioOption,
    console,
    date,
    models_of,
    print_json,
    progress_bar,
    scenario,
)

CONSTANT, TWO = "constant rates", "two memories"


def score(
    origin: Annotated[
        list[str], typer.Option(help="First day that is scored; may be given several times.", metavar="DATE")
    ],
    years: Annotated[float, typer.Option(help="How long after each origin.", min=0.25)] = 1.0,
    model: ModelsOption = None,
    without: Annotated[
        list[str] | None, typer.Option(help="Leave a kind out; may be given several times.", metavar="KIND")
    ] = None,
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """Fit models on what lies before each origin and score what came after it, one step ahead.

    Two models that anybody would try first stand beside them: constant rates, and two coefficients for each kind
    (decayed co-operative and hostile acts, or where kinds are called neither those of the kind itself). Log score: log
    intensity of each event less the integral, per event, in nats; more is better. Share: log of the share of the pair
    that acted among the pairs at risk. Intervals of the difference are those of a bootstrap over quarters of a year.

    Examples:

        rapallo score --origin 1928-01-01 --origin 1931-01-01 --origin 1934-01-01 --years 3 --model memory

        rapallo score --origin 1935-01-01 --model my-model.toml --without settlement
    """
    from rapallo.errors import UsageError
    from rapallo.record.tables import unknown
    from rapallo.report.scores import scores_data
    from rapallo.scoring.baselines import constant, two_memories
    from rapallo.scoring.score import score as scored

    days = [date(text, "--origin") for text in origin]
    loaded = scenario(scenario_name)
    record = loaded.record
    for kind in without or ():
        if kind not in record.kind_index:
            raise UsageError(f"--without: {unknown('kind', kind, list(record.kind_index))}")
    models = {CONSTANT: constant(record), TWO: two_memories(record)} | models_of(loaded, model or [])
    found = {}
    with progress_bar() as bar:
        task = bar.add_task("", total=len(models) * len(days))
        for name, one in models.items():
            for day in days:
                bar.update(task, description=f"{name}, {day}")
            found[name] = scored(
                record,
                one,
                days,
                years,
                progress=lambda day, number, of, name=name: bar.update(  # type: ignore[misc]
                    task, description=f"{name}, {day}", advance=1
                ),
            )
    data = scores_data(found, TWO, without or ())
    if as_json:
        print_json(data)
        return
    _print(data)


def _print(data: dict[str, Any]) -> None:
    """Print a table of models, and under it the calibration of the last."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    columns = ("model", "log score", "share", "1/rank", "expected", "happened", "better than two memories", "95 %")
    for column in columns:
        table.add_column(column, justify="left" if column == "model" else "right")
    for name, found in data["models"].items():
        whole, gap = found["all"], found["difference"]
        better, interval = "", ""
        if gap is not None:
            better = f"{gap['log_score']:+.3f}"
            interval = "{:+.3f} to {:+.3f}".format(*gap["log_score_interval"])
        table.add_row(
            name,
            f"{whole['log_score']:.3f}",
            f"{whole['log_share']:.3f}",
            f"{whole['reciprocal_rank']:.3f}",
            f"{whole['expected']:.0f}",
            f"{whole['weight']:.0f}",
            better,
            interval,
        )
    out = console()
    out.print(table)
    last = data["models"][list(data["models"])[-1]]
    bins = [f"{row['expected']:.1f} / {row['happened']:.1f} from {row['above']:g}" for row in last["calibration"]]
    out.print(
        f"\nWeight expected / happened of the last model by intensity (events per year of a pair): {', '.join(bins)}."
    )
    if missed := [f"{name} {found['missed']}" for name, found in data["models"].items() if found["missed"]]:
        out.print(f"Event pairs held to be impossible and not scored: {', '.join(missed)}.")
