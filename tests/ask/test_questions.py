import datetime as dt
import math

import pytest

from rapallo.ask.answer import whatif
from rapallo.ask.interventions import Forbid, Force, Insert, Set, SwitchOff
from rapallo.ask.outcomes import FirstOf, Happens, SameBloc, Survives, Tie
from rapallo.ask.question import ArmSpec, Question
from rapallo.errors import QuestionError
from rapallo.estimation.fitting import fit
from rapallo.record.clock import to_time

START, UNTIL = dt.date(1623, 3, 15), dt.date(1625, 6, 30)


def happens(kind, a="*", b="*", by=UNTIL, **more):
    return Happens(name=f"{kind}", ask="happens", kind=kind, side_a=a, side_b=b, by=by, **more)


def question(*interventions, outcomes, start=START, runs=60):
    arms = (ArmSpec(name="base"), ArmSpec(name="other", interventions=interventions))
    return Question(title="t", start=start, until=UNTIL, runs=runs, seed=3, arms=arms, outcomes=outcomes)


@pytest.fixture(scope="module")
def fitted(system):
    return fit(system, until=START)


@pytest.fixture(scope="module")
def ask(system, fitted):
    def run(asked, draws=0):
        return whatif(system, asked, fitted, draws=draws, draw_runs=20)

    return run


def test_an_arm_without_intervention_equals_the_base_run_for_run(ask):
    found = ask(question(outcomes=(happens("unrest"), happens("raid"))))
    for row in found.rows:
        assert row.difference == row.difference_low == row.difference_high == 0
    base, other = found.runs_by_arm["base"], found.runs_by_arm["other"]
    assert all((a.time == b.time).all() and (a.kind == b.kind).all() for a, b in zip(base, other, strict=True))


def test_insert_before_the_start_goes_into_history(small, ask):
    what = Insert(do="insert", kind="amity", side_a=("CAL",), side_b=("BOR",), date=START)
    tie = Tie(name="tie", ask="tie", tie="amity", a="CAL", b="BOR", at=START + dt.timedelta(days=1))
    bloc = SameBloc(name="bloc", ask="same_bloc", a="DOR", b="BOR", at=START + dt.timedelta(days=1))
    found = ask(question(what, outcomes=(tie, bloc)))
    assert found.row("tie", "base").probability < 0.2
    assert found.row("tie", "other").probability > 0.9
    # Britain is allied to France, so it is in one bloc with whom France joins
    assert found.row("bloc", "other").probability > 0.9


def test_insert_after_the_start_happens_on_its_day(small, ask):
    what = Insert(do="insert", kind="summons", side_a=("AVA",), side_b=("ELM",), date=dt.date(1624, 1, 10))
    found = ask(question(what, outcomes=(happens("summons", "AVA", "ELM", by=dt.date(1624, 1, 10)),)))
    assert found.row("summons", "other").probability == 1
    run = found.runs_by_arm["other"][0]
    given = run.time[(run.given) & (run.kind == small.kind_index["summons"])]
    assert given.tolist() == [to_time(dt.date(1624, 1, 10))]


def test_forbid_bars_a_kind_and_only_it(ask):
    found = ask(question(Forbid(do="forbid", kind="unrest"), outcomes=(happens("unrest"), happens("summons"))))
    assert found.row("unrest", "base").probability > 0
    assert found.row("unrest", "other").probability == 0


def test_forbid_until_a_day_lets_it_happen_later(small, ask):
    day = dt.date(1624, 6, 30)
    found = ask(question(Forbid(do="forbid", kind="unrest", until=day), outcomes=(happens("unrest"),)))
    runs = found.runs_by_arm["other"]
    k = small.kind_index["unrest"]
    times = [t for r in runs for t in r.time[r.kind == k]]
    assert times
    assert min(times) >= to_time(day)


def test_forbid_a_recorded_event_takes_it_out(small, ask):
    accord = Forbid(do="forbid", event="1623-accord")
    war = Tie(name="war", ask="tie", tie="feud", a="BOR", b="CAL", at=START + dt.timedelta(days=1))
    found = ask(question(accord, outcomes=(war,)))
    assert found.row("war", "base").probability == 0
    assert found.row("war", "other").probability == 1


