"""What a record tells: states on days and before events, treaties as objects, breaches of risk rules."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from rapallo.errors import UsageError
from rapallo.events.checks import breaches
from rapallo.events.history import observed
from rapallo.record.read import read_record
from rapallo.state.fields import EXISTS, FEARED, FRESH, THREAT, TRUST
from rapallo.state.settings import Settings
from rapallo.state.traces import Trace
from tests.worlds import Names


class Day:
    """A state by the words and ids of its record."""

    def __init__(self, history, state):
        self.state, self.x = state, Names(history.record, state)

    def tied(self, tie, a, b):
        return int(self.x.tied(tie, a, b))

    def hidden(self, tie, a, b):
        return int(self.x.hidden(tie, a, b))

    def any(self, tie):
        return int(self.state.pair[self.x.tie(tie)].sum())

    def exists(self, a):
        return int(self.state.one[EXISTS, getattr(self.x, a)])

    def of(self, name, a):
        return self.state.one[self.x.covariate(name), getattr(self.x, a)]

    def belief(self, layer, a, b):
        return self.state.pair[layer, getattr(self.x, a), getattr(self.x, b)]

    def hostile(self, a, b):
        return self.belief(self.state.traces.hostile, a, b)


@pytest.fixture(scope="module")
def history(small):
    return observed(small)


@pytest.fixture(scope="module")
def at(history):
    return lambda date: Day(history, history.state(date))


@pytest.fixture
def told(small_folder):
    """The history of the small world with more lines in a table."""

    def add(*lines, table="events"):
        path = small_folder / f"{table}.csv"
        path.write_text(path.read_text() + "".join(f"{line}\n" for line in lines))
        return observed(read_record(small_folder))

    return add


def test_ties_open_and_close_with_events(at):
    assert at("1620-02-29").tied("embassy", "AVA", "BOR") == 0
    day = at("1620-03-01")
    assert day.tied("embassy", "AVA", "BOR") == day.tied("embassy", "BOR", "AVA") == 1
    day = at("1621-08-01")
    assert day.tied("league", "FEN", "CAL") == day.tied("league", "ELM", "FEN") == 1
    day = at(dt.date(1622, 2, 1))
    assert day.tied("commerce", "AVA", "DOR") == 1
    assert day.any("vassal") == 0


def test_initial_ties_wait_for_the_birth_of_an_actor(at):
    assert at("1621-05-31").exists("FEN") == 0
    assert at("1621-05-31").tied("embassy", "FEN", "CAL") == 0
    day = at("1621-06-01")
    assert (day.exists("FEN"), day.tied("embassy", "FEN", "CAL"), day.tied("embassy", "FEN", "AVA")) == (1, 1, 0)


def test_a_secret_tie_is_hidden_until_revealed(at):
    day = at("1622-02-28")
    assert day.tied("amity", "AVA", "BOR") == day.hidden("amity", "BOR", "AVA") == 1
    day = at("1622-03-01")
    assert (day.tied("amity", "AVA", "BOR"), day.hidden("amity", "AVA", "BOR")) == (1, 0)


def test_war_ends_relations_and_peace_ends_war(at):
    day = at("1622-08-03")
    assert day.tied("feud", "BOR", "ELM") == day.tied("feud", "CAL", "BOR") == day.tied("feud", "DOR", "BOR") == 1
    assert day.tied("embassy", "BOR", "ELM") == 0
    assert day.tied("league", "CAL", "ELM") == 1
    day = at("1622-09-01")
    assert (day.tied("garrison", "BOR", "ELM"), day.tied("garrison", "ELM", "BOR")) == (1, 0)
    day = at("1623-02-01")
    assert day.any("feud") == 0
    # stage=peace takes the garrison home
    assert day.any("garrison") == 0


def test_compacts_between_guilds(at):
    assert at("1623-03-01").tied("compact", "WEA", "DYE") == 1
    assert at("1623-09-01").any("compact") == 0


def test_annexation_of_the_whole_ends_an_actor_and_moves_its_capability(at):
    before, after = at("1624-06-29"), at("1624-06-30")
    assert (before.exists("GAR"), after.exists("GAR")) == (1, 0)
    # 0.2 + 0.01
    assert after.of("might", "AVA") == pytest.approx(0.21)
    assert after.of("might", "GAR") == 0.0
    ties = after.state.pair[4 : after.state.roles.first_trace]
    assert ties[:, after.x.GAR].sum() == ties[:, :, after.x.GAR].sum() == 0


def test_a_forgery_moves_belief_like_the_truth_and_nothing_else(at):
    before, after = at("1621-09-30"), at("1621-10-01")
    # the tick of the first of the month comes first; unrest moves trust by -0.5, and Avaland's sway is 1
    left = 0.5 ** (30 / 365.25 / 5.0)
    for actor in ("MER", "AVA"):
        moved = before.belief(TRUST, "DOR", actor) * left - 0.5
        assert after.belief(TRUST, "DOR", actor) == pytest.approx(moved)
        assert after.hostile(actor, "DOR") == 0


def test_a_movements_acts_are_charged_to_its_patron(at):
    day = at("1621-09-01")
    assert day.hostile("WEA", "BOR") == pytest.approx(0.65)
    assert day.hostile("AVA", "BOR") == pytest.approx(0.7 * 0.65)
    assert day.belief(TRUST, "BOR", "WEA") == pytest.approx(-0.5)


def test_a_rumour_raises_perceived_threat_of_the_first_side(at):
    before, after = at("1623-05-31"), at("1623-06-01")
    # the second of the whisper's sides, Avaland, fears the first, Dorland: 0.9
    assert after.belief(THREAT, "AVA", "DOR") > before.belief(THREAT, "AVA", "DOR") + 0.5
    assert after.hostile("DOR", "AVA") <= before.hostile("DOR", "AVA")
    # it is weighed from the next tick on
    assert after.belief(FEARED, "AVA", "DOR") < after.belief(THREAT, "AVA", "DOR") - 0.5
    later = at("1623-07-01")
    assert later.belief(FEARED, "AVA", "DOR") == later.belief(THREAT, "AVA", "DOR")


def test_memory_halves_in_a_half_life(small):
    history = observed(small, Settings(memory=1.0), (Trace("raid", 2.0),))
    days = [Day(history, history.state(date)) for date in ("1622-05-02", "1623-05-02")]
    # aged on the first of twelve months, the last on 1 May 1623, each time since the tick before: 365 days in all
    raids = days[0].state.roles.first_trace + 2
    assert [d.belief(raids, "BOR", "ELM") for d in days] == pytest.approx([1.0, 0.5 ** (365 / 365.25 / 2.0)])
    # by the half-life of the standing trace: the raid is one of the sums of hostility, the forgetting of all the same
    assert days[1].hostile("BOR", "ELM") > 0.5 ** (365 / 365.25)


def test_a_new_leader_is_marked_and_fades(at):
    day = at("1621-05-01")
    assert day.state.one[FRESH, day.x.BOR] == 1
    day = at("1621-11-30")
    # six ticks, of 184 days in all, by a half-life of half a year
    assert day.state.one[FRESH, day.x.BOR] == pytest.approx(0.5 ** (184 / 365.25 / 0.5))


def test_a_days_values_come_after_its_events(told):
    # regard changes on the day on which Avaland raids: the raid meets the old value, the day ends with the new
    history = told("1623-deed,1623-01-01,day,raid,AVA,ELM,A deed,,real,chronicle,,")
    before, after = Day(history, history.state_before("1623-deed")), Day(history, history.state("1623-01-01"))
    regard = before.x.value("regard")
    assert before.belief(regard, "DOR", "AVA") == -0.5
    assert after.belief(regard, "DOR", "AVA") == 0.5
    # the day's tick has been already
    morning = history.state_on("1623-01-01")
    np.testing.assert_array_equal(morning.pair, before.state.pair)
    assert (morning.pair[TRUST] != history.state("1622-12-31").pair[TRUST]).any()


def test_the_state_before_an_event_knows_the_days_earlier_ones(told):
    history = told(
        "1625-one,1625-01-01,day,embassy,AVA,CAL,The first,,real,chronicle,,",
        "1625-two,1625-01-01,day,commerce,AVA,CAL,The second,,real,chronicle,,",
    )
    first, second = (Day(history, history.state_before(f"1625-{n}")) for n in ("one", "two"))
    assert (first.tied("embassy", "AVA", "CAL"), second.tied("embassy", "AVA", "CAL")) == (0, 1)
    assert second.tied("commerce", "AVA", "CAL") == 0
    morning = Day(history, history.state_on("1625-01-01"))
    assert morning.tied("embassy", "AVA", "CAL") == 0


@pytest.mark.parametrize("date", ["1619-12-31", "1626-01-01"])
def test_a_date_outside_the_history_is_refused(history, date):
    with pytest.raises(UsageError, match=f"{date} lies outside the history, 1620-01-01 to 1625-12-31"):
        history.state(date)


def test_what_is_no_day_or_no_event_is_refused(history):
    with pytest.raises(UsageError, match="is not a day"):
        history.state("1622")
    with pytest.raises(UsageError, match="Did you mean 1622-raid"):
        history.state_before("1622-rade")


def test_a_history_is_the_same_twice_and_its_beginning_unchanged(history):
    one, two = history.state("1625-12-31"), history.state("1625-12-31")
    for name in ("pair", "one", "who", "moment", "bond", "term", "counts"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))
    assert history.origin.one[EXISTS].sum() == 0
    assert history.origin.counts.sum() == 0
    assert [e.id for e in history.events()][:2] == ["1620-relations", "1620-summons"]


def test_treaties(history):
    found = {treaty.id: treaty for treaty in history.treaties("1621-12-31")}
    league = found["1620-league"]
    assert (league.kind, league.title) == ("league", "Three allies")
    # those who joined are parties to the same treaty, in the order of its row
    assert league.parties == ("CAL", "ELM", "DOR", "FEN")
    assert (league.signed, league.ended, league.in_force) == (dt.date(1620, 7, 1), None, True)
    assert [bond.since for bond in league.bonds] == [dt.date(1620, 7, 1)] * 3 + [dt.date(1621, 8, 1)] * 3
    assert "1621-joins" not in found
    friends = found["1621-friends"].bonds[0]
    assert (friends.tie, friends.a, friends.b, friends.secret, friends.cause) == (
        "amity",
        "AVA",
        "BOR",
        True,
        "in force",
    )
    # ten years from 1621-02-10
    assert friends.until == dt.date(1631, 2, 10)
    assert found["1621-friends"].clauses["revealed"] == "1622-03-01"


def test_treaties_of_the_start_have_no_event(history):
    start = [treaty for treaty in history.treaties("1620-01-01") if treaty.id == ""]
    (embassies,) = start
    assert embassies.parties == ("BOR", "CAL", "DOR", "ELM", "GAR")
    assert embassies.kind == ""
    assert {bond.until for bond in embassies.bonds} == {None}


def test_ended_treaties_are_told_when_asked_for(history):
    now = {treaty.id for treaty in history.treaties("1625-12-31")}
    told = history.treaties("1625-12-31", ended=True)
    ever = {treaty.id: treaty for treaty in told}
    assert "1623-compact" not in now
    compact = ever["1623-compact"]
    assert (compact.ended, compact.in_force, compact.bonds[0].cause) == (dt.date(1623, 9, 1), False, "ended by an act")
    embassies = {(b.a, b.b): b for treaty in told if treaty.id == "" for b in treaty.bonds}
    assert embassies["BOR", "ELM"].cause == "ended by war"
    assert embassies["BOR", "ELM"].ended == dt.date(1622, 8, 1)
    assert embassies["ELM", "GAR"].cause == "ended by the end of a party"
    assert ever["1622-seized"].bonds[0].cause == "ended by peace"
    assert ever["1622-invasion"].bonds[0].cause == "ended by an act"


def test_a_treaty_of_many_is_in_force_while_any_bond_is(told):
    history = told(
        "1625-out,1625-01-01,day,renunciation,FEN,CAL;DOR;ELM,It leaves,of=1620-league,real,chronicle,,",
    )
    (league,) = [treaty for treaty in history.treaties("1625-06-01") if treaty.id == "1620-league"]
    assert league.ended is None
    assert [bond.ended for bond in league.bonds if "FEN" in (bond.a, bond.b)] == [dt.date(1625, 1, 1)] * 3


def test_a_term_that_runs_out(told):
    history = told("1624-rooms,1624-01-01,day,commerce,AVA,BOR,For a year,term=1,real,chronicle,,")
    assert Day(history, history.state("1624-12-30")).tied("commerce", "AVA", "BOR") == 1
    assert Day(history, history.state("1625-01-02")).tied("commerce", "AVA", "BOR") == 0
    rooms = next(t for t in history.treaties("1625-12-31", ended=True) if t.id == "1624-rooms")
    assert rooms.bonds[0].cause == "lapsed"
    assert breaches(history) == []


def test_a_sound_record_has_no_breach(history):
    assert breaches(history) == []


def test_an_event_that_could_not_happen_is_named(told):
    found = breaches(told("1625-again,1625-01-01,day,embassy,AVA,BOR,Again,,real,chronicle,,"))
    assert [(b.event, b.kind, b.sender, b.receiver, b.date, b.rule) for b in found] == [
        ("1625-again", "embassy", "AVA", "BOR", dt.date(1625, 1, 1), "open")
    ]


def test_a_treaty_of_many_is_no_breach_if_anybody_is_newly_bound(told):
    line = "1625-{},1625-01-0{},day,league,{},,A league,,real,chronicle,,"
    assert breaches(told(line.format("wider", 1, "AVA;CAL;DOR"))) == []


def test_what_is_not_real_is_no_breach(told):
    assert breaches(told("1625-again,1625-01-01,day,embassy,AVA,BOR,Again,,forgery,chronicle,,")) == []


def test_an_end_must_find_the_treaty_that_it_names_in_force(told):
    row = "{},day,expiry,AVA;BOR,,The end,of=1621-friends,real,chronicle,,"
    history = told(row.format("1625-end,1625-01-10"), row.format("1625-once-more,1625-02-01"), table="schedule")
    assert [(b.event, b.rule) for b in breaches(history)] == [("1625-once-more", "agreed")]
    day, before = Day(history, history.state("1625-01-10")), history.state("1625-01-09")
    assert day.tied("amity", "AVA", "BOR") == 0
    # nobody has done anything to anybody
    np.testing.assert_array_equal(day.state.pair[TRUST], before.pair[TRUST])


def test_what_never_came_into_force_opens_no_tie(told):
    history = told(
        "1625-signed,1625-01-01,day,commerce,AVA,BOR,Signed only,ratified=false,real,chronicle,,",
        "1625-puppets,1625-02-01,day,enthronement,AVA,ELM,A prince who failed,outcome=failure,real,chronicle,,",
        "1625-clients,1625-03-01,day,enthronement,BOR,ELM,A prince who lasted,,real,chronicle,,",
    )
    day = Day(history, history.state("1625-12-31"))
    assert day.tied("commerce", "AVA", "BOR") == day.tied("vassal", "AVA", "ELM") == 0
    assert day.tied("vassal", "BOR", "ELM") == 1
    # the installed take the colour of who installs them
    assert day.of("creed", "ELM") == day.of("creed", "BOR") == pytest.approx(0.8)


def test_who_was_guaranteed_can_end_the_guarantee(told):
    history = told(
        "1625-word,1625-01-01,day,warranty,CAL,FEN,A promise,,real,chronicle,,",
        "1625-no-thanks,1625-02-01,day,renunciation,FEN,CAL,Declined,of=1625-word,real,chronicle,,",
    )
    for date, bound in (("1625-01-31", 1), ("1625-02-01", 0)):
        assert Day(history, history.state(date)).tied("warranty", "CAL", "FEN") == bound
    assert breaches(history) == []


def test_the_first_day_of_an_absence_is_still_lived_the_last_is_that_of_the_return(small_folder):
    rows = "id,begin,end,reason,source\nELM,1621-03-01,1621-04-01,away,chronicle\n"
    (small_folder / "absences.csv").write_text(rows)
    told = observed(read_record(small_folder))
    elm = told.record.index["ELM"]
    days = ("1621-03-01", "1621-03-02", "1621-03-31", "1621-04-01")
    assert [told.state(day).one[EXISTS, elm] for day in days] == [1, 0, 0, 1]
