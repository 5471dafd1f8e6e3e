"""The help texts of all commands."""

from __future__ import annotations

from typing import Any

import typer

from pages.common import NOTE
from rapallo.cli import app


def cli_page() -> str:
    """Return the help texts of all commands."""
    lines = ["# Command line\n", NOTE]
    root = typer.main.get_command(app)

    def walk(command: Any, path: str) -> None:
        context = typer.Context(command, info_name=path)
        subcommands = getattr(command, "commands", None)
        if subcommands:
            for name, sub in subcommands.items():
                walk(sub, f"{path} {name}")
            return
        lines.append(f"## {path}\n")
        lines.append((command.help or "").replace("\n\n    ", "\n\n") + "\n")
        for parameter in command.params:
            names = ", ".join(parameter.opts)
            text = getattr(parameter, "help", None) or ""
            if names != "--help":
                lines.append(f"- `{names}` {text}")
        lines.append("")
        context.close()

    walk(root, "rapallo")
    return "\n".join(lines)
