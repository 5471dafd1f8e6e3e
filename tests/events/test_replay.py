import datetime as dt

import numpy as np
import pytest

from rapallo.errors import UsageError
from rapallo.events.apply import fade
from rapallo.events.replay import breaches, replay
from rapallo.events.settings import Settings
from rapallo.record.read import read_record
from rapallo.state.arrays import (
    AID,
    CLIENT,
    DEFENCE,
    ENTENTE,
    FRONT,
    GUARANTEE,
    LEFT_RIGHT,
    OCCUPATION,
    RECOGNITION,
    TRADE,
    WAR,
)


@pytest.fixture
def at(small):
    def state(date):
        now = replay(small, dt.date.fromisoformat(date))
        return now, small.index

    return state


def test_ties_open_and_close_with_events(at):
    now, x = at("1920-02-29")
    assert now.tie[RECOGNITION, x["RUS"], x["GMY"]] == 0
    now, x = at("1920-03-01")
    assert now.tie[RECOGNITION, x["RUS"], x["GMY"]] == now.tie[RECOGNITION, x["GMY"], x["RUS"]] == 1
    now, x = at("1921-08-01")
    assert now.tie[DEFENCE, x["CZE"], x["FRN"]] == now.tie[DEFENCE, x["POL"], x["CZE"]] == 1
    now, x = at("1922-02-01")
    assert now.tie[TRADE, x["RUS"], x["UKG"]] == 1
    assert now.tie[AID].sum() == 0


def test_initial_ties_wait_for_the_birth_of_an_actor(at):
    now, x = at("1921-05-31")
    assert now.exists[x["CZE"]] == 0
    now, x = at("1921-06-01")
    assert now.exists[x["CZE"]] == 1
    assert now.tie[RECOGNITION, x["CZE"], x["FRN"]] == 1
    assert now.tie[RECOGNITION, x["CZE"], x["RUS"]] == 0


def test_a_secret_tie_is_hidden_until_revealed(at):
    now, x = at("1922-02-28")
    assert now.tie[ENTENTE, x["RUS"], x["GMY"]] == now.secret[ENTENTE, x["GMY"], x["RUS"]] == 1
    now, x = at("1922-03-01")
    assert now.tie[ENTENTE, x["RUS"], x["GMY"]] == 1
    assert now.secret[ENTENTE].sum() == 0


def test_war_ends_relations_and_peace_ends_war(at):
    now, x = at("1922-08-03")
    assert now.tie[WAR, x["GMY"], x["POL"]] == now.tie[WAR, x["FRN"], x["GMY"]] == 1
    assert now.tie[RECOGNITION, x["GMY"], x["POL"]] == 0
    now, x = at("1923-02-01")
    assert now.tie[WAR].sum() == 0
    assert now.tie[OCCUPATION, x["GMY"], x["POL"]] == 1


def test_fronts_between_movements(at):
    now, x = at("1923-03-01")
    assert now.tie[FRONT, x["KPD"], x["SPD"]] == 1
    now, x = at("1923-09-01")
    assert now.tie[FRONT].sum() == 0


def test_annexation_of_the_whole_ends_an_actor_and_moves_its_capability(at):
    before, x = at("1924-06-29")
    after, x = at("1924-06-30")
    assert before.exists[x["LIT"]] == 1
    assert after.exists[x["LIT"]] == 0
    assert after.cov[0, x["RUS"]] == pytest.approx(before.cov[0, x["RUS"]] + before.cov[0, x["LIT"]])
    assert after.tie[:, x["LIT"], :].sum() == 0


def test_a_forgery_moves_belief_like_the_truth_and_nothing_else(small, at):
    before, x = at("1921-09-30")
    after, x = at("1921-10-01")
    kind = small.kinds[small.kind_index["agitation"]]
    settings, ci, uk, rus = Settings(), x["CI"], x["UKG"], x["RUS"]

    # the tick of the first of the month comes first
    def ticked(value):
        return value * fade(30 / 365.25, settings.trust)

    assert after.trust[uk, ci] == pytest.approx(ticked(before.trust[uk, ci]) + kind.trust)
    # charged to the patron in proportion to control, which is 1
    assert after.trust[uk, rus] == pytest.approx(ticked(before.trust[uk, rus]) + kind.trust)
    assert after.memory[small.kind_index["agitation"], ci, uk] == 0
    assert after.hostile[ci, uk] == after.hostile[rus, uk] == 0


def test_a_movements_acts_are_charged_to_its_patron(small, at):
    after, x = at("1921-09-01")
    kind = small.kinds[small.kind_index["agitation"]]
    assert after.hostile[x["KPD"], x["GMY"]] == pytest.approx(0.65)
    assert after.hostile[x["RUS"], x["GMY"]] == pytest.approx(0.7 * 0.65)
    assert after.trust[x["GMY"], x["KPD"]] == pytest.approx(kind.trust)


