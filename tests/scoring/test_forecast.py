"""What a model says of events and of the time between, against the fit, against plain look-ups and by hand."""

import datetime as dt
import math

import numpy as np
import pytest

from rapallo.errors import FitError, UsageError
from rapallo.estimation.fitting import fit
from rapallo.events.risk import rule_holds
from rapallo.model.hypothesis import Model, Prior
from rapallo.model.intensity import intensity
from rapallo.model.parameters import parameters
from rapallo.model.system import System
from rapallo.record.clock import quarters, to_time
from rapallo.record.read import read_record
from rapallo.scoring.cells import cells
from rapallo.scoring.forecast import (
    BINS,
    EVENT_NUMBER,
    LOWEST,
    MISSED,
    RATE,
    TOTAL,
    WEIGHT,
    forecast,
    level_of,
    lower_edges,
)
from rapallo.scoring.score import score
from tests.conftest import SMALL_VALUES

BEGIN, END = dt.date(1621, 1, 1), dt.date(1625, 1, 1)


def said(system, coefficients, merged=None, only=None, begin=BEGIN, end=END):
    numbers = parameters(system.design, system.record.kind_index, coefficients, system.model.ceiling)
    names, scored = cells(system, merged, only)
    return names, forecast(system, numbers, scored, quarters(to_time(begin), to_time(end)))


def test_on_its_own_window_a_score_is_the_likelihood_of_the_fit(system):
    found = fit(system, since=BEGIN, until=END - dt.timedelta(days=1))
    names, told = said(system, found.coefficients())
    for name, kind in found.kinds.items():
        g = names.index(name)
        _, scored = cells(system)
        own = scored.group[told.who[:, 1]] == g
        value = told.figures[own, WEIGHT] @ np.log(told.figures[own, RATE]) - told.expected[g].sum()
        assert value == pytest.approx(kind.loglik, abs=1e-9), name


def test_rates_of_events_are_those_of_the_state_before_them(system):
    """Looked up one by one: the intensity of the pair, and the sum over all pairs of its kind."""
    numbers = parameters(system.design, system.record.kind_index, SMALL_VALUES)
    _, told = said(system, SMALL_VALUES)
    assert len(told.figures) > 5
    for figures, (number, *_) in zip(told.figures, told.who, strict=True):
        event = system.history.maker(int(number))
        state = system.history.state_before(event.id)
        x, k, channels = system.cells(state).x, system.record.kind_index[event.kind], system.channels
        rates = [
            intensity(state, system.kinds, channels, system.statistics, numbers, x, c)
            for c in range(channels.start[k], channels.start[k + 1])
            if rule_holds(state, system.kinds, k, channels.i[c], channels.j[c])
        ]
        assert figures[TOTAL] == pytest.approx(math.fsum(rates), rel=1e-9)
        assert min(abs(figures[RATE] - rate) for rate in rates) < 1e-12


def test_merged_kinds_are_summed(system):
    """The rates of raids and summonses of one pair are one, and so are their integrals."""
    apart_names, apart = said(system, SMALL_VALUES)
    names, told = said(system, SMALL_VALUES, merged={"raid": "strife", "summons": "strife"})
    assert {"raid", "summons"}.isdisjoint(names)
    both = sum(apart.expected[apart_names.index(name)].sum() for name in ("raid", "summons"))
    assert told.expected[names.index("strife")].sum() == pytest.approx(both, rel=1e-9)
    raid = system.history.numbers["1622-raid"]
    here = told.figures[told.who[:, EVENT_NUMBER] == raid][0]
    there = apart.figures[apart.who[:, EVENT_NUMBER] == raid][0]
    assert here[RATE] > there[RATE]
    assert here[TOTAL] > there[TOTAL]


def test_only_the_pairs_named_count(system):
    pairs = {"raid": [("ELM", "BOR")]}
    names, told = said(system, SMALL_VALUES, only=pairs)
    assert names == ("raid",)
    _, scored = cells(system, only=pairs)
    # in either order, whoever is named first
    assert sorted((scored.i[c], scored.j[c]) for c in range(2)) == sorted(
        (system.record.index[a], system.record.index[b]) for a, b in (("ELM", "BOR"), ("BOR", "ELM"))
    )
    assert len(told.figures) == sum(e.side_a + e.side_b in (("ELM", "BOR"), ("BOR", "ELM")) for e in raids(system))
    with pytest.raises(UsageError, match=r"There is no kind 'raids'\. Did you mean raid"):
        cells(system, {"raids": "raid"})


