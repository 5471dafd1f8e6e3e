"""The signed network of sovereign actors on a day."""

from __future__ import annotations

import datetime as dt
import math
from typing import NamedTuple

from matplotlib.axes import Axes

from rapallo.events.history import History
from rapallo.plot.style import axes, below, tidy
from rapallo.state.arrays import State
from rapallo.state.fields import EXISTS
from rapallo.state.look import aligned, bound_by_pact, enmity, holds
from rapallo.vocabulary.words import Tie, Vocabulary

ENMITY = 0.5


class _Line(NamedTuple):
    """How one sort of relation is drawn."""

    colour: str
    width: float
    dash: str
    order: int


LINES = {
    "war": _Line("#c0392b", 2.0, "-", 4),
    "aligns": _Line("#1f4e79", 1.6, "-", 3),
    "pact": _Line("#7fb3d5", 1.2, "-", 2),
    "enmity": _Line("#e59866", 1.0, "--", 2),
}


def plot_network(history: History, at: dt.date, ax: Axes | None = None) -> Axes:
    """Draw the sovereign actors where their seats lie, the thick of them enlarged, and what joins or parts them.

    A pair has one line: war, else a publicly known tie that aligns, else another pact, else enmity above 0.5. Discs
    grow with the covariate that is capability; where none is, they are of one size.
    """
    ax = axes(ax, (11.0, 7.5))
    record, state = history.record, history.state(at)
    alive = [i for i in range(state.sovereign) if state.one[EXISTS, i] > 0]
    seats = {
        i: (a.longitude, a.latitude)
        for i, a in enumerate(record.actors)
        if i in alive and a.longitude is not None and a.latitude is not None
    }
    spots = _spread(seats)
    counts = dict.fromkeys(LINES, 0)
    for n, i in enumerate(alive):
        for j in alive[n + 1 :]:
            what = _relation(state, i, j)
            if what is None:
                continue
            counts[what] += 1
            if i in spots and j in spots:
                line = LINES[what]
                (x, y), (u, v) = spots[i], spots[j]
                ax.plot(
                    [x, u], [y, v], line.dash, color=line.colour, linewidth=line.width, zorder=line.order, alpha=0.7
                )
    row = state.roles.capability
    for i, (x, y) in spots.items():
        share = float(state.one[row, i]) if row >= 0 else 0.0
        size = 200 + (0.0 if math.isnan(share) else 3500 * share)
        ax.scatter([x], [y], s=size, color="white", edgecolor="#2c3e50", zorder=5)
        ax.annotate(record.actors[i].id, (x, y), ha="center", va="center", fontsize=7.5, zorder=6)
    for what, line in LINES.items():
        label = f"{_words(record.vocabulary, what)} ({counts[what]})"
        ax.plot([], [], line.dash, color=line.colour, linewidth=line.width, label=label)
    ax.set_xlabel("longitude of the seat, the thick of them enlarged")
    ax.set_ylabel("latitude of the seat, the thick of them enlarged")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.margins(0.06)
    below(ax, columns=2)
    wars = f"{counts['war']} pair{'' if counts['war'] == 1 else 's'} at war"
    return tidy(ax, f"{at}: {len(alive)} actors, {counts['aligns']} open alignments, {wars}")


def _relation(state: State, i: int, j: int) -> str | None:
    """Return which of `LINES` a pair has; None for none."""
    if holds(state, state.roles.war, i, j):
        return "war"
    if aligned(state, i, j):
        return "aligns"
    if bound_by_pact(state, i, j):
        return "pact"
    return "enmity" if enmity(state, state.traces.hostile, i, j) > ENMITY else None


def _words(words: Vocabulary, what: str) -> str:
    """Return the scenario's own words for a sort of relation."""

    def named(ties: list[Tie]) -> str:
        return ", ".join(tie.name.replace("_", " ") for tie in ties) or "none declared"

    if what == "enmity":
        return f"enmity over {ENMITY:g}"
    if what == "war":
        return named([tie for tie in words.ties if tie.role == "war"])
    if what == "aligns":
        return named([tie for tie in words.ties if tie.aligns])
    return named([tie for tie in words.ties if tie.pact and not tie.aligns])


def _spread(seats: dict[int, tuple[float, float]]) -> dict[int, tuple[float, float]]:
    """Return places on the sheet: degrees from the median seat, stretched so that those near it stand apart."""
    if not seats:
        return {}
    longitudes, latitudes = sorted(x for x, _ in seats.values()), sorted(y for _, y in seats.values())
    x0, y0 = longitudes[len(seats) // 2], latitudes[len(seats) // 2]

    def stretch(degrees: float, scale: float) -> float:
        return math.copysign(math.log1p(abs(degrees) / scale), degrees)

    return {i: (stretch(x - x0, 9.0), 0.8 * stretch(y - y0, 6.0)) for i, (x, y) in seats.items()}