def test_a_rumour_raises_perceived_threat(small, at):
    before, x = at("1923-05-31")
    after, x = at("1923-06-01")
    # the first side is the alleged threat, the second fears it
    assert after.threat[x["RUS"], x["UKG"]] > before.threat[x["RUS"], x["UKG"]] + 0.5
    assert after.hostile[x["UKG"], x["RUS"]] <= before.hostile[x["UKG"], x["RUS"]]


def test_memory_halves_in_a_half_life(small):
    assert fade(4.0, 4.0) == 0.5
    assert fade(1.0, float("inf")) == 1.0
    first = replay(small, dt.date(1922, 5, 2), Settings(memory=1.0))
    later = replay(small, dt.date(1923, 5, 2), Settings(memory=1.0))
    k, x = small.kind_index["clash"], small.index
    # aged on the first of twelve months, from 1 June 1922 to 1 May 1923
    assert later.memory[k, x["GMY"], x["POL"]] == pytest.approx(
        first.memory[k, x["GMY"], x["POL"]] * fade(365 / 365.25, 1.0)
    )


def test_a_new_leader_is_marked_and_fades(small, at):
    now, x = at("1921-05-01")
    assert now.fresh[x["GMY"]] == 1
    now, x = at("1921-11-30")
    assert 0.3 < now.fresh[x["GMY"]] < 0.6


def test_a_date_outside_the_record_is_refused(small):
    with pytest.raises(UsageError, match="1926-01-01 lies outside the record"):
        replay(small, dt.date(1926, 1, 1))


def test_a_sound_record_has_no_breach(small):
    assert breaches(small) == []


def test_an_event_that_could_not_happen_is_named(small_folder):
    path = small_folder / "events.csv"
    path.write_text(path.read_text() + "1925-again,1925-01-01,day,recognition,RUS,GMY,Again,,real,doc,,\n")
    found = breaches(read_record(small_folder))
    assert [(b.event, b.rule) for b in found] == [("1925-again", "open")]


def test_an_end_must_find_the_treaty_that_it_names_in_force(small_folder):
    schedule = small_folder / "schedule.csv"
    row = "{},day,lapse,RUS;GMY,,The end,of=1921-friends,real,doc,,\n"
    schedule.write_text(
        schedule.read_text() + row.format("1925-end,1925-01-10") + row.format("1925-once-more,1925-02-01")
    )
    record = read_record(small_folder)
    assert [(b.event, b.rule) for b in breaches(record)] == [("1925-once-more", "agreed")]
    state = replay(record, dt.date(1925, 1, 10))
    x = record.index
    assert state.tie[ENTENTE, x["RUS"], x["GMY"]] == 0
    # nobody has done anything to anybody
    before = replay(record, dt.date(1925, 1, 9))
    np.testing.assert_array_equal(state.trust, before.trust)


def test_what_never_came_into_force_opens_no_tie(small_folder):
    events = small_folder / "events.csv"
    events.write_text(
        events.read_text()
        + "1925-signed,1925-01-01,day,trade,RUS,GMY,Signed only,ratified=false,real,doc,,\n"
        + "1925-puppets,1925-02-01,day,installation,RUS,POL,A government that failed,outcome=failure,real,doc,,\n"
        + "1925-clients,1925-03-01,day,installation,GMY,POL,A government that lasted,,real,doc,,\n"
    )
    record = read_record(small_folder)
    state, x = replay(record, dt.date(1925, 12, 31)), record.index
    assert state.tie[TRADE, x["RUS"], x["GMY"]] == 0
    assert state.tie[CLIENT, x["RUS"], x["POL"]] == 0
    assert state.tie[CLIENT, x["GMY"], x["POL"]] == 1
    # the installed take the colour of who installs them
    assert state.cov[LEFT_RIGHT, x["POL"]] == state.cov[LEFT_RIGHT, x["GMY"]] == pytest.approx(0.8)


def test_who_was_guaranteed_can_end_the_guarantee(small_folder):
    events = small_folder / "events.csv"
    events.write_text(
        events.read_text()
        + "1925-word,1925-01-01,day,guarantee,FRN,CZE,A promise,,real,doc,,\n"
        + "1925-no-thanks,1925-02-01,day,denunciation,CZE,FRN,Declined,of=1925-word,real,doc,,\n"
    )
    record = read_record(small_folder)
    x = record.index
    for day, bound in ((dt.date(1925, 1, 31), 1), (dt.date(1925, 2, 1), 0)):
        assert replay(record, day).tie[GUARANTEE, x["FRN"], x["CZE"]] == bound
    assert breaches(record) == []


def test_replay_is_the_same_twice(small):
    one, two = (replay(small, dt.date(1925, 12, 31)) for _ in range(2))
    for a, b in zip(one, two, strict=True):
        np.testing.assert_array_equal(a, b)
