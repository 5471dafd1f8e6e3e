"""What a run keeps of what happens."""

import dataclasses

import numpy as np
import pytest

from rapallo.events.act import Act
from rapallo.events.kinds import kind_table
from rapallo.simulation.happen import happen, lapse
from rapallo.simulation.log import MADE, OF, REAL, SECRET, STAYS, TERM, TREATY, VOID, WHOLE, is_full, new_log, write
from rapallo.simulation.run import Run
from rapallo.state.fields import CLOCK, FIRST_TIE
from rapallo.state.traces import Trace
from tests.worlds import born


@pytest.fixture
def log():
    return new_log()


def run_of(log):
    n = int(log.n[0])
    return Run(0, log.what[:, :n], log.when[:, :n], frozenset())


def test_every_column_is_kept_apart(small, log):
    state = born(small)
    state.moment[CLOCK] = -280.25
    act = Act(kind=3, i=4, j=5, share=0.5, real=1, secret=0, whole=1, void=0, stays=1, treaty=17, of=12, term=2.5)
    write(state, log, act, 1, 9)
    write(state, log, act._replace(real=0, secret=1, whole=0, void=1, stays=0), 0, -1)
    run = run_of(log)
    assert [c.tolist() for c in (run.kind, run.sender, run.receiver)] == [[3, 3], [4, 4], [5, 5]]
    assert run.given.tolist() == [True, False]
    assert run.time.tolist() == [-280.25, -280.25]
    columns = {REAL: [1, 0], SECRET: [0, 1], WHOLE: [1, 0], VOID: [0, 1], STAYS: [1, 0], TREATY: [17] * 2, OF: [12] * 2}
    assert {row: log.what[row, :2].tolist() for row in columns} == columns
    assert log.when[TERM, 0] == 2.5
    assert {field.name for field in dataclasses.fields(run)} == {"number", "what", "when", "fallen", "seen"}


def test_a_log_is_full_before_it_overflows(log):
    room = log.what.shape[1]
    log.n[0] = room - 1025
    assert not is_full(log)
    log.n[0] = room - 1024
    assert is_full(log)


def test_an_event_of_the_model_is_real_open_and_for_the_term_of_its_kind(small, log):
    state, kinds = born(small), kind_table(small)
    place = small.index
    for number, kind in enumerate(("amity", "absorption")):
        happen(state, kinds, log, small.kind_index[kind], place["AVA"], place["BOR"], 0)
        flags = [int(log.what[row, number]) for row in (REAL, SECRET, WHOLE, VOID, STAYS, OF)]
        assert flags == [1, 0, 0, 0, 0, -1]
        assert log.what[TREATY, number] == MADE + number
    assert log.when[TERM, 0] == 10.0
    assert log.when[TERM, 1] == np.inf


def test_a_lapse_ends_the_treaty_that_it_names_and_says_so(small, log):
    state, kinds = born(small, [Trace("expiry", 2.0)]), kind_table(small)
    place, amity = small.index, FIRST_TIE + small.vocabulary.tie_index["amity"]
    for number in range(2):
        happen(state, kinds, log, small.kind_index["amity"], place["AVA"], place["BOR"], 0)
        assert state.pair[amity, place["AVA"], place["BOR"]] == number + 1
    lapse(state, kinds, log, place["AVA"], place["BOR"], MADE + 1)
    assert state.pair[amity, place["BOR"], place["AVA"]] == 1
    flags = [int(log.what[row, 2]) for row in (REAL, SECRET, WHOLE, VOID, STAYS, TREATY, OF)]
    assert flags == [1, 0, 0, 0, 0, MADE + 1, MADE + 1]
    # it is remembered as one act
    assert state.pair[state.roles.first_trace + 2, place["AVA"], place["BOR"]] == 1.0
    run = run_of(log)
    assert run.given.tolist() == [False, False, True]
    assert small.kinds[run.kind[2]].name == "expiry"
