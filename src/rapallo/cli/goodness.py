"""rapallo goodness: whether histories from a model look like what came."""

from __future__ import annotations

import math
from typing import Annotated, Any

import typer

from rapallo.cli.common import (
    JsonOption,
    ModelOption,
    ScenarioOption,
    WorkersOption,
    console,
    date,
    models_of,
    print_json,
    progress_bar,
    scenario,
)


def goodness(
    origin: Annotated[
        list[str], typer.Option(help="First day that is simulated; may be given several times.", metavar="DATE")
    ],
    years: Annotated[float, typer.Option(help="How long after each origin.", min=0.1)] = 1.0,
    runs: Annotated[int, typer.Option(help="Histories for each origin.", min=1)] = 40,
    model: ModelOption = None,
    seed: Annotated[int, typer.Option(help="Seed; the same seed gives the same histories.")] = 1,
    workers: WorkersOption = 2,
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """Fit a model on what lies before each origin, simulate the years after it, and hold them against what came.

    For each kind the band holds the middle 90 % of the histories. A model explodes if more than 5 % of its histories
    have more than three times the events that came; it dies out if more than 5 % have none.

    Examples:

        rapallo goodness --origin 1928-01-01 --origin 1931-01-01 --years 3 --model memory

        rapallo goodness --origin 1935-01-01 --runs 100 --json
    """
    from rich.table import Table

    from rapallo.scoring.goodness import goodness as simulated

    days = [date(text, "--origin") for text in origin]
    loaded = scenario(scenario_name)
    (own,) = models_of(loaded, [model] if model else []).values()
    with progress_bar() as bar:
        task = bar.add_task("simulating", total=runs * len(days))
        found = simulated(
            loaded.record,
            own,
            days,
            years,
            runs=runs,
            seed=seed,
            workers=workers,
            progress=lambda n: bar.advance(task, n),
        )
    if as_json:
        print_json(
            {
                "verdict": found.verdict,
                "inside": found.inside,
                "origins": [_plain(row) for row in found.origins.to_dicts()],
                "kinds": [_plain(row) for row in found.kinds.to_dicts()],
            }
        )
        return
    out = console()
    out.print(f"The model {found.verdict}.")
    out.print(f"{found.inside:.0%} of kinds and origins lie inside their 90 % bands.\n")
    table = Table(box=None, pad_edge=False)
    for column in ("origin", "kind", "came", "mean", "5 %", "95 %", ""):
        table.add_column(column, justify="left" if column in ("origin", "kind", "") else "right")
    for row in found.kinds.to_dicts():
        if row["observed"] or row["high"]:
            figures = (f"{row['observed']:.1f}", f"{row['mean']:.1f}", f"{row['low']:.0f}", f"{row['high']:.0f}")
            where = "" if row["inside"] else "above the band" if row["observed"] > row["high"] else "below the band"
            table.add_row(row["origin"].isoformat(), row["kind"], *figures, where)
    out.print(table)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row for JSON: days as text, and null for a figure without bounds."""
    finite = {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in row.items()}
    return {**finite, "origin": row["origin"].isoformat()}
