"""Offspring of an event: by hand for one memory, against plain states that grow old side by side, and its draw."""

import datetime as dt
import math

import numpy as np
import pytest

from rapallo.model.hypothesis import Family, Model
from rapallo.model.intensity import intensity
from rapallo.model.system import System
from rapallo.scoring import offspring as module
from rapallo.scoring.offspring import MONTH, families_of, offspring
from rapallo.simulation.arm import prepare
from rapallo.simulation.happen import force
from rapallo.simulation.log import new_log
from rapallo.state.arrays import copy_state
from rapallo.state.writer import age
from rapallo.theory.kernels import compiled
from tests.conftest import SMALL_VALUES

START, STOP = dt.date(1622, 8, 2), dt.date(1624, 6, 30)
age_now = compiled(age)


def intervals():
    """Time since an event in the middle of a month and width of each stretch without a tick: five years in all."""
    return np.arange(61) * MONTH, np.array([MONTH / 2, *[MONTH] * 59, MONTH / 2])


def test_one_memory_by_hand(small):
    """A raid raises the rate of the next one of the pair: exp(c + b log(1 + m)), m halved every half year."""
    system = System(small, Model({"raid": ("inertia(0.5, log)",)}))
    c, b = -1.0, 1.5
    arm = prepare(system, {"raid": {"constant": c, "inertia(0.5, log)": b}}, START, STOP)
    found = offspring(arm, events=300)
    ages, widths = intervals()
    left = 0.5 ** (ages / 0.5)
    assert widths.sum() == pytest.approx(5.0)

    def brought(m):
        return math.exp(c) * (((1 + (m + 1) * left) ** b - (1 + m * left) ** b) * widths).sum()

    # what each pair remembers at the start: only raids enter the trace
    k = small.kind_index["raid"]
    memory = arm.state.pair[arm.state.roles.first_trace + 2]
    own = system.channels.k == k
    values = [brought(memory[i, j]) for i, j in zip(system.channels.i[own], system.channels.j[own], strict=True)]
    assert max(values) > min(values)
    for value in found.each:
        assert min(abs(value - v) for v in values) < 1e-9
    assert dict(zip(found.families, found.drawn.tolist(), strict=True)) == dict.fromkeys(found.families, 0) | {
        "raid": 300
    }
    assert found.radius == pytest.approx(found.each.mean())
    assert found.error == pytest.approx(found.each.std(ddof=1) / math.sqrt(300))


def test_without_memory_an_event_brings_none(small):
    found = offspring(prepare(System(small, Model({"raid": ()})), {"raid": {"constant": 0.0}}, START, STOP))
    assert found.radius == 0.0
    assert (found.each == 0.0).all()
    silent = offspring(prepare(System(small, Model({"raid": ()})), {}, START, STOP))
    assert silent.radius == 0.0
    assert len(silent.each) == 0


def all_rates(arm, state):
    system, x = arm.system, arm.system.cells(state).x
    return np.array(
        [
            intensity(state, system.kinds, system.channels, system.statistics, arm.parameters, x, c)
            for c in range(len(system.channels.k))
        ]
    )


def test_it_equals_plain_states_that_age_side_by_side(system, monkeypatch):
    """Every kind of the small world with all its consequences: wars, garrisons, ends of actors, patrons, beliefs."""
    monkeypatch.setattr(module, "YEARS", 0.25)
    arm = prepare(system, SMALL_VALUES, START, STOP)
    names, family = families_of(system)
    found = offspring(arm, events=25)
    without, of = copy_state(arm.state), family[system.channels.k]
    drawn = module._draw(all_rates(arm, without), of, 25, 1)
    assert len(set(system.channels.k[drawn].tolist())) > 4
    others, log, total = [copy_state(arm.state) for _ in drawn], new_log(), np.zeros((25, len(names)))
    for state, c in zip(others, drawn, strict=True):
        force(state, system.kinds, log, *(int(column[c]) for column in system.channels[:3]))
    for n, years in enumerate((MONTH / 2, MONTH, MONTH, MONTH / 2)):
        for state in (without, *others) if n else ():
            age_now(state, MONTH)
        base = all_rates(arm, without)
        for state, own in zip(others, total, strict=True):
            np.add.at(own, of, years * (all_rates(arm, state) - base))
    assert (total < 0).any()
    assert found.each == pytest.approx(total.sum(axis=1), abs=1e-9)
    for f in np.flatnonzero(found.drawn):
        assert found.matrix[f] == pytest.approx(total[of[drawn] == f].mean(axis=0), abs=1e-9)


def test_events_are_drawn_at_even_steps_through_the_rates():
    """Of rates 3, 1, 0, 4 eight steps fall 3, 1, 0 and 4 times, whatever the start."""
    rate, family = np.array([3.0, 1.0, 0.0, 4.0]), np.array([1, 0, 0, 1])
    assert np.bincount(module._draw(rate, family, 8, 5)).tolist() == [3, 1, 0, 4]
    assert module._draw(np.zeros(4), family, 8, 5).tolist() == []


def test_radius_and_error_by_hand():
    """Rows (0, 2) and (1/2, 0): eigenvalues +1 and -1; l = (1, 2), r = (2, 1), l . r = 4."""
    gain = np.array([[0.0, 1.0], [0.0, 3.0], [0.25, 0.0], [0.75, 0.0]])
    found = module._summed(("a", "b"), gain, np.array([0, 0, 1, 1]))
    assert found.matrix.tolist() == [[0.0, 2.0], [0.5, 0.0]]
    assert found.radius == pytest.approx(1.0)
    # along r: 1, 3 of variance 2 and 1/2, 3/2 of variance 1/2, each over two
    assert found.error == pytest.approx(math.sqrt(1.0 * 1.0 + 4.0 * 0.25) / 4.0)
    assert module._summed(("a",), np.array([[math.inf]]), np.array([0])).radius == math.inf


def test_what_an_event_uses_up_is_no_outburst():
    """Rows (-3, 1) and (0, 1/2): the root -3 tells that the first family takes its own chance away; 1/2 is left."""
    found = module._summed(("a", "b"), np.array([[-3.0, 1.0], [0.0, 0.25], [0.0, 0.75]]), np.array([0, 1, 1]))
    assert found.matrix[0].tolist() == [-3.0, 1.0]
    assert found.radius == pytest.approx(0.5)
    assert found.each.tolist() == [-2.0, 0.25, 0.75]
    # the first family feeds the second and gets nothing back: only the second's spread, 1/8 over two, bears on it
    assert found.error == pytest.approx(0.25)


def test_families_are_those_of_the_model_and_other_kinds_alone(small):
    model = Model({"embassy": ()}, families={"strife": Family(("raid", "invasion"), ())})
    names, family = families_of(System(small, model))
    assert {"strife", "embassy"} <= set(names)
    assert {"raid", "invasion"}.isdisjoint(names)
    index = small.kind_index
    assert family[index["raid"]] == family[index["invasion"]] == names.index("strife")
    assert family[index["embassy"]] == names.index("embassy")
