"""What all charts share."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

COLOURS = ("#1f4e79", "#c0392b", "#6b8e23", "#8e5ea2", "#d68910", "#5d6d7e")


def axes(ax: Axes | None, size: tuple[float, float] = (8.0, 4.5)) -> Axes:
    """Return `ax`, or the axes of a new figure in the house style (no window, no global state)."""
    if ax is not None:
        return ax
    with mpl.rc_context({"font.size": 11}):
        figure = Figure(figsize=size, layout="constrained", dpi=120)
        return figure.add_subplot()


def tidy(ax: Axes, title: str) -> Axes:
    """Give the axes a title that says the finding and take away the box."""
    ax.set_title(title, loc="left", fontsize=12, fontweight="bold")
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    return ax


def below(ax: Axes, *, columns: int) -> None:
    """Put the legend under the axes, outside them, where nothing lies beneath it."""
    figure = ax.get_figure(root=True)
    handles, labels = ax.get_legend_handles_labels()
    if figure is not None and figure.get_layout_engine() is not None:
        # the layout keeps room for what stands outside the axes
        figure.legend(handles, labels, loc="outside lower left", ncols=columns, frameon=False, fontsize=9)
        return
    ax.legend(handles, labels, loc="upper left", bbox_to_anchor=(0.0, -0.18), ncols=columns, frameon=False, fontsize=9)


def save(ax: Axes, path: Path) -> None:
    """Write the figure that holds `ax`; the ending of the name says the format."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("the axes stand in no figure")
    figure.savefig(path)
