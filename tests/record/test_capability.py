"""The capability index by hand, and the shipped rows against the figures they are made from."""

import datetime as dt
from dataclasses import replace

import pytest

import rapallo
from rapallo.errors import RecordError
from rapallo.record.capability import capability, index, series, value_in
from rapallo.record.rows import Absence, Actor, Figure

WEIGHTS = {"steel": 3.0, "people": 1.0}
SIX = ("gdp", "steel", "energy", "expenditure", "personnel", "population")


def figures(**by_actor):
    return tuple(
        Figure(actor, indicator, year, value, "u")
        for actor, rows in by_actor.items()
        for indicator, year, value in rows
    )


def test_the_shipped_weights_are_equal():
    assert rapallo.load("soviet").record.vocabulary.indicators == dict.fromkeys(SIX, 1.0)


def test_a_figure_between_listed_years_is_on_the_line_and_marked():
    points = [(1920, 10.0), (1930, 20.0)]
    assert value_in(points, 1920) == (10.0, True)
    assert value_in(points, 1925) == (15.0, False)
    assert value_in(points, 1910) == (10.0, False)
    assert value_in(points, 1940) == (20.0, False)


def test_index_of_two_states_by_hand():
    given = figures(A=[("steel", 1920, 9.0), ("people", 1920, 1.0)], B=[("steel", 1920, 1.0), ("people", 1920, 1.0)])
    found = index(WEIGHTS, series(given), ["A", "B"], 1920)
    # steel weighs three times as much: (3 * 0.9 + 0.5) / 4 and (3 * 0.1 + 0.5) / 4
    assert found["A"] == (pytest.approx(0.8), True)
    assert found["B"] == (pytest.approx(0.2), True)
    # two years later both figures are held from 1920
    assert index(WEIGHTS, series(given), ["A", "B"], 1922)["A"] == (pytest.approx(0.8), False)


def test_what_nobody_has_is_shared_alike():
    given = figures(A=[("steel", 1920, 0.0), ("people", 1920, 3.0)], B=[("steel", 1920, 0.0), ("people", 1920, 1.0)])
    found = index(WEIGHTS, series(given), ["A", "B"], 1920)
    assert found["A"][0] == pytest.approx((3 * 0.5 + 0.75) / 4)


def test_a_state_without_a_figure_has_no_index():
    given = figures(A=[("steel", 1920, 1.0), ("people", 1920, 1.0)], B=[("steel", 1920, 1.0)])
    with pytest.raises(RecordError, match="no people is given for B"):
        index(WEIGHTS, series(given), ["A", "B"], 1920)


def world(small, actors, absences=(), events=()):
    """The small world's record with other states, who all have the same figures but A, who has twice as much."""
    rows = tuple(
        Figure(a.id, name, 1620, 2.0 if a.id == "A" else 1.0, "u") for a in actors for name in ("steel", "people")
    )
    words = replace(small.vocabulary, indicators=WEIGHTS)
    events = tuple(events)
    return replace(
        small, vocabulary=words, actors=actors, absences=tuple(absences), figures=rows, events=events, schedule=()
    )


def state(name, begin=dt.date(1620, 1, 1), end=None):
    return Actor(name, name, "realm", begin, end)


def on(rows, day):
    """The share of each state on a day: its last row."""
    found = {}
    for row in sorted(rows, key=lambda r: r.date):
        if row.date <= day:
            found[row.actor] = row.value
    return found


def test_a_birth_takes_from_all_others(small):
    actors = (state("A"), state("B"), state("C", dt.date(1621, 7, 1)))
    rows = capability(world(small, actors))
    assert on(rows, dt.date(1621, 6, 30)) == {"A": 0.66667, "B": 0.33333}
    # from its birth C has the quarter of the next 1 January, the others three quarters of what they had
    assert on(rows, dt.date(1621, 7, 1)) == {"A": 0.5, "B": 0.25, "C": 0.25}
    assert on(rows, dt.date(1622, 1, 1)) == {"A": 0.5, "B": 0.25, "C": 0.25}
    assert {r.note for r in rows if r.date == dt.date(1621, 7, 1)} == {"scaled", "share of the next 1 January"}


def test_an_end_leaves_its_share_to_all_others(small):
    actors = (state("A"), state("B"), state("C", end=dt.date(1621, 6, 30)))
    rows = capability(world(small, actors))
    assert {a: v for a, v in on(rows, dt.date(1621, 7, 1)).items() if a != "C"} == {"A": 0.66667, "B": 0.33333}


def test_an_annexed_share_is_left_to_the_annexation(small):
    actors = (state("A"), state("B"), state("C", end=dt.date(1621, 6, 30)))
    whole = replace(small.event("1624-absorbed"), id="x", date=dt.date(1621, 6, 30), side_a=("B",), side_b=("C",))
    rows = capability(world(small, actors, events=(whole,)))
    # no row on the day: the consequence of the annexation moves the share to B
    assert on(rows, dt.date(1621, 7, 1)) == {"A": 0.5, "B": 0.25, "C": 0.25}


def test_rows_are_given_at_the_beginning_and_on_each_1_january_from_the_second_on(small):
    rows = capability(world(small, (state("A"), state("B", end=dt.date(1623, 3, 31)))))
    assert sorted({r.date for r in rows}) == [
        dt.date(1620, 1, 1), dt.date(1622, 1, 1), dt.date(1623, 1, 1), dt.date(1623, 4, 1), dt.date(1624, 1, 1),
        dt.date(1625, 1, 1),
    ]  # fmt: skip


def test_an_absence_and_a_return(small):
    actors = (state("A"), state("B"), state("C"))
    gap = Absence("C", dt.date(1621, 3, 1), dt.date(1621, 9, 1))
    rows = capability(world(small, actors, [gap]))
    assert on(rows, dt.date(1621, 3, 1))["A"] == 0.66667
    assert on(rows, dt.date(1621, 9, 1)) == {"A": 0.5, "B": 0.25, "C": 0.25}


def test_the_shipped_shares_sum_to_one_on_every_day():
    record = rapallo.load("soviet").record
    sovereign = [a for a in record.actors if a.type == "state"]
    rows = sorted((c for c in record.covariates if c.name == "capability"), key=lambda c: c.date)
    days = sorted({c.date for c in rows} | {a.end for a in sovereign if a.end})
    held, place = {}, 0
    for day in days:
        while place < len(rows) and rows[place].date <= day:
            held[rows[place].actor] = rows[place].value
            place += 1
        alive = [
            a.id
            for a in sovereign
            if a.begin <= day <= (a.end or dt.date.max)
            and not any(x.id == a.id and x.begin <= day < x.end for x in record.absences)
        ]
        assert sum(held[a] for a in alive) == pytest.approx(1, abs=0.01), day


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
