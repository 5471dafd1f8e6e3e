"""An intensity through time."""

from __future__ import annotations

import textwrap

import polars as pl
from matplotlib.axes import Axes

from rapallo.plot.style import COLOURS, axes, below, tidy


def plot_intensity(series: pl.DataFrame, kind: str, ax: Axes | None = None) -> Axes:
    """Draw what `rapallo.explanation.series.intensity_series` returns, on a logarithmic scale; gaps: not at risk."""
    ax = axes(ax)
    for n, (name, rows) in enumerate(series.group_by("pair", maintain_order=True)):
        values = [v if v > 0 else float("nan") for v in rows["intensity"]]
        ax.plot(rows["date"].to_list(), values, color=COLOURS[n % len(COLOURS)], label=str(name[0]))
    ax.set_yscale("log")
    ax.set_xlabel("date")
    ax.set_ylabel("events per year, first of each month")
    below(ax, columns=3)
    return tidy(ax, textwrap.fill(_finding(series, kind), 64))


def _finding(series: pl.DataFrame, kind: str) -> str:
    peak = series.sort("intensity", descending=True).row(0, named=True)
    if peak["intensity"] == 0:
        return f"Intensity of {kind}: no pair was at risk"
    return f"Intensity of {kind}: highest for {peak['pair']} on {peak['date']}, {peak['intensity']:.3g} per year"
