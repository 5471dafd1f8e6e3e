"""Write the reference pages that follow from the code: effects, kinds, data dictionary, command line.

`make docs` runs it; a test holds the pages to what it would write.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import typer

import rapallo
from rapallo.cli import app
from rapallo.effects.catalogue import CATALOGUE
from rapallo.record.schema import schema

HERE = Path(__file__).parent
NOTE = "<!-- made by docs/generate.py; do not edit -->\n\n"


def effects_page() -> str:
    """Return the catalogue of effects."""
    lines = ["# Effects\n", NOTE + "Each effect is a statistic x(i, j) of the state just before an event. "]
    lines.append(
        "`i` is the sender or the side whose mind is asked, `j` the other. References name the idea's origin; they "
        "were written from bibliographic knowledge and not read again for this project (unverified).\n"
    )
    for effect in CATALOGUE:
        written = f"{effect.name}({', '.join(effect.arguments)})" if effect.arguments else effect.name
        lines.append(f"## `{written}`\n")
        lines.append(f"{effect.meaning[0].upper()}{effect.meaning[1:]}.\n")
        lines.append(f"$$ {effect.formula} $$\n")
        reach = {0: "covariates or ticks only", 1: "pairs of the actors touched", 2: "every pair"}[int(effect.reach)]
        lines.append(f"An event changes: {reach}. Reference: {effect.reference}.\n")
    return "\n".join(lines)


def data_page() -> str:
    """Return the data dictionary: tables, columns, kinds."""
    record = rapallo.load("soviet").record
    lines = ["# Data dictionary\n", NOTE]
    for table, columns in schema().items():
        if table == "schedule":
            lines.append("## schedule.csv\n\nThe same columns as events.csv: what the model takes as given.\n")
            continue
        lines.append(f"## {table}.csv\n")
        lines.append("| column | type | unit | default | required | meaning |\n|---|---|---|---|---|---|")
        for c in columns:
            need = "yes" if c.required else "no"
            lines.append(f"| {c.name} | {c.type} | {c.unit} | {c.default} | {need} | {c.meaning} |")
        lines.append("")
    counts = Counter(e.kind for e in record.chronicle())
    lines.append("## Kinds of event\n")
    lines.append(
        "| kind | role | consent | at risk | coded for | trust | threat | CAMEO | PLOVER | Goldstein | events "
        "| meaning |"
    )
    lines.append("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for k in record.kinds:
        coverage = " ".join(k.coverage)
        lines.append(
            f"| {k.name} | {k.role} | {'yes' if k.consent else 'no'} | {k.risk} {k.tie} | {coverage} | {k.trust:+g} | "
            f"{k.threat:+g} | {k.cameo} | {k.plover} | {k.goldstein:+g} | {counts[k.name]} | {k.meaning} |"
        )
    lines.append(
        "\nGoldstein weights are those of the CAMEO codes in the scale used with GDELT "
        "(seen in a public code listing of CAMEO 1.1b3 weights; the scale is Goldstein 1992)."
    )
    return "\n".join(lines) + "\n"


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


PAGES = {"effects.md": effects_page, "data-dictionary.md": data_page, "command-line.md": cli_page}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
