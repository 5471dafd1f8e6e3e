"""The command line: its commands and how it ends.

Exit codes: 0 done, 2 the user's input is wrong (one message says what, where and what would be right), 130 stopped
by Ctrl-C.
"""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer

from rapallo.cli import claims, data, explain, explore, goodness, new, run, score, whatif

app = typer.Typer(
    name="rapallo",
    help="The international system as dated events between actors: replay it, explain it, ask what if.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(data.app, name="data")
app.command()(new.new)
app.command()(explore.replay)
app.command()(explore.state)
app.command()(explain.explain)
app.command()(run.fit)
app.command()(run.simulate)
app.command()(score.score)
app.command()(goodness.goodness)
app.command()(whatif.whatif)
app.command()(claims.claims)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"rapallo {version('rapallo')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Replay, explain, fit, simulate and ask."""


def main() -> None:
    """Run the command line; a user's mistake ends in one message and exit code 2, never in a traceback."""
    from rapallo.errors import RapalloError

    # a command makes many objects once and keeps them: looking for cycles among them all takes a tenth of its time
    gc.set_threshold(100_000)
    try:
        app()
    except RapalloError as error:
        sys.stderr.write(f"rapallo: {error}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.stderr.write("rapallo: stopped. What was finished is kept.\n")
        sys.exit(130)
    except BrokenPipeError:
        # the reader of a pipe went away (head, less): that is not an error
        sys.stderr.close()
        sys.exit(0)
