"""A table of results laid out as text, Markdown or LaTeX."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

# what LaTeX or Markdown would take for a command
LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
MARKDOWN = re.compile(r"([\\`*_\[\]<>|#])")
NUMBER = re.compile(r"-?[\d,]*\.?\d+(?:e[+-]\d+)?")


class Row(NamedTuple):
    """One row: a kind with nothing beside it (cells None), a term, or a figure for the whole of a kind."""

    label: str
    cells: tuple[str, ...] | None
    what: Literal["kind", "term", "whole"]


class Table(NamedTuple):
    """Names of the columns, rows with a cell for each, and notes that belong under the table."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def text(table: Table) -> str:
    """Return a table as text with columns of one width each."""
    wide = max([2, *(len(row.label) + 2 for row in table.rows)])
    widths = [
        max(len(name), *(len(row.cells[n]) for row in table.rows if row.cells)) for n, name in enumerate(table.columns)
    ]

    def line(label: str, cells: tuple[str, ...]) -> str:
        columns = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
        return "  ".join([label.ljust(wide), *columns]).rstrip()

    lines = [line("", table.columns)]
    for row in table.rows:
        lines += [f"\n{row.label}"] if row.cells is None else [line(f"  {row.label}", row.cells)]
    return "\n".join([*lines, "", *table.notes])


def markdown(table: Table) -> str:
    """Return a table in Markdown (with pipes), kinds in bold and terms as code, notes as a list under it."""

    def plain(words: str) -> str:
        return MARKDOWN.sub(r"\\\1", words)

    def line(cells: tuple[str, ...]) -> str:
        return f"| {' | '.join(cells)} |"

    lines = [line(("", *map(plain, table.columns))), f"|:--|{'--:|' * len(table.columns)}"]
    for row in table.rows:
        if row.cells is None:
            lines.append(line((f"**{plain(row.label)}**", *("" for _ in table.columns))))
        else:
            lines.append(line((f"`{row.label}`" if row.what == "term" else row.label, *row.cells)))
    return "\n".join([*lines, "", *(f"- {plain(note)}" for note in table.notes)]) + "\n"


def latex(table: Table) -> str:
    r"""Return a table in LaTeX: a tabular with the rules of booktabs, kinds in italics, terms in \texttt."""
    columns = len(table.columns)

    def plain(words: str) -> str:
        return "".join(LATEX.get(sign, sign) for sign in words)

    def line(label: str, cells: tuple[str, ...]) -> str:
        return f"{' & '.join((label, *cells))} \\\\"

    lines = [f"\\begin{{tabular}}{{l{'r' * columns}}}", r"\toprule", line("", tuple(map(plain, table.columns)))]
    before = ""
    for row in table.rows:
        if row.cells is None:
            lines += [r"\midrule", f"\\multicolumn{{{columns + 1}}}{{l}}{{\\textit{{{plain(row.label)}}}}} \\\\"]
        else:
            lines += [r"\addlinespace"] if (before, row.what) == ("term", "whole") else []
            label = plain(row.label)
            cells = tuple(NUMBER.sub(_mathematics, cell) for cell in row.cells)
            lines.append(line(f"\\texttt{{{label}}}" if row.what == "term" else label, cells))
        before = row.what
    note = plain(" ".join(table.notes))
    return (
        "\n".join([*lines, r"\bottomrule", r"\end{tabular}", "", f"\\smallskip{{\\footnotesize {note}\\par}}"]) + "\n"
    )


def _mathematics(found: re.Match[str]) -> str:
    """Return a figure for LaTeX: a minus, not a hyphen, and a power of ten written as one."""
    digits, _, power = found[0].partition("e")
    if power:
        return f"${digits} \\times 10^{{{int(power)}}}$"
    return f"${digits}$" if digits.startswith("-") else digits