def test_force_makes_it_happen_unless_it_has_happened(system, small):
    start, day = dt.date(1623, 9, 2), dt.date(1624, 2, 1)
    what = Force(do="force", kind="compact", side_a=("WEA",), side_b=("DYE",), by=day)
    asked = question(what, outcomes=(happens("compact", "WEA", "DYE", by=day),), start=start)
    found = whatif(system, asked, fit(system, until=start), draws=0)
    assert found.row("compact", "other").probability == 1
    k, pair = small.kind_index["compact"], (small.index["WEA"], small.index["DYE"])
    for run in found.runs_by_arm["other"]:
        fronts = (run.kind == k) & (run.sender == pair[0]) & (run.receiver == pair[1]) & (run.time <= to_time(day))
        assert fronts.sum() == 1
    forced = sum(int(run.given[run.kind == k].sum()) for run in found.runs_by_arm["other"])
    assert 0 < forced <= 60


def test_set_moves_a_rate(ask):
    """The coefficient of pretension is positive; CAL has none on BOR in the record."""
    keen = Set(do="set", name="pretension", actor="CAL", other="BOR", value=1.0, date=START)
    found = ask(question(keen, outcomes=(happens("summons", "CAL", "BOR"),), runs=800))
    assert found.row("summons", "other").difference > 0


def test_switch_off_takes_an_effect_out(ask):
    off = SwitchOff(do="switch_off", effect="rivalry", kinds=("raid",))
    found = ask(question(off, outcomes=(happens("raid"),), runs=200))
    assert found.row("raid", "other").difference != 0


def test_removing_an_effect_that_is_not_there_is_refused(ask):
    with pytest.raises(QuestionError, match="There is no effect in the model 'rivalries'"):
        ask(question(SwitchOff(do="switch_off", effect="rivalries"), outcomes=(happens("raid"),)))


def test_survival_and_order(ask):
    survives = Survives(name="lives", ask="survives", actor="ELM", at=UNTIL)
    first = FirstOf(name="first", ask="first_of", wanted="unrest", options=(happens("unrest"), happens("seizure")))
    found = ask(question(outcomes=(survives, first)))
    assert 0 <= found.row("lives", "base").probability <= 1
    assert found.row("first", "base").probability > 0.3


def test_parameter_uncertainty_stands_apart(ask):
    found = ask(question(outcomes=(happens("summons"),), runs=100), draws=6)
    row = found.rows[0]
    assert row.parameter_sd >= 0
    low, high = row.total
    assert low <= row.low <= row.probability <= row.high <= high
    assert math.isnan(ask(question(outcomes=(happens("summons"),))).rows[0].parameter_sd)


def test_the_answer_exports(ask):
    found = ask(question(outcomes=(happens("summons"),)))
    frame = found.to_polars()
    assert frame.height == 2
    assert frame["parameter_sd"].null_count() == 2
    assert "summons, base" in found.summary()


def test_a_fit_that_knows_the_future_is_refused(system):
    late = fit(system)
    with pytest.raises(QuestionError, match="knows the future"):
        whatif(system, question(outcomes=(happens("summons"),)), late, draws=0)


REFUSED = [
    (Insert(do="insert", kind="alliance", side_a=("AVA",), side_b=("BOR",), date=START), "There is no kind 'alliance'"),
    (Insert(do="insert", kind="league", side_a=("AVA",), side_b=("QQQ",), date=START), "There is no actor 'QQQ'"),
    (Insert(do="insert", kind="league", side_a=("AVA",), side_b=("*",), date=START), "name the actors"),
    (Insert(do="insert", kind="league", side_a=("AVA",), date=START), "no pair of actors"),
    (Insert(do="insert", kind="raid", side_a=("AVA",), side_b=("ELM",), date=dt.date(1625, 8, 1)), "after the end"),
    (Force(do="force", kind="league", side_a=("AVA",), side_b=("BOR",), by=START), "use insert for the past"),
    (Forbid(do="forbid", event="1699-x"), "There is no event '1699-x'"),
    (Forbid(do="forbid", kind="coronation"), "not made by the model"),
    (Set(do="set", name="colour", actor="AVA", value=1, date=START), "There is no covariate, value or belief 'colour'"),
    (Set(do="set", name="trust", actor="AVA", value=1, date=START), "Give other"),
    (Set(do="set", name="creed", actor="AVA", other="BOR", value=1, date=START), "Leave out other"),
    (SwitchOff(do="switch_off", effect="rivalry", kinds=("clashes",)), "There is no kind 'clashes'"),
]