def raids(system):
    return [e for e in system.record.events if e.kind == "raid" and BEGIN <= e.date < END]


def test_a_constant_rate_by_hand(small):
    """A raid a year for every pair at risk: expected is exposure, every pair has the same share and the mean rank."""
    system = System(small, Model({"raid": ()}))
    names, told = said(system, {"raid": {"constant": 0.0}}, only={"raid": cells_of_all(system)})
    exposure = fit(system, since=BEGIN, until=END - dt.timedelta(days=1)).kinds["raid"].exposure
    assert names == ("raid",)
    assert told.expected.sum() == pytest.approx(exposure, rel=1e-9)
    # four years are sixteen quarters, and a rate of 1 lies in the bin that begins there
    assert told.expected.shape == (1, 16, BINS)
    level = level_of(1.0)
    assert lower_edges()[level] == pytest.approx(1.0)
    assert told.expected[..., level].sum() == told.expected.sum()
    (figures,) = told.figures
    assert figures[RATE] == 1.0
    assert figures[4] == 0.0
    assert figures[5] == figures[6] - 1 == figures[TOTAL] - 1


def cells_of_all(system):
    ids = [a.id for a in system.record.actors]
    return [(a, b) for a in ids for b in ids]


def test_bins_of_intensity():
    edges = lower_edges()
    assert len(edges) == BINS
    assert (level_of(LOWEST / 2), level_of(LOWEST), level_of(1e9)) == (0, 1, BINS - 1)
    for rate in (0.003, 0.01, 0.1, 0.7, 1.0, 40.0):
        assert edges[level_of(rate)] <= rate * (1 + 1e-9)
        assert rate < edges[level_of(rate) + 1]


LEAGUES = Model({"league": ("nearness",), "amity": ("trust",)}, prior=Prior(0.5))


def test_scores_are_a_row_per_event_and_origin(small):
    """FEN joins three in a league in the year after two of three origins: a third of weight each, two pairs covered."""
    calls, origins = [], ["1620-12-01", dt.date(1621, 6, 1), dt.date(1622, 1, 1)]
    found = score(small, LEAGUES, origins, 1.0, progress=lambda *seen: calls.append(seen))
    assert calls == [("1620-12-01", 0, 3), ("1621-06-01", 1, 3), ("1622-01-01", 2, 3)]
    joins = found.events.filter(found.events["event"] == "1621-joins").to_dicts()
    assert [row["origin"] for row in joins] == [dt.date(1620, 12, 1)] * 2 + [dt.date(1621, 6, 1)] * 2
    for row in joins:
        assert (row["kind"], row["date"]) == ("league", dt.date(1621, 8, 1))
        assert row["weight"] == pytest.approx(1 / 3)
        assert "FEN" in (row["sender"], row["receiver"])
        assert 0 < row["share"] < 1
        assert 1 <= row["rank"] <= row["of"]
    periods = found.expected["period"].unique().sort().to_list()
    assert periods[:2] == [dt.date(1620, 12, 1), dt.date(1621, 1, 1)]


def test_what_lies_after_an_origin_does_not_bear_on_it(small, small_folder):
    """With the later years struck from the record the scores of the year before them are the same."""
    whole = score(small, LEAGUES, ["1621-06-01"], 1.0)
    path = small_folder / "events.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(("1623", "1624", "1625"))))
    short = score(read_record(small_folder), LEAGUES, ["1621-06-01"], 1.0)
    assert len(whole.events) == 2
    assert whole.events.equals(short.events)
    assert whole.expected["expected"].to_numpy() == pytest.approx(short.expected["expected"].to_numpy(), rel=1e-12)


def test_what_a_model_held_impossible_is_counted(small):
    """Before 1622 nobody raids: a model without raids cannot score the one that follows."""
    numbers = {"amity": {"constant": -1.0}}
    _, told = said(System(small, Model({})), numbers)
    assert told.counts[MISSED] > 0


def test_origins_must_leave_something(small):
    with pytest.raises(UsageError, match="give at least one day"):
        score(small, Model({}), [], 1.0)
    for day in ("1620-01-01", "1626-06-01"):
        with pytest.raises(UsageError, match=f"origin: {day} leaves nothing to fit or nothing to score"):
            score(small, Model({}), [day], 1.0)
    with pytest.raises(FitError, match="origin 1620-01-05: no event"):
        score(small, Model({}), ["1620-01-05"], 1.0)
