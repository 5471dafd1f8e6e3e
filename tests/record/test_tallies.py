"""Counts of a record that anybody can do by hand on the small world."""

import datetime as dt

from rapallo.record.tallies import bases, by_actor, by_kind, by_year, decades, rows_by_source, silences


def test_counts_of_the_small_world(small):
    assert decades(small) == [1920]
    lines = {k.kind: k for k in by_kind(small)}
    assert lines["defence"].events == 2
    assert lines["demand"].verified == 0
    assert lines["agitation"].decades == {1920: 2}
    assert sum(k.events for k in lines.values()) == 18
    assert by_year(small) == {1920: 3, 1921: 5, 1922: 5, 1923: 4, 1924: 1, 1925: 0}
    assert next(iter(by_actor(small))) == "GMY"
    assert by_actor(small)["LON"] == 0
    assert rows_by_source(small)["doc"] == 17
    assert {b.table: (b.rows, b.verified) for b in bases(small)}["events"] == (16, 15)


def test_a_state_is_silent_only_while_it_exists(small):
    found = {s.actor: (s.begin, s.end) for s in silences(small, years=2.0)}
    # Hills acts in 1921 and then no more; Smallland is silent until it ends
    assert found["CZE"] == (dt.date(1921, 8, 1), dt.date(1925, 12, 31))
    assert found["LIT"] == (dt.date(1920, 1, 1), dt.date(1924, 6, 30))
    assert "KPD" not in found
