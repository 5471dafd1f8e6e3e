import datetime as dt
import math

import pytest

from rapallo.ask.answer import whatif
from rapallo.ask.interventions import Forbid, Force, Insert, Set, SwitchOff
from rapallo.ask.outcomes import FirstOf, Happens, SameBloc, Survives, Tie
from rapallo.ask.question import ArmSpec, Question
from rapallo.errors import QuestionError
from rapallo.fit.estimate import fit
from rapallo.record.clock import to_time
from tests.conftest import SMALL_MODEL

START, UNTIL = dt.date(1923, 3, 15), dt.date(1925, 6, 30)


def happens(kind, a="*", b="*", by=UNTIL, **more):
    return Happens(name=f"{kind}", ask="happens", kind=kind, side_a=a, side_b=b, by=by, **more)


def question(*interventions, outcomes, start=START, runs=60):
    arms = (ArmSpec(name="base"), ArmSpec(name="other", interventions=interventions))
    return Question(title="t", start=start, until=UNTIL, runs=runs, seed=3, arms=arms, outcomes=outcomes)


@pytest.fixture(scope="module")
def fitted(small):
    return fit(small, SMALL_MODEL, until=START)


@pytest.fixture(scope="module")
def ask(small, fitted):
    def run(asked, draws=0):
        return whatif(small, SMALL_MODEL, asked, fitted, draws=draws, draw_runs=20)

    return run


def test_an_arm_without_intervention_equals_the_base_run_for_run(ask):
    found = ask(question(outcomes=(happens("agitation"), happens("clash"))))
    for row in found.rows:
        assert row.difference == row.difference_low == row.difference_high == 0
    base, other = found.runs_by_arm["base"], found.runs_by_arm["other"]
    assert all((a.time == b.time).all() and (a.k == b.k).all() for a, b in zip(base, other, strict=True))


def test_insert_before_the_start_goes_into_history(small, ask):
    what = Insert(do="insert", kind="entente", side_a=("FRN",), side_b=("GMY",), date=START)
    tie = Tie(name="tie", ask="tie", tie="entente", a="FRN", b="GMY", at=START + dt.timedelta(days=1))
    bloc = SameBloc(name="bloc", ask="same_bloc", a="UKG", b="GMY", at=START + dt.timedelta(days=1))
    found = ask(question(what, outcomes=(tie, bloc)))
    assert found.row("tie", "base").probability < 0.2
    assert found.row("tie", "other").probability > 0.9
    # Britain is allied to France, so it is in one bloc with whom France joins
    assert found.row("bloc", "other").probability > 0.9


def test_insert_after_the_start_happens_on_its_day(small, ask):
    what = Insert(do="insert", kind="demand", side_a=("RUS",), side_b=("POL",), date=dt.date(1924, 1, 10))
    found = ask(question(what, outcomes=(happens("demand", "RUS", "POL", by=dt.date(1924, 1, 10)),)))
    assert found.row("demand", "other").probability == 1
    run = found.runs_by_arm["other"][0]
    given = run.time[(run.given == 1) & (run.k == small.kind_index["demand"])]
    assert given.tolist() == [to_time(dt.date(1924, 1, 10))]


def test_forbid_bars_a_kind_and_only_it(ask):
    found = ask(question(Forbid(do="forbid", kind="agitation"), outcomes=(happens("agitation"), happens("demand"))))
    assert found.row("agitation", "base").probability > 0
    assert found.row("agitation", "other").probability == 0


def test_forbid_until_a_day_lets_it_happen_later(small, ask):
    day = dt.date(1924, 6, 30)
    found = ask(question(Forbid(do="forbid", kind="agitation", until=day), outcomes=(happens("agitation"),)))
    runs = found.runs_by_arm["other"]
    k = small.kind_index["agitation"]
    times = [t for r in runs for t in r.time[r.k == k]]
    assert times
    assert min(times) >= to_time(day)


def test_forbid_a_recorded_event_takes_it_out(small, ask):
    peace = Forbid(do="forbid", event="1923-peace")
    war = Tie(name="war", ask="tie", tie="war", a="GMY", b="FRN", at=START + dt.timedelta(days=1))
    found = ask(question(peace, outcomes=(war,)))
    assert found.row("war", "base").probability == 0
    assert found.row("war", "other").probability == 1


def test_force_makes_it_happen_unless_it_has_happened(small):
    start, day = dt.date(1923, 9, 2), dt.date(1924, 2, 1)
    what = Force(do="force", kind="front", side_a=("KPD",), side_b=("SPD",), by=day)
    asked = question(what, outcomes=(happens("front", "KPD", "SPD", by=day),), start=start)
    found = whatif(small, SMALL_MODEL, asked, fit(small, SMALL_MODEL, until=start), draws=0)
    assert found.row("front", "other").probability == 1
    k, pair = small.kind_index["front"], (small.index["KPD"], small.index["SPD"])
    for run in found.runs_by_arm["other"]:
        fronts = (run.k == k) & (run.i == pair[0]) & (run.j == pair[1]) & (run.time <= to_time(day))
        assert fronts.sum() == 1
    forced = sum(int(run.given[run.k == k].sum()) for run in found.runs_by_arm["other"])
    assert 0 < forced <= 60


def test_set_moves_a_rate(small, ask):
    keen = Set(do="set", name="claim", actor="GMY", other="POL", value=8.0, date=START)
    row = ask(question(keen, outcomes=(happens("demand", "GMY", "POL"),), runs=200)).row("demand", "other")
    assert row.difference_low > 0