@pytest.mark.parametrize(("what", "message"), REFUSED)
def test_interventions_that_do_not_fit_are_refused_by_name(system, what, message):
    with pytest.raises(QuestionError, match="arm 'other', intervention 1") as caught:
        question(what, outcomes=(happens("raid"),)).check(system)
    assert message in str(caught.value)


BAD_OUTCOMES = [
    (happens("war"), "There is no kind 'war'"),
    (happens("raid", "QQQ"), "There is no actor 'QQQ'"),
    (happens("raid", by=START), "lies outside the simulation"),
    (Tie(name="t", ask="tie", tie="love", a="AVA", b="BOR", at=UNTIL), "There is no tie 'love'"),
    (Survives(name="s", ask="survives", actor="ZZZ", at=UNTIL), "There is no actor 'ZZZ'"),
    (
        FirstOf(name="f", ask="first_of", wanted="x", options=(happens("raid"), happens("summons"))),
        "There is no option 'x'",
    ),
]


@pytest.mark.parametrize(("outcome", "message"), BAD_OUTCOMES)
def test_outcomes_that_do_not_fit_are_refused(system, outcome, message):
    with pytest.raises(QuestionError) as caught:
        question(outcomes=(outcome,)).check(system)
    assert message in str(caught.value)


def test_dates_of_the_question_are_checked(system):
    asked = question(outcomes=(happens("raid"),))
    with pytest.raises(QuestionError, match="do not lie within the record, 1620-01-01 to 1625-12-31"):
        asked.model_copy(update={"until": dt.date(1626, 1, 1)}).check(system)


KEYS = {"title": "t", "start": START, "until": UNTIL, "arms": [{"name": "a"}]}
OUTCOME = {"name": "x", "ask": "happens", "kind": "raid", "by": UNTIL}
BAD_FORMS = [
    ({"fit_until": dt.date(1624, 1, 1)}, "fit_until 1624-01-01 is after the start"),
    ({"until": START}, "until 1623-03-15 does not lie after start 1623-03-15"),
    ({"arms": [{"name": "a"}, {"name": "a"}]}, "two arms have the name 'a'"),
    ({"outcomes": [OUTCOME, OUTCOME]}, "two outcomes have the name 'x'"),
    ({"arms": [{"name": "a", "interventions": [{"do": "forbid"}]}]}, "name an event of the record"),
    (
        {"arms": [{"name": "a", "interventions": [{"do": "forbid", "kind": "raid", "event": "x"}]}]},
        "one of the two",
    ),
]


@pytest.mark.parametrize(("change", "message"), BAD_FORMS)
def test_a_question_that_contradicts_itself_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        Question.model_validate({**KEYS, "outcomes": [OUTCOME], **change})


def test_a_force_that_no_history_allows_is_refused(system, fitted):
    """AVA and ELM are at peace in every history without invasions and rallies: an accord is never possible."""
    what = Force(do="force", kind="accord", side_a=("AVA",), side_b=("ELM",), by=dt.date(1624, 1, 1))
    bars = [Forbid(do="forbid", kind=kind) for kind in ("invasion", "rally")]
    asked = question(*bars, what, outcomes=(happens("raid"),), runs=4)
    with pytest.raises(QuestionError, match=r"force accord of AVA and ELM: in none of 4 histories was it possible"):
        whatif(system, asked, fitted, draws=0)


def test_the_luck_of_one_arm_is_that_of_the_other(ask):
    """What an intervention cannot reach keeps its day: unrest in the arm without raids is that of the other arm."""
    found = ask(question(Forbid(do="forbid", kind="raid"), outcomes=(happens("unrest"),)))
    assert found.row("unrest", "other").difference == 0


def test_a_question_file_that_does_not_fit_says_which_key(tmp_path):
    path = tmp_path / "q.toml"
    path.write_text('title = "x"\nstart = 1620-01-01\nuntil = 1621-01-01\narms = []\noutcomes = []\n')
    with pytest.raises(QuestionError, match="arms"):
        Question.from_toml(path)
    path.write_text("title = ")
    with pytest.raises(QuestionError, match="cannot be read"):
        Question.from_toml(path)
