"""The chart of an answer: each outcome's probability in each arm."""

from __future__ import annotations

import textwrap

from matplotlib.axes import Axes

from rapallo.ask.answer import Answer
from rapallo.plot.style import COLOURS, axes, below, tidy

LABEL_WIDTH, TITLE_WIDTH = 34, 50


def plot_answer(answer: Answer, ax: Axes | None = None) -> Axes:
    """Draw probabilities with 95 % intervals: thick for Monte Carlo error, thin with parameter uncertainty added."""
    outcomes = [o.name for o in answer.question.outcomes]
    arms = [a.name for a in answer.question.arms]
    ax = axes(ax, (8.5, 2.8 + 0.45 * len(outcomes) * max(2, len(arms))))
    for n, outcome in enumerate(outcomes):
        for m, arm in enumerate(arms):
            row = answer.row(outcome, arm)
            y = n + (m - (len(arms) - 1) / 2) * 0.7 / len(arms)
            colour = COLOURS[m % len(COLOURS)]
            low, high = row.total
            ax.plot([low, high], [y, y], color=colour, linewidth=1.2, solid_capstyle="butt")
            ax.plot([row.low, row.high], [y, y], color=colour, linewidth=5, alpha=0.5, solid_capstyle="butt")
            ax.plot(row.probability, y, "o", color=colour, label=textwrap.fill(arm, LABEL_WIDTH) if n == 0 else None)
            ax.annotate(
                f"{row.probability:.2f}",
                (max(high, row.probability), y),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
                color=colour,
            )
    ax.set_yticks(range(len(outcomes)), [textwrap.fill(_plain(o), LABEL_WIDTH) for o in outcomes])
    ax.set_ylim(len(outcomes) - 0.4, -0.6)
    # room to the right of 1 for the figures
    ax.set_xlim(0, 1.1)
    ax.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    ax.set_xlabel(
        f"probability from {answer.question.start} to {answer.question.until} "
        f"({answer.question.runs} histories per arm)\nthick: Monte Carlo 95 %; thin: with parameter uncertainty"
    )
    below(ax, columns=min(2, len(arms)))
    return tidy(ax, textwrap.fill(_plain(_finding(answer)), TITLE_WIDTH))


def _plain(text: str) -> str:
    """Return text in which a dollar begins no formula."""
    return text.replace("$", r"\$")


def _finding(answer: Answer) -> str:
    """Say the largest difference that its interval tells from zero, or that there is none."""
    others = [r for r in answer.rows if r.arm != answer.question.arms[0].name]
    clear = [r for r in others if r.difference_total[0] > 0 or r.difference_total[1] < 0]
    if not clear:
        return f"{answer.question.title} No difference that the intervals tell from zero"
    top = max(clear, key=lambda r: abs(r.difference))
    verb = "raises" if top.difference > 0 else "lowers"
    return f"{top.arm} {verb} “{top.outcome}” by {abs(top.difference):.2f}"
