"""The signed network of states at a date."""

from __future__ import annotations

import datetime as dt
import math

from matplotlib.axes import Axes

from rapallo.effects.relations import aligned, enmity
from rapallo.plot.style import axes, tidy
from rapallo.record.tables import Record
from rapallo.state.arrays import CAPABILITY, NEUTRALITY, NON_AGGRESSION, WAR, State

FRIEND, PACT, FOE, ENEMY = "#1f4e79", "#7fb3d5", "#e59866", "#c0392b"


def plot_network(record: Record, state: State, at: dt.date, ax: Axes | None = None) -> Axes:
    """Draw the states where their capitals lie (Europe enlarged): alignments, pacts, enmities above 0.5 and wars.

    Discs grow with capability.
    """
    ax = axes(ax, (11.0, 7.0))
    states = [a for a in record.actors if a.type == "state" and state.exists[record.index[a.id]] > 0]
    spots = {
        a.id: _place(a.longitude, a.latitude) for a in states if a.longitude is not None and a.latitude is not None
    }
    wars = 0
    names = list(spots)
    for n, a in enumerate(names):
        for b in names[n + 1 :]:
            i, j = record.index[a], record.index[b]
            if state.tie[WAR, i, j] > 0:
                wars += 1
                _line(ax, spots[a], spots[b], ENEMY, 2.0, "-", 4)
            elif aligned(state, i, j):
                _line(ax, spots[a], spots[b], FRIEND, 1.6, "-", 3)
            elif state.tie[NON_AGGRESSION, i, j] + state.tie[NEUTRALITY, i, j] > 0:
                _line(ax, spots[a], spots[b], PACT, 1.2, "-", 2)
            elif enmity(state, i, j) > 0.5:
                _line(ax, spots[a], spots[b], FOE, 1.0, "--", 2)
    for name, (x, y) in spots.items():
        size = 60 + 3500 * float(state.cov[CAPABILITY, record.index[name]])
        ax.scatter([x], [y], s=size, color="white", edgecolor="#2c3e50", zorder=5)
        ax.annotate(name, (x, y), ha="center", va="center", fontsize=7.5, zorder=6)
    for colour, style, label in (
        (FRIEND, "-", "open entente, defence pact or guarantee"),
        (PACT, "-", "non-aggression or neutrality"),
        (FOE, "--", "enmity over 0.5"),
        (ENEMY, "-", "war"),
    ):
        ax.plot([], [], color=colour, linestyle=style, label=label)
    ax.legend(loc="lower left", frameon=False, fontsize=9)
    ax.set_xlabel("longitude of the capital, Europe enlarged")
    ax.set_ylabel("latitude of the capital, Europe enlarged")
    ax.set_xticks([])
    ax.set_yticks([])
    bonds = sum(aligned(state, record.index[a], record.index[b]) for n, a in enumerate(names) for b in names[n + 1 :])
    return tidy(ax, f"{at}: {len(names)} states, {bonds} open alignments, {wars} pairs at war")


def _place(longitude: float, latitude: float) -> tuple[float, float]:
    """Stretch the map about 18 E, 49 N, so that Europe's capitals stand apart."""

    def stretch(degrees: float, scale: float) -> float:
        return math.copysign(math.log1p(abs(degrees) / scale), degrees)

    return stretch(longitude - 18.0, 9.0), 0.8 * stretch(latitude - 49.0, 6.0)


def _line(
    ax: Axes,
    a: tuple[float, float],
    b: tuple[float, float],
    colour: str,
    width: float,
    style: str,
    order: int,
) -> None:
    ax.plot([a[0], b[0]], [a[1], b[1]], color=colour, linewidth=width, linestyle=style, zorder=order, alpha=0.7)