def test_switch_off_takes_an_effect_out(ask):
    off = SwitchOff(do="switch_off", effect="rivalry", kinds=("clash",))
    found = ask(question(off, outcomes=(happens("clash"),), runs=200))
    assert found.row("clash", "other").difference != 0


def test_removing_an_effect_that_is_not_there_is_refused(ask):
    with pytest.raises(QuestionError, match="There is no fitted effect 'rivalries'"):
        ask(question(SwitchOff(do="switch_off", effect="rivalries"), outcomes=(happens("clash"),)))


def test_survival_and_order(ask):
    survives = Survives(name="lives", ask="survives", actor="POL", at=UNTIL)
    first = FirstOf(
        name="first", ask="first_of", wanted="agitation", options=(happens("agitation"), happens("occupation"))
    )
    found = ask(question(outcomes=(survives, first)))
    assert 0 <= found.row("lives", "base").probability <= 1
    assert found.row("first", "base").probability > 0.3


def test_parameter_uncertainty_stands_apart(ask):
    found = ask(question(outcomes=(happens("demand"),), runs=100), draws=6)
    row = found.rows[0]
    assert row.parameter_sd >= 0
    low, high = row.total
    assert low <= row.low <= row.probability <= row.high <= high
    assert math.isnan(ask(question(outcomes=(happens("demand"),))).rows[0].parameter_sd)


def test_the_answer_exports(ask):
    found = ask(question(outcomes=(happens("demand"),)))
    frame = found.to_polars()
    assert frame.height == 2
    assert frame["parameter_sd"].null_count() == 2
    assert found.to_json()["rows"][0]["outcome"] == "demand"
    assert "demand, base" in found.summary()


def test_a_fit_that_knows_the_future_is_refused(small):
    late = fit(small, SMALL_MODEL)
    with pytest.raises(QuestionError, match="knows the future"):
        whatif(small, SMALL_MODEL, question(outcomes=(happens("demand"),)), late, draws=0)


REFUSED = [
    (Insert(do="insert", kind="alliance", side_a=("RUS",), side_b=("GMY",), date=START), "There is no kind 'alliance'"),
    (Insert(do="insert", kind="defence", side_a=("RUS",), side_b=("QQQ",), date=START), "There is no actor 'QQQ'"),
    (Insert(do="insert", kind="defence", side_a=("RUS",), side_b=("*",), date=START), "name the actors"),
    (Insert(do="insert", kind="defence", side_a=("RUS",), date=START), "no pair of actors"),
    (Insert(do="insert", kind="clash", side_a=("RUS",), side_b=("POL",), date=dt.date(1925, 8, 1)), "after the end"),
    (Force(do="force", kind="defence", side_a=("RUS",), side_b=("GMY",), by=START), "use insert for the past"),
    (Forbid(do="forbid"), "name an event of the record"),
    (Forbid(do="forbid", event="1999-x"), "There is no event '1999-x'"),
    (Forbid(do="forbid", kind="succession"), "not made by the model"),
    (Set(do="set", name="colour", actor="RUS", value=1, date=START), "There is no covariate or belief 'colour'"),
    (Set(do="set", name="trust", actor="RUS", value=1, date=START), "Give other"),
    (Set(do="set", name="regime", actor="RUS", other="GMY", value=1, date=START), "Leave out other"),
    (SwitchOff(do="switch_off", effect="rivalry", kinds=("clashes",)), "There is no kind 'clashes'"),
]


@pytest.mark.parametrize(("what", "message"), REFUSED)
def test_interventions_that_do_not_fit_are_refused_by_name(small, what, message):
    with pytest.raises(QuestionError, match="arm 'other', intervention 1") as caught:
        question(what, outcomes=(happens("clash"),)).check(small)
    assert message in str(caught.value)


BAD_OUTCOMES = [
    (happens("war"), "There is no kind 'war'"),
    (happens("clash", "QQQ"), "There is no actor 'QQQ'"),
    (happens("clash", by=START), "lies outside the simulation"),
    (Tie(name="t", ask="tie", tie="love", a="RUS", b="GMY", at=UNTIL), "There is no tie 'love'"),
    (Survives(name="s", ask="survives", actor="ZZZ", at=UNTIL), "There is no actor 'ZZZ'"),
    (
        FirstOf(name="f", ask="first_of", wanted="x", options=(happens("clash"), happens("demand"))),
        "There is no option 'x'",
    ),
]


@pytest.mark.parametrize(("outcome", "message"), BAD_OUTCOMES)
def test_outcomes_that_do_not_fit_are_refused(small, outcome, message):
    with pytest.raises(QuestionError) as caught:
        question(outcomes=(outcome,)).check(small)
    assert message in str(caught.value)


def test_dates_of_the_question_are_checked(small):
    asked = question(outcomes=(happens("clash"),))
    with pytest.raises(QuestionError, match="do not lie in order"):
        asked.model_copy(update={"start": dt.date(1926, 1, 1)}).check(small)
    with pytest.raises(QuestionError, match="after the start"):
        asked.model_copy(update={"fit_until": dt.date(1924, 1, 1)}).check(small)
    with pytest.raises(QuestionError, match="same name"):
        asked.model_copy(update={"arms": (ArmSpec(name="a"), ArmSpec(name="a"))}).check(small)


def test_a_question_file_that_does_not_fit_says_which_key(tmp_path):
    path = tmp_path / "q.toml"
    path.write_text('title = "x"\nstart = 1920-01-01\nuntil = 1921-01-01\narms = []\noutcomes = []\n')
    with pytest.raises(QuestionError, match="arms"):
        Question.from_toml(path)
    path.write_text("title = ")
    with pytest.raises(QuestionError, match="cannot be read"):
        Question.from_toml(path)
