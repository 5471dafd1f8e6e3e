"""An intensity through time."""

from __future__ import annotations

import polars as pl
from matplotlib.axes import Axes

from rapallo.plot.style import COLOURS, axes, tidy


def plot_intensity(series: pl.DataFrame, kind: str, ax: Axes | None = None) -> Axes:
    """Draw what `rapallo.explain.series.intensity_series` returns, on a logarithmic scale; gaps: not at risk."""
    ax = axes(ax)
    peak = series.sort("intensity", descending=True).row(0, named=True)
    for n, (name, rows) in enumerate(series.group_by("pair", maintain_order=True)):
        values = [v if v > 0 else float("nan") for v in rows["intensity"]]
        ax.plot(rows["date"].to_list(), values, color=COLOURS[n % len(COLOURS)], label=str(name[0]))
    ax.set_yscale("log")
    ax.set_xlabel("date")
    ax.set_ylabel(f"intensity of {kind} (events per year)")
    ax.legend(frameon=False)
    return tidy(ax, f"{kind}: highest for {peak['pair']} on {peak['date']}, {peak['intensity']:.3g} per year")
