"""What the commands share: options, output, progress."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console
    from rich.progress import Progress

    from rapallo.fit.result import Fit
    from rapallo.model.specification import Model
    from rapallo.record.tables import Record
    from rapallo.scenarios import Scenario

WARNINGS_SHOWN = 3
ScenarioOption = Annotated[
    str,
    typer.Option("--scenario", help="A shipped scenario, or a folder that holds a record.", metavar="NAME|FOLDER"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
WorkersOption = Annotated[int, typer.Option("--workers", min=1, help="Threads; the result does not depend on it.")]


def scenario(name: str) -> Scenario:
    """Load a scenario; what is doubtful in its record is said on standard error."""
    from rapallo.scenarios import load

    loaded = load(name)
    warnings = loaded.record.warnings
    for warning in warnings[:WARNINGS_SHOWN]:
        sys.stderr.write(f"warning: {warning}\n")
    if len(warnings) > WARNINGS_SHOWN:
        sys.stderr.write(f"warning: ... and {len(warnings) - WARNINGS_SHOWN} more: rapallo data check\n")
    return loaded


def date(text: str, what: str) -> dt.date:
    """Parse a date option."""
    from rapallo.record.clock import as_day

    return as_day(text, what)


def console(*, markup: bool = True) -> Console:
    """Return a console on standard output; without `markup`, text from data stays as it is."""
    from rich.console import Console

    # a pipe or a file has no width of its own
    width = None if sys.stdout.isatty() else 128
    return Console(highlight=False, markup=markup, emoji=markup, width=width)


def print_json(value: Any) -> None:  # noqa: ANN401
    """Print plain data as JSON."""
    sys.stdout.write(json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show progress on standard error, so that output can be piped; nothing if that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    errors = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        yield bar


def fitted(record: Record, model: Model, until: dt.date, saved: Path | None) -> Fit:
    """Return the fit in a file, or make one on the record until a day, with progress.

    Raises
    ------
    UsageError
        If the file holds a fit of another record.
    """
    from rapallo.errors import UsageError
    from rapallo.fit.estimate import fit as run_fit
    from rapallo.fit.result import Fit

    if saved is not None:
        result = Fit.load(saved)
        if result.digest != record.digest:
            raise UsageError(
                f"{saved}: was fitted on another record or version of it. Fit again: rapallo fit --out FILE"
            )
        return result
    with progress_bar() as bar:
        task = bar.add_task("reading the record into spells", total=None)

        def step(kind: str, number: int, of: int) -> None:
            bar.update(task, description=f"fitting {kind}", completed=number, total=of)

        return run_fit(record, model, until=until, progress=step)
