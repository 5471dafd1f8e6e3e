"""Counts of a record that anybody can do by hand on the small world."""

import datetime as dt

from rapallo.record.tallies import bases, by_actor, by_kind, by_year, decades, rows_by_source, silences


def test_counts_of_the_small_world(small):
    assert decades(small) == [1620]
    lines = {k.kind: k for k in by_kind(small)}
    assert lines["league"].events == 2
    assert lines["summons"].verified == 0
    assert lines["unrest"].decades == {1620: 2}
    assert sum(k.events for k in lines.values()) == 18
    assert by_year(small) == {1620: 3, 1621: 5, 1622: 5, 1623: 4, 1624: 1, 1625: 0}
    assert next(iter(by_actor(small))) == "BOR"
    assert by_actor(small)["CRT"] == 0
    assert rows_by_source(small)["chronicle"] == 17
    assert {b.table: (b.rows, b.verified) for b in bases(small)}["events"] == (16, 15)


def test_a_realm_is_silent_only_while_it_exists(small):
    found = {s.actor: (s.begin, s.end) for s in silences(small, years=2.0)}
    # Fenland acts in 1621 and then no more; Garland is silent until it ends
    assert found["FEN"] == (dt.date(1621, 8, 1), dt.date(1625, 12, 31))
    assert found["GAR"] == (dt.date(1620, 1, 1), dt.date(1624, 6, 30))
    assert "WEA" not in found
