"""The capability index by hand, and the shipped rows against the figures they are made from."""

import datetime as dt

import pytest

import rapallo
from rapallo.errors import RecordError
from rapallo.record.capability import capability, index, series, value_in
from rapallo.record.rows import Figure

WEIGHTS = {"gdp": 0.3, "steel": 0.2, "energy": 0.2, "expenditure": 0.15, "personnel": 0.1, "population": 0.05}


def figures(**by_actor):
    return tuple(
        Figure(actor, indicator, year, value, "u")
        for actor, rows in by_actor.items()
        for indicator, year, value in rows
    )


def test_the_shipped_weights_sum_to_one():
    assert rapallo.load("soviet").record.vocabulary.indicators == WEIGHTS
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_a_figure_between_listed_years_is_on_the_line_and_marked():
    points = [(1920, 10.0), (1930, 20.0)]
    assert value_in(points, 1920) == (10.0, True)
    assert value_in(points, 1925) == (15.0, False)
    assert value_in(points, 1910) == (10.0, False)
    assert value_in(points, 1940) == (20.0, False)


def test_index_of_two_states_by_hand():
    base = [("gdp", 1920), ("steel", 1920), ("personnel", 1920), ("population", 1920)]
    given = figures(A=[(k, y, 3.0) for k, y in base], B=[(k, y, 1.0) for k, y in base])
    found = index(WEIGHTS, series(given), ["A", "B"], 1920)
    assert found["A"] == (pytest.approx(0.75), True)
    assert found["B"] == (pytest.approx(0.25), True)


def test_an_indicator_known_for_some_divides_only_what_they_hold():
    base = [("gdp", 1920), ("steel", 1920), ("personnel", 1920), ("population", 1920)]
    rows = {a: [(k, y, 1.0) for k, y in base] for a in "ABC"}
    rows["A"].append(("energy", 1920, 3.0))
    rows["B"].append(("energy", 1920, 1.0))
    found = {a: share for a, (share, _) in index(WEIGHTS, series(figures(**rows)), list("ABC"), 1920).items()}
    # A and B hold two thirds; energy (weight 0.2) divides that 3 to 1; expenditure is known for nobody
    other = 1 - WEIGHTS["energy"]
    assert found["A"] == pytest.approx(other / 3 + WEIGHTS["energy"] * (2 / 3) * 0.75)
    assert found["B"] == pytest.approx(other / 3 + WEIGHTS["energy"] * (2 / 3) * 0.25)
    assert found["C"] == pytest.approx(1 / 3)
    assert sum(found.values()) == pytest.approx(1)


def test_states_without_a_common_indicator_have_no_index():
    given = figures(A=[("gdp", 1920, 1.0)], B=[("steel", 1920, 1.0)])
    with pytest.raises(RecordError, match="no indicator is given for every one of A, B"):
        index(WEIGHTS, series(given), ["A", "B"], 1920)


def test_shipped_capability_follows_from_the_figures():
    record = rapallo.load("soviet").record
    made = {(c.actor, c.date): c for c in capability(record)}
    shipped = {(c.actor, c.date): c for c in record.covariates if c.name == "capability"}
    assert set(made) == set(shipped)
    for key, row in made.items():
        assert shipped[key].value == row.value, key
        assert shipped[key].note == row.note, key


def test_interpolated_years_are_marked():
    record = rapallo.load("soviet").record
    notes = {c.date: c.note for c in record.covariates if c.name == "capability" and c.actor == "GMY"}
    assert "interpolated" in notes[dt.date(1928, 1, 1)]
