"""rapallo fit, simulate: the long work."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rapallo.cli.common import (
    FitOption,
    JsonOption,
    ModelOption,
    ModelsOption,
    ScenarioOption,
    WorkersOption,
    console,
    date,
    file_to_write,
    fitted,
    models_of,
    print_json,
    progress_bar,
    scenario,
    system_of,
)

if TYPE_CHECKING:
    from rapallo.estimation.result import Fit

KINDS_SHOWN = 6


def fit(
    until: Annotated[
        str | None, typer.Option(help="Last day used, YYYY-MM-DD; default: the record's end.", metavar="DATE")
    ] = None,
    model: ModelsOption = None,
    out: Annotated[Path | None, typer.Option("--out", help="Save the fit as JSON.", metavar="FILE")] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            "--table",
            help="Write the estimates as a table: FILE.md, FILE.tex (booktabs), FILE.csv or FILE.parquet.",
            metavar="FILE",
        ),
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Show only this kind.")] = None,
    bootstrap: Annotated[
        int, typer.Option(help="Samples of quarters for standard errors beside those of the Hessian.", min=0)
    ] = 0,
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """Fit a model and show estimates, standard errors, priors and convergence; several models stand side by side.

    What was left out is said: kinds without an event in the window, terms that are not identified, pairs of which a
    value is unknown. What happens within a quarter hangs together: --bootstrap 200 gives errors that allow for it. The
    same fit is made once and then kept.

    Examples:

        rapallo fit --until 1936-12-31 --out fit-1936.json

        rapallo fit --kind non_aggression --bootstrap 200

        rapallo fit --model memory --model my-model.toml --until 1936-12-31 --kind protest --table protest.tex
    """
    from rapallo.errors import UsageError
    from rapallo.estimation.comparison import compare
    from rapallo.io.fits import write_fit
    from rapallo.io.result_tables import FORMATS, write_comparison
    from rapallo.model.system import System
    from rapallo.report.fit import fit_data

    loaded = scenario(scenario_name)
    last = date(until, "--until") if until else loaded.record.end
    models = models_of(loaded, model or [])
    if out is not None:
        file_to_write(out)
        if len(models) > 1:
            raise UsageError("--out: a file holds the fit of one model. Name one with --model.")
    if table is not None:
        file_to_write(table, tuple(FORMATS))
    fits = {}
    for name, one in models.items():
        fits[name] = fitted(System(loaded.record, one), last, None, bootstrap)
        for warning in fits[name].warnings:
            sys.stderr.write(f"warning: {warning}\n")
    shown = fits if kind is None else _only(fits, kind)
    if out is not None:
        write_fit(next(iter(fits.values())), out)
    if table is not None:
        write_comparison(compare(shown), table)
    if as_json:
        told = {name: fit_data(fits[name], one.kinds) for name, one in shown.items()}
        print_json({"models": told} if len(models) > 1 else next(iter(told.values())))
    elif len(models) > 1:
        console().print(compare(shown).summary(), soft_wrap=True)
    else:
        (found,) = shown.values()
        console().print(found.summary())
        if found.silent:
            console().print(
                f"\nNo event at risk in the window, so no estimate, and none in simulation: {', '.join(found.silent)}."
            )


def _only(fits: dict[str, Fit], kind: str) -> dict[str, Fit]:
    """Return the fits with one kind only, without those that do not have it; UsageError if none has."""
    from dataclasses import replace

    from rapallo.errors import UsageError
    from rapallo.record.tables import unknown

    found = {n: replace(fit, kinds={kind: fit.kinds[kind]}, silent=()) for n, fit in fits.items() if kind in fit.kinds}
    if found:
        return found
    for fit in fits.values():
        if kind in fit.silent:
            raise UsageError(
                f"{kind} has no event from {fit.since} to {fit.until} and so no estimate. Take a wider window."
            )
    raise UsageError(unknown("fitted kind", kind, list(dict.fromkeys(k for fit in fits.values() for k in fit.kinds))))


def simulate(
    start: Annotated[str, typer.Option("--from", help="Histories begin after this day.", metavar="DATE")],
    stop: Annotated[str, typer.Option("--to", help="Last day simulated.", metavar="DATE")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the Parquet parts and the manifest.", metavar="DIR")],
    runs: Annotated[int, typer.Option(min=1, help="Number of histories.")] = 100,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same histories.")] = 1,
    fit_file: FitOption = None,
    model: ModelOption = None,
    workers: WorkersOption = 2,
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """Simulate histories with fresh luck into a folder; stop with Ctrl-C and go on with the same command.

    The model is fitted on the record until --from, unless --fit names a saved fit. --to may lie beyond the record's
    end: from there on covariates stay as they were last known and nothing is scheduled.

    Examples:

        rapallo simulate --from 1933-01-30 --to 1941-06-21 --runs 100 --seed 1 --out out/thirties

        rapallo simulate --scenario mine --from 1853-04-02 --to 1860-12-31 --out out/after
    """
    from rapallo.errors import UsageError
    from rapallo.simulation.arm import span

    system = system_of(scenario(scenario_name), model)
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
            levels=result.levels,
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
