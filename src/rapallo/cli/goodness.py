"""rapallo goodness: whether histories from a model look like what came."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rapallo.cli.common import (
    CHARTS,
    JsonOption,
    ModelOption,
    ScenarioOption,
    WorkersOption,
    console,
    date,
    draw,
    file_to_write,
    models_of,
    print_json,
    progress_bar,
    scenario,
)

if TYPE_CHECKING:
    from rich.table import Table


def goodness(
    origin: Annotated[
        list[str], typer.Option(help="First day that is simulated; may be given several times.", metavar="DATE")
    ],
    years: Annotated[float, typer.Option(help="How long after each origin.", min=0.1)] = 1.0,
    runs: Annotated[int, typer.Option(help="Histories for each origin.", min=1)] = 40,
    model: ModelOption = None,
    seed: Annotated[int, typer.Option(help="Seed; the same seed gives the same histories.")] = 1,
    workers: WorkersOption = 2,
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Draw kinds, figures and residuals into this file (png, svg, pdf).")
    ] = None,
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """Fit a model on what lies before each origin, simulate the years after it, and hold them against what came.

    For each kind and figure (who deals with how many, shared partners, gaps, bursts) the band holds the middle 90 % of
    the histories. A model explodes if more than 5 % of its histories have more than three times the events that came,
    or if the spectral radius of the offspring that an event brings is above 1; it dies out if more than 5 % have none.
    Residuals ask whether the events of a kind come when they are expected, the record known up to each moment.

    Examples:

        rapallo goodness --origin 1928-01-01 --origin 1931-01-01 --years 3 --model memory

        rapallo goodness --origin 1935-01-01 --runs 100 --chart goodness.png

        rapallo goodness --origin 1935-01-01 --json
    """
    from rapallo.report.goodness import goodness_data
    from rapallo.scoring.goodness import goodness as simulated

    if chart is not None:
        file_to_write(chart, CHARTS)
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
    data = goodness_data(found)
    if as_json:
        print_json(data)
    else:
        _print(data)
    if chart is not None:
        from rapallo.plot.goodness import plot_goodness

        draw(lambda: plot_goodness(found), chart)


def _print(data: dict[str, Any]) -> None:
    """Print the verdict, and by section origins, kinds, features and residuals."""
    out = console()
    out.print(f"The model {data['verdict']}.")
    out.print(f"{data['inside']:.0%} of kinds and origins lie inside their 90 % bands.\n")
    out.print("Origins: simulated over observed events, and the direct offspring of an event within five years")
    titles = ("came", "median", "95 %", "above 3x", "radius", "error", "mean", "90 %", "99 %", "more than one")
    names = ("observed", "median", "high", "above", "radius", "error", "offspring", "offspring_90", "offspring_99")
    rows = []
    for row in data["origins"]:
        shares = {name: _share(row[name]) for name in ("above", "fertile")}
        figures = [shares.get(name, _figure(row[name])) for name in (*names, "fertile")]
        rows.append((row["origin"], *figures))
    out.print(_table(("origin", *titles), rows, left=1))
    out.print("\nEvents by kind, and the middle 90 % of the histories")
    rows = []
    for row in data["kinds"]:
        if row["observed"] or row["high"] != 0:
            high = "no end" if row["high"] is None else f"{row['high']:.0f}"
            mean = "no end" if row["mean"] is None else f"{row['mean']:.1f}"
            figures = [f"{row['observed']:.1f}", mean, f"{row['low'] or 0:.0f}", high]
            rows.append((row["origin"], row["kind"], *figures, _where(row)))
    out.print(_table(("origin", "kind", "came", "mean", "5 %", "95 %", ""), rows, left=2))
    _print_features(data["features"])
    _print_residuals(data["residuals"])


def _print_features(features: list[dict[str, Any]]) -> None:
    """Print how many figures of each feature lie in their bands, and those that do not."""
    out = console()
    told = [row for row in features if row["inside"] is not None]
    out.print("\nFigures of the whole inside their 90 % bands")
    for name in dict.fromkeys(row["feature"] for row in told):
        own = [row["inside"] for row in told if row["feature"] == name]
        out.print(f"  {name:<32} {sum(own)} of {len(own)}")
    outside = [row for row in told if not row["inside"]]
    if outside:
        out.print("\nThose outside; p: share of histories that lie as far out, times two for either side")
        rows = [
            (
                row["origin"],
                f"{row['feature']}: {row['label']}",
                *(_figure(row[name]) for name in ("observed", "mean", "low", "high")),
                f"{min(1.0, 2 * min(row['p_upper'], row['p_lower'])):.2f}",
                _where(row),
            )
            for row in outside
        ]
        out.print(_table(("origin", "figure", "came", "mean", "5 %", "95 %", "p", ""), rows, left=2))


def _print_residuals(residuals: list[dict[str, Any]]) -> None:
    """Print the tests of all kinds together, and of each kind whose events do not come when they are expected."""
    out = console()
    tested = [row for row in residuals if row["p"] is not None]
    kinds = [row for row in tested if row["kind"] != "all"]
    low = [row for row in kinds if row["p"] < 0.05]
    out.print(
        f"\nResiduals of time rescaling: {len(low)} of {len(kinds)} kinds with five events or more have p below 0.05 "
        f"({0.05 * len(kinds):.0f} would by chance); these, and all kinds together"
    )
    rows = [
        (
            row["origin"],
            row["kind"],
            str(row["events"]),
            f"{row['expected']:.1f}",
            f"{row['distance']:.2f}",
            _p(row["p"]),
        )
        for row in tested
        if row["kind"] == "all" or row["p"] < 0.05
    ]
    out.print(_table(("origin", "kind", "events", "expected", "distance", "p"), rows, left=2))


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]], *, left: int) -> Table:
    """Return a table whose first columns, and one without a title, stand to the left."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for n, title in enumerate(titles):
        table.add_column(title, justify="left" if n < left or not title else "right")
    for row in rows:
        table.add_row(*row)
    return table


def _where(row: dict[str, Any]) -> str:
    """Return on which side of its band a figure lies; empty inside."""
    if row["inside"]:
        return ""
    if row["high"] is None:
        return "band without end"
    return "above the band" if row["observed"] > row["high"] else "below the band"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"


def _p(value: float) -> str:
    return "below 0.001" if value < 0.001 else f"{value:.3f}"
