"""Charts of goodness of fit: kinds in their bands, features in theirs, residuals against the uniform distribution."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rapallo.plot.style import COLOURS, axes, below, tidy

if TYPE_CHECKING:
    import datetime as dt

    import polars as pl

    from rapallo.scoring.goodness import Goodness

# a feature further out than so many half widths of its band is drawn there as an arrow
FAR = 4.0
# the fewest residuals of a kind of which a line is drawn
MANY = 20


def plot_kinds(found: Goodness, ax: Axes | None = None) -> Axes:
    """Draw for each kind and origin the middle 90 % of the histories as a bar, and what came as a dot, ringed outside.

    Kinds that neither came nor could come are left out; the scale is that of log(1 + events).
    """
    rows = found.kinds.filter((found.kinds["observed"] > 0) | (found.kinds["high"] > 0))
    names, alone = rows["kind"].unique(maintain_order=True).to_list(), ax is None
    ax = axes(ax, (8.0, 2.2 + 0.28 * len(names)))
    most = max([1.0, *(v for v in rows["high"] if math.isfinite(v)), *rows["observed"]])
    for row, y, colour in _placed(rows, names, "kind", found):
        high = min(row["high"], most)
        ax.plot([row["low"], high], [y, y], color=colour, linewidth=4, alpha=0.4, solid_capstyle="butt")
        ax.plot(row["observed"], y, "o", color=colour, markersize=4)
        if not row["inside"]:
            ax.plot(row["observed"], y, "o", markersize=9, markerfacecolor="none", markeredgecolor="black")
    ax.set_yticks(range(len(names)), [name.replace("_", " ") for name in names], fontsize=9)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xscale("symlog", linthresh=1.0)
    ticks = [t for t in (0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000) if t <= most]
    ax.set_xticks(ticks, [str(t) for t in ticks], minor=False)
    ax.minorticks_off()
    ax.set_xlim(-0.15, most * 1.3)
    ax.set_xlabel("events (bar: middle 90 % of the histories;\ndot: what came, ringed if outside)")
    _name_origins(ax, found, alone=alone)
    return tidy(ax, f"{found.inside:.0%} of kinds lie inside their bands")


def plot_features(found: Goodness, ax: Axes | None = None) -> Axes:
    """Draw where each figure of what came lies in the histories' band: mean at 0, half the band's width as unit.

    Quarters, which kinds and bursts sum up, are left out, and figures that are one and the same in every history and in
    what came.
    """
    rows = found.features.filter(
        (found.features["feature"] != "events by quarter")
        & found.features["inside"].is_not_null()
        & ((found.features["high"] > found.features["low"]) | ~found.features["inside"])
    )
    named = rows.with_columns((rows["feature"] + ": " + rows["label"]).alias("name"))
    names, alone = named["name"].unique(maintain_order=True).to_list(), ax is None
    ax = axes(ax, (8.0, 2.2 + 0.24 * len(names)))
    ax.axvspan(-1.0, 1.0, color="#d5d8dc", alpha=0.5, linewidth=0)
    for row, y, colour in _placed(named, names, "name", found):
        off, half = row["observed"] - (row["low"] + row["high"]) / 2, (row["high"] - row["low"]) / 2
        x = off / half if half > 0 else math.copysign(math.inf, off)
        mark = "o" if abs(x) <= FAR else ">" if x > 0 else "<"
        ax.plot(max(-FAR, min(x, FAR)), y, mark, color=colour, markersize=4)
    ax.set_yticks(range(len(names)), names, fontsize=8)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(-FAR - 0.4, FAR + 0.4)
    ax.set_xlabel(
        "what came, in half widths of the histories' 90 % band from its middle\n(grey: the band; arrow: further)"
    )
    _name_origins(ax, found, alone=alone)
    within = int(rows["inside"].sum())
    return tidy(ax, f"{within} of {len(rows)} figures lie inside their bands")


def plot_residuals(found: Goodness, ax: Axes | None = None) -> Axes:
    """Draw residuals against quantiles of the uniform distribution: all kinds of an origin, thin those of many events.

    On the diagonal events come when they are expected; below it too soon after one another, above it too late.
    """
    alone = ax is None
    ax = axes(ax, (6.0, 6.5))
    ax.plot([0, 1], [0, 1], "--", color="black", linewidth=1)
    for (origin, kind), rows in found.quantiles.group_by("origin", "kind", maintain_order=True):
        colour = _colour(found, origin)
        if kind == "all":
            ax.plot(rows["quantile"], rows["residual"], color=colour, linewidth=2.2)
        elif len(rows) >= MANY:
            ax.plot(rows["quantile"], rows["residual"], color=colour, linewidth=0.6, alpha=0.6)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_aspect("equal")
    ax.set_xlabel(f"quantile of the uniform distribution\n(thick: all kinds; thin: kinds of {MANY} events or more)")
    ax.set_ylabel("residual of time rescaling")
    _name_origins(ax, found, alone=alone)
    tests = found.residuals.filter((found.residuals["kind"] != "all") & found.residuals["p"].is_not_null())
    low = int((tests["p"] < 0.05).sum())
    return tidy(ax, f"{low} of {len(tests)} tests of kinds below 0.05")


def plot_goodness(found: Goodness) -> Axes:
    """Draw the three charts on one sheet, with one legend; the axes returned are those of the first."""
    figure = Figure(figsize=(17.0, 11.0), layout="constrained", dpi=110)
    left, middle, right = figure.subplots(1, 3, width_ratios=(1.0, 1.0, 0.9))
    plot_features(found, middle)
    plot_residuals(found, right)
    plot_kinds(found, left)
    below(left, columns=6)
    return left  # type: ignore[no-any-return]


def _placed(
    rows: pl.DataFrame, names: list[str], column: str, found: Goodness
) -> list[tuple[dict[str, Any], float, str]]:
    """Return each row with its height, origins of one name side by side, and the colour of its origin."""
    days = found.origins["origin"].to_list()
    step = 0.7 / len(days)
    place = {name: n for n, name in enumerate(names)}
    return [
        (
            row,
            place[row[column]] + (days.index(row["origin"]) - (len(days) - 1) / 2) * step,
            _colour(found, row["origin"]),
        )
        for row in rows.to_dicts()
    ]


def _colour(found: Goodness, origin: dt.date) -> str:
    return COLOURS[found.origins["origin"].to_list().index(origin) % len(COLOURS)]


def _name_origins(ax: Axes, found: Goodness, *, alone: bool) -> None:
    """Give the origins their colours in the legend, under the axes if they stand alone on the sheet."""
    for origin in found.origins["origin"]:
        ax.plot([], [], "o", color=_colour(found, origin), label=f"from {origin}")
    if alone:
        below(ax, columns=3)
