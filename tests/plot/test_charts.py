"""Charts: what they say and that they can be saved; how they look is for the eye."""

import datetime as dt

import pytest
from matplotlib.figure import Figure
from rapallo.events.replay import replay
from rapallo.explain.series import intensity_series
from rapallo.fit.estimate import fit

from rapallo.ask.answer import whatif
from rapallo.ask.interventions import Forbid
from rapallo.ask.outcomes import Happens
from rapallo.ask.question import ArmSpec, Question
from rapallo.plot.answer import plot_answer
from rapallo.plot.intensity import plot_intensity
from rapallo.plot.network import plot_network
from rapallo.plot.style import save
from tests.conftest import SMALL_MODEL

START, UNTIL = dt.date(1923, 3, 15), dt.date(1925, 6, 30)


@pytest.fixture(scope="module")
def fitted(small):
    return fit(small, SMALL_MODEL, until=START)


def test_answer(small, fitted, tmp_path):
    asked = Question(
        title="What if nobody stirred?",
        start=START,
        until=UNTIL,
        runs=40,
        arms=(
            ArmSpec(name="base"),
            ArmSpec(name="still", interventions=(Forbid(do="forbid", kind="agitation"),)),
        ),
        outcomes=(Happens(name="unrest", ask="happens", kind="agitation", by=UNTIL),),
    )
    ax = plot_answer(whatif(small, SMALL_MODEL, asked, fitted, draws=0))
    assert ax.get_title(loc="left").startswith("still lowers “unrest”")
    assert "40 histories per arm" in ax.get_xlabel()
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["base", "still"]
    save(ax, tmp_path / "answer.svg")
    assert (tmp_path / "answer.svg").stat().st_size > 3000


def test_network_names_its_finding_and_uses_the_axes_given(small):
    mine = Figure().add_subplot()
    ax = plot_network(small, replay(small, dt.date(1922, 8, 3)), dt.date(1922, 8, 3), ax=mine)
    assert ax is mine
    assert "7 states" in ax.get_title(loc="left")
    assert "3 pairs at war" in ax.get_title(loc="left")
    assert ax.get_xlabel()


def test_intensity(small, fitted):
    series = intensity_series(small, SMALL_MODEL, fitted, "clash", [("GMY", "POL")], dt.date(1921, 1, 1), START)
    assert series["date"][0] == dt.date(1921, 2, 1)
    assert (series["intensity"] > 0).all()
    ax = plot_intensity(series, "clash")
    assert ax.get_yscale() == "log"
    assert "events per year" in ax.get_ylabel()
