"""Charts: what they say, that nothing overlaps, and that they can be saved; how they look is for the eye."""

import datetime as dt
import itertools

import pytest
from matplotlib.figure import Figure

from rapallo.ask.answer import whatif
from rapallo.ask.interventions import Forbid
from rapallo.ask.outcomes import Happens
from rapallo.ask.question import ArmSpec, Question
from rapallo.estimation.fitting import fit
from rapallo.explanation.series import intensity_series
from rapallo.plot.answer import plot_answer
from rapallo.plot.intensity import plot_intensity
from rapallo.plot.network import plot_network
from rapallo.plot.style import save
from rapallo.scenarios import load

START, UNTIL = dt.date(1623, 3, 15), dt.date(1625, 6, 30)


@pytest.fixture(scope="module")
def world():
    return load("template").system


@pytest.fixture(scope="module")
def fitted(world):
    return fit(world, until=START)


def assert_nothing_overlaps(ax):
    """Title, axes with their labels, and legend: no two share a part of the sheet."""
    figure = ax.get_figure()
    figure.draw_without_rendering()
    legends = figure.legends or [ax.get_legend()]
    boxes = [ax._left_title.get_window_extent(), ax.bbox, ax.xaxis.label.get_window_extent()]
    boxes += [legend.get_window_extent() for legend in legends]
    for one, other in itertools.combinations(boxes, 2):
        # boxes that only touch do not overlap
        assert not one.shrunk(0.99, 0.99).overlaps(other.shrunk(0.99, 0.99)), (one, other)
    for box in boxes:
        assert box.x0 >= 0 and box.y0 >= 0
        assert box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1


def asked(arms, outcomes):
    bars = tuple(
        Happens(name=f"unrest {n} {'long ' * 9}", ask="happens", kind="unrest", by=UNTIL) for n in range(outcomes)
    )
    others = tuple(
        ArmSpec(name=f"still {n} of $ {'words ' * 6}", interventions=(Forbid(do="forbid", kind="unrest"),))
        for n in range(1, arms)
    )
    return Question(
        title="What if nobody had stirred?",
        start=START,
        until=UNTIL,
        runs=40,
        arms=(ArmSpec(name="base"), *others),
        outcomes=bars,
    )


@pytest.mark.parametrize(("arms", "outcomes"), [(2, 1), (2, 5), (4, 3)])
def test_an_answer_says_its_finding_and_nothing_overlaps(world, fitted, tmp_path, arms, outcomes):
    ax = plot_answer(whatif(world, asked(arms, outcomes), fitted, draws=0))
    assert ax.get_title(loc="left").startswith("still 1 of \\$ words")
    assert "lowers" in ax.get_title(loc="left")
    assert "40 histories per arm" in ax.get_xlabel()
    assert_nothing_overlaps(ax)
    save(ax, tmp_path / "answer.svg")
    assert (tmp_path / "answer.svg").stat().st_size > 3000


def test_network_names_its_finding_and_uses_the_axes_given(world):
    mine = Figure().add_subplot()
    ax = plot_network(world.history, dt.date(1622, 8, 3), ax=mine)
    assert ax is mine
    # CAL, DOR, ELM and FEN are in one league (6 pairs), AVA and BOR in amity that came to light
    assert ax.get_title(loc="left") == "1622-08-03: 7 actors, 7 open alignments, 3 pairs at war"
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels[:3] == ["feud (3)", "amity, league, warranty (7)", "truce (0)"]


def test_the_network_stands_clear_of_its_legend(world):
    assert_nothing_overlaps(plot_network(world.history, dt.date(1622, 8, 3)))


def test_intensity(world, fitted):
    series = intensity_series(world, fitted, "raid", [("BOR", "ELM"), ("CAL", "DOR")], dt.date(1621, 1, 1), START)
    assert series["date"][0] == dt.date(1621, 2, 1)
    assert (series["intensity"] > 0).all()
    ax = plot_intensity(series, "raid")
    assert ax.get_title(loc="left").startswith("Intensity of raid: highest for BOR > ELM on ")
    assert ax.get_yscale() == "log"
    assert "events per year" in ax.get_ylabel()
    assert_nothing_overlaps(ax)
