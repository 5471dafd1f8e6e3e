"""rapallo fit, simulate: the long work."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rapallo.cli.common import (
    FitOption,
    JsonOption,
    ScenarioOption,
    WorkersOption,
    console,
    date,
    file_to_write,
    fitted,
    print_json,
    progress_bar,
    scenario,
)

KINDS_SHOWN = 6


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

    What was left out is said: kinds without an event in the window, terms that are not identified, pairs of which a
    value is unknown. The same fit is made once and then kept.

    Examples:

        rapallo fit --until 1936-12-31 --out fit-1936.json

        rapallo fit --kind non_aggression
    """
    from dataclasses import replace

    from rapallo.errors import UsageError
    from rapallo.io.fits import write_fit
    from rapallo.record.tables import unknown
    from rapallo.report.fit import fit_data

    system = scenario(scenario_name).system
    last = date(until, "--until") if until else system.record.end
    if out is not None:
        file_to_write(out)
    result = fitted(system, last, None)
    if kind in result.silent:
        raise UsageError(
            f"{kind} has no event from {result.since} to {result.until} and so no estimate. Take a wider window."
        )
    if kind is not None and kind not in result.kinds:
        raise UsageError(unknown("fitted kind", kind, list(result.kinds)))
    if out is not None:
        write_fit(result, out)
    for warning in result.warnings:
        sys.stderr.write(f"warning: {warning}\n")
    shown = None if kind is None else [kind]
    if as_json:
        print_json(fit_data(result, shown))
        return
    console().print(result.summary() if kind is None else replace(result, kinds={kind: result.kinds[kind]}).summary())
    if result.silent and kind is None:
        console().print(
            f"\nNo event at risk in the window, so no estimate, and none in simulation: {', '.join(result.silent)}."
        )


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

    The model is fitted on the record until --from, unless --fit names a saved fit. --to may lie beyond the record's end:
    from there on covariates stay as they were last known and nothing is scheduled.

    Examples:

        rapallo simulate --from 1933-01-30 --to 1941-06-21 --runs 100 --seed 1 --out out/thirties

        rapallo simulate --scenario mine --from 1853-04-02 --to 1860-12-31 --out out/after
    """
    from rapallo.errors import UsageError
    from rapallo.simulation.arm import span

    system = scenario(scenario_name).system
    first, last = span(system.record, date(start, "--from"), date(stop, "--to"))
    result = fitted(system, first, fit_file)
    if result.until > first.isoformat():
        raise UsageError(
            f"{fit_file}: the fit reaches to {result.until}, beyond {first}: it knows the future. "
            f"Fit until {first}, or leave out --fit."
        )
    from rapallo.io.ensembles import read_ensemble, write_ensemble
    from rapallo.report.ensemble import ensemble_data

    with progress_bar() as bar:
        task = bar.add_task("simulating", total=runs)
        kept = write_ensemble(
            out,
            system,
            result.coefficients(),
            first,
            last,
            runs=runs,
            seed=seed,
            workers=workers,
            progress=lambda n: bar.advance(task, n),
        )
    found = {"folder": str(out), "kept": kept, **ensemble_data(read_ensemble(out, system))}
    if as_json:
        print_json(found)
        return
    most = list(found["events_by_kind"].items())[:KINDS_SHOWN]
    console().print(
        f"{runs} histories from {first} to {last} in {out}"
        + (f" ({kept} were there already)" if kept else "")
        + f"; {found['events']:.1f} events each. Most frequent: "
        + ", ".join(f"{k} {v:.1f}" for k, v in most)
    )
    if found["beyond"]:
        console().print(f"({found['beyond']})")
