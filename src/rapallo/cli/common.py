"""What the commands share: options, output, progress."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from rich.console import Console
    from rich.progress import Progress
    from rich.text import Text

    from rapallo.estimation.result import Fit
    from rapallo.model.hypothesis import Model
    from rapallo.model.system import System
    from rapallo.scenarios import Scenario

CHARTS = (".png", ".svg", ".pdf")
WARNINGS_SHOWN = 3
OWN = "the scenario's model"
ScenarioOption = Annotated[
    str,
    typer.Option("--scenario", help="A shipped scenario, or a folder that holds a record.", metavar="NAME|FOLDER"),
]
FitOption = Annotated[Path | None, typer.Option("--fit", help="Use a saved fit (rapallo fit --out).", metavar="FILE")]
ModelOption = Annotated[
    str | None, typer.Option("--model", help="A model of the scenario by name, or a file.", metavar="NAME|FILE")
]
ModelsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--model", help="A model of the scenario by name, or a file; may be given several times.", metavar="NAME|FILE"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
WorkersOption = Annotated[int, typer.Option("--workers", min=1, help="Threads; the result does not depend on it.")]


def scenario(name: str) -> Scenario:
    """Load a scenario; what is doubtful in its record is said on standard error."""
    from rapallo.scenarios import load

    loaded = load(name)
    laid = loaded.record.overrides
    if laid:
        sys.stderr.write(
            f"note: {name} changes the record in {len(laid)} places: rapallo data check --scenario {name}\n"
        )
    warnings = loaded.record.warnings
    for warning in warnings[:WARNINGS_SHOWN]:
        sys.stderr.write(f"warning: {warning}\n")
    if len(warnings) > WARNINGS_SHOWN:
        sys.stderr.write(f"warning: ... and {len(warnings) - WARNINGS_SHOWN} more: rapallo data check\n")
    return loaded


def models_of(loaded: Scenario, names: list[str]) -> dict[str, Model]:
    """Return the models named, or where none is named the scenario's own; UsageError if a name is none."""
    from rapallo.errors import UsageError
    from rapallo.model.hypothesis import Model
    from rapallo.record.tables import unknown

    if not names:
        return {OWN: loaded.system.model}
    known, found = loaded.models(), {}
    for name in names:
        path = known.get(name, Path(name))
        if not path.exists():
            raise UsageError(f"--model: {unknown('model', name, list(known))} Or give a file.")
        found[name] = Model.from_toml(path)
    return found


def system_of(loaded: Scenario, model: str | None) -> System:
    """Return the record of a scenario bound to the model named, or to its own; UsageError if the name is none."""
    from rapallo.model.system import System

    return loaded.system if model is None else System(loaded.record, models_of(loaded, [model])[model])


def date(text: str, what: str) -> dt.date:
    """Parse a date option."""
    from rapallo.record.clock import as_day

    return as_day(text, what)


def console() -> Console:
    """Return a console on standard output, on which text from data stays as it is: no markup, no emoji."""
    from rich.console import Console

    # a pipe or a file has no width of its own
    width = None if sys.stdout.isatty() else 128
    return Console(highlight=False, markup=False, emoji=False, width=width)


def bold(text: str, *rest: str) -> Text:
    """Return text with its first part in bold."""
    from rich.text import Text

    return Text.assemble((text, "bold"), *rest)


def print_listed(label: str, items: list[str]) -> None:
    """Print a label and what it holds, none of the items broken, further lines set in under the first."""
    out, gap = console(), " " * 25
    lines = textwrap.wrap(
        ", ".join(item.replace(" ", "\0") for item in items),
        width=out.width - len(gap),
        break_long_words=False,
        break_on_hyphens=False,
    )
    for n, line in enumerate(lines):
        out.print((f"  {label:<22} " if n == 0 else gap) + line.replace("\0", " "), soft_wrap=True)


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


def file_to_write(path: Path, endings: tuple[str, ...] = ()) -> Path:
    """Return the path of a file that is to be written, checked before the work whose result it is to hold.

    Raises
    ------
    UsageError
        If the ending is none of those asked for, the folder does not exist, or the file cannot be written.
    """
    from rapallo.errors import UsageError

    if endings and path.suffix.lower() not in endings:
        raise UsageError(f"{path}: the name must end in {', '.join(endings[:-1])} or {endings[-1]}.")
    if path.is_dir():
        raise UsageError(f"{path} is a folder. Give the name of a file.")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}. Make it first, or name another.")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise UsageError(f"{path} cannot be written. Name a place where you may write.")
    return path


def draw(chart: Callable[[], Axes], path: Path) -> None:
    """Draw a chart into a file, after the result was printed; UsageError if it cannot be written."""
    from rapallo.io.writing import not_written
    from rapallo.plot.style import save

    sys.stdout.flush()
    try:
        save(chart(), path)
    except OSError as error:
        raise not_written(path, error) from None


def fitted(system: System, until: dt.date, saved: Path | None, bootstrap: int = 0) -> Fit:
    """Return the fit in a file, or the one on the record until a day, made with progress if it was not made before.

    Raises
    ------
    UsageError
        If the file holds no fit, or that of another record or model.
    """
    from rapallo.io.fits import fit_of, kept_fit

    if saved is not None:
        return fit_of(system, saved)
    with progress_bar() as bar:
        task = bar.add_task("reading the record into spells", total=None)

        def step(kind: str, number: int, of: int) -> None:
            bar.update(task, description=f"fitting {kind}", completed=number, total=of)

        return kept_fit(system, until=until, bootstrap=bootstrap, progress=step)
