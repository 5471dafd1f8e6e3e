"""A model bound to a record: its statistics, channels, cells, and who depends on what."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from rapallo.errors import ModelError
from rapallo.events.kinds import kind_table
from rapallo.model.hypothesis import Model
from rapallo.model.kernel import source
from rapallo.model.parameters import parameters
from rapallo.model.refresh import CHANNELS
from rapallo.model.statistics import RECEIVER, SENDER, STATISTIC
from rapallo.model.system import System
from rapallo.state.fields import EXISTS, TRUST
from rapallo.state.traces import Trace
from tests.worlds import Names, lively

MODEL = Model(
    {
        "raid": ("trust", "rivalry", "rivalry(4)", "trust * inertia(raid, 0.5)"),
        "league": ("trust", "tie(feud)"),
        "unrest": ("covariate(might, receiver)", "pair_value(sway)"),
        "truce": (),
    }
)


@pytest.fixture(scope="module")
def system(small):
    return System(small, MODEL)


def test_the_same_expression_is_one_statistic(small, system):
    design = system.design
    # trust; rivalry, whose half-life is four years anyway; the product; the tie; the covariate; the value
    assert len(design.statistics) == 6
    k = small.kind_index
    a, b, c, d = design.columns[k["raid"]]
    assert b == c
    assert len({a, b, d}) == 3
    assert design.columns[k["league"]].tolist()[0] == a
    assert (design.columns[k["truce"]] == -1).all()
    counts = [design.n_terms[k[name]] for name in ("raid", "league", "unrest", "truce", "embassy", "speech", "whisper")]
    assert counts == [4, 2, 2, 0, 0, -1, -1]
    assert design.labels["raid"] == MODEL.effects["raid"]
    assert "speech" not in design.kinds
    assert set(design.traces) == {Trace("hostile", 4.0), Trace("friendly", 4.0), Trace("raid", 0.5)}
    assert [trace.counts for trace in design.traces[:2]] == ["hostile", "friendly"]


def test_the_places_of_what_a_term_names(small, system):
    state, design = system.history.origin, system.design
    x = Names(small, state)
    text = source(design, state.roles)
    assert f"(state, i, j, {x.tie('feud')}, 1)" in text
    assert f"(state, i, j, {x.covariate('might')}, 1)" in text
    assert f"(state, i, j, {x.value('sway')}, 1)" in text
    # the trace of raids is the third, and its form saturates
    assert f"(state, i, j, {state.roles.first_trace + 2}, 0)" in text
    assert "from rapallo.effects.lookups import trust as " in text


def test_values_of_statistics(small, system):
    state = lively(small, system.design.traces[2:], MODEL.settings, 3)
    x = Names(small, state)
    state.pair[TRUST, x.AVA, x.BOR] = math.log(3)
    state.pair[state.roles.first_trace + 2, x.AVA, x.BOR] = 3.0
    column = system.design.columns[small.kind_index["raid"]]
    # trust 0.5; times 12 / 13
    assert system.kernel.value(column[0], state, x.AVA, x.BOR) == pytest.approx(0.5)
    assert system.kernel.value(column[3], state, x.AVA, x.BOR) == pytest.approx(6 / 13)
    assert system.kernel.value(99, state, x.AVA, x.BOR) == 0.0


def test_channels(small, system):
    c, x = system.channels, small.index

    def pairs(kind):
        k = small.kind_index[kind]
        rows = slice(c.start[k], c.start[k + 1])
        assert (c.k[rows] == k).all()
        return set(zip(c.i[rows].tolist(), c.j[rows].tolist(), strict=True))

    realms = range(7)
    great = {x[name] for name in ("AVA", "BOR", "CAL", "DOR")}
    assert pairs("raid") == {(i, j) for i in realms for j in realms if i != j and great & {i, j}}
    # with consent, each pair once
    assert pairs("league") == {(i, j) for i, j in pairs("raid") if i < j}
    # embassies are coded for Avaland alone
    assert pairs("embassy") == {(x["AVA"], j) for j in realms if j != x["AVA"]}
    # the guilds of Borland stir at home and in Elmland, on which it borders; the merchants anywhere
    home = {(x[guild], x[realm]) for guild in ("WEA", "DYE") for realm in ("BOR", "ELM")}
    assert pairs("unrest") == home | {(x["MER"], j) for j in realms}
    assert pairs("ban") == {(j, i) for i, j in pairs("unrest")}
    assert pairs("seating") == {(i, x["CRT"]) for i in realms}
    assert pairs("compact") == {(x["MER"], x["WEA"]), (x["MER"], x["DYE"]), (x["WEA"], x["DYE"])}
    assert pairs("enrolment") == {(x["MER"], x["WEA"]), (x["MER"], x["DYE"])}
    assert pairs("speech") == pairs("coronation") == set()
    number = c.place[small.kind_index["league"]]
    assert number[x["AVA"], x["BOR"]] == number[x["BOR"], x["AVA"]] >= 0
    raid = c.place[small.kind_index["raid"]]
    assert raid[x["AVA"], x["BOR"]] != raid[x["BOR"], x["AVA"]]
    assert (np.diff(c.k) >= 0).all()
    assert all(c.place[k, i, j] == n for n, (k, i, j) in enumerate(zip(c.k, c.i, c.j, strict=True)))


def test_a_kind_that_needs_consent_may_name_its_types_either_way(small, system):
    turned = [replace(k, sender="court", receiver="realm") if k.name == "seating" else k for k in small.kinds]
    found, k = System(replace(small, kinds=tuple(turned)), MODEL).channels, small.kind_index["seating"]
    np.testing.assert_array_equal(found.place[k] >= 0, system.channels.place[k] >= 0)
    assert (found.place[k] >= 0).sum() == 2 * 7


def test_cells_are_what_the_channels_need(small, system):
    s, c = system.statistics, system.channels
    for n, k in enumerate(c.k):
        for place in range(max(system.design.n_terms[k], 0)):
            there, back = s.enters[:, n, place]
            e = system.design.columns[k, place]
            assert s.cell[:, there].tolist() == [e, c.i[n], c.j[n]]
            if small.kinds[k].consent:
                assert s.cell[:, back].tolist() == [e, c.j[n], c.i[n]]
            else:
                assert back == -1
        assert (s.enters[:, n, max(system.design.n_terms[k], 0) :] == -1).all()
    # no cell that nobody uses, and each knows its users
    for cell in range(s.cell.shape[1]):
        users = s.user[s.user_first[cell] : s.user_first[cell + 1]]
        assert sorted(set(users.tolist())) == np.flatnonzero((s.enters == cell).any(axis=(0, 2))).tolist() != []
        assert s.place[tuple(s.cell[:, cell])] == cell
    for e in range(len(system.design.statistics)):
        assert (s.cell[STATISTIC, s.start[e] : s.start[e + 1]] == e).all()


def test_a_cell_of_the_dead_is_0(small, system):
    state = lively(small, system.design.traces[2:], MODEL.settings, 3)
    state.one[EXISTS] = 1.0
    state.one[EXISTS, small.index["BOR"]] = 0.0
    work, s = system.cells(state), system.statistics
    dead = (s.cell[SENDER] == small.index["BOR"]) | (s.cell[RECEIVER] == small.index["BOR"])
    assert (work.x[dead] == 0).all()
    e, i, j = s.cell[:, ~dead]
    expected = [system.kernel.value(cell, state, a, b) for cell, a, b in zip(e, i, j, strict=True)]
    np.testing.assert_allclose(work.x[~dead], expected, rtol=1e-14)
    assert work.n[CHANNELS] == 0
    assert not work.channel_marked.any()


def test_a_model_without_terms_has_channels_and_no_cells(small):
    system = System(small, Model({}))
    assert system.statistics.cell.shape == (3, 0)
    assert len(system.channels.k) > 0
    assert system.cells(system.history.state("1622-01-01")).x.shape == (0,)


def test_parameters(small, system):
    values = {"raid": {"constant": -1.5, "rivalry(4)": 0.25}, "truce": {"constant": 0.5}}
    found = parameters(system.design, small.kind_index, values)
    k = small.kind_index
    assert (found.constant[k["raid"]], found.constant[k["truce"]], found.constant[k["league"]]) == (
        -1.5,
        0.5,
        -math.inf,
    )
    assert found.slope[k["raid"]].tolist() == [0.0, 0.0, 0.25, 0.0]
    assert found.slope[k["truce"]].sum() == 0
    with pytest.raises(ModelError, match=r"There is no kind with an intensity 'raids'\. Did you mean raid"):
        parameters(system.design, k, {"raids": {}})
    with pytest.raises(ModelError, match=r"parameters, kind raid: There is no term 'rivalri'\. Did you mean rivalry"):
        parameters(system.design, k, {"raid": {"rivalri": 1.0}})


def test_a_model_that_names_what_is_not_there_is_refused_when_bound(small):
    with pytest.raises(ModelError, match=r"There is no tie 'legue'\. Did you mean league"):
        _ = System(small, Model({"raid": ("tie(legue)",)})).design


def test_the_table_of_kinds(small):
    kinds = kind_table(small)
    k = small.kind_index
    feud, pact = 4 + small.vocabulary.tie_index["feud"], -2
    # consent, types, rule, ties that the rule asks about, opened, closed
    assert kinds.code[:, k["accord"]].tolist()[:3] == [1, 0, 0]
    assert kinds.code[5:, k["accord"]].tolist() == [-1, feud]
    assert kinds.code[5:, k["renunciation"]].tolist() == [-1, pact]
    assert kinds.code[5:, k["invasion"]].tolist() == [feud, -1]
    assert kinds.code[1:3, k["speech"]].tolist() == [-1, -1]
    # term, trust, threat, alarm, Goldstein
    assert kinds.amount[:, k["amity"]].tolist() == [10.0, 0.7, -0.5, 0.6, 8.0]
    assert kinds.amount[0, k["raid"]] == math.inf
    assert kinds.lapse == k["expiry"]


def test_a_model_without_terms_has_no_cells(small):
    plain = System(small, Model({}))
    assert plain.statistics.cell.shape == (3, 0)
    assert (plain.statistics.enters == -1).all()
    assert plain.statistics.enters.shape[:2] == (2, len(plain.channels.k))
