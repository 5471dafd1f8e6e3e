"""A scenario with words of its own, made from the page that teaches it: everything runs on it."""

import pytest

import rapallo
from rapallo.ask.question import Question
from rapallo.events.checks import breaches
from rapallo.state.fields import FIRST_TIE
from tests.docs.pages import ROOT, steps

PAGE = ROOT / "docs" / "how-to" / "your-own-scenario.md"


@pytest.fixture(scope="module")
def bismarck(tmp_path_factory):
    root = tmp_path_factory.mktemp("own")
    for step in steps(PAGE):
        if step.path.startswith("bismarck/"):
            path = root / step.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, "utf-8")
    return rapallo.load(str(root / "bismarck"))


def words(record):
    v = record.vocabulary
    return {w.name for table in (v.actor_types, v.ties, v.values, v.covariates) for w in table} | set(record.index)


def test_no_word_is_that_of_a_shipped_scenario(bismarck):
    for name in ("soviet", "template"):
        assert words(bismarck.record) & words(rapallo.load(name).record) == set()


def test_replay(bismarck):
    assert breaches(bismarck.system.history) == []
    index, ties = bismarck.record.index, bismarck.record.vocabulary.tie_index

    def tie(name, day, a, b):
        return bismarck.system.history.state(day).pair[FIRST_TIE + ties[name], index[a], index[b]]

    # the war of 1877 and its end; the league that Russia gave up; the alliance that the Triple Alliance doubled
    assert tie("fighting", "1877-04-23", "RUE", "OTT") == 0
    assert tie("fighting", "1877-04-24", "OTT", "RUE") == 1
    assert tie("fighting", "1878-03-03", "OTT", "RUE") == 0
    assert tie("understanding", "1878-07-12", "GER", "RUE") == 1
    assert tie("understanding", "1878-07-13", "GER", "RUE") == 0
    assert tie("alliance", "1882-05-20", "AHE", "GER") == 2


def test_roles_are_played_by_its_words(bismarck):
    state = bismarck.system.history.state("1880-01-01")
    place = bismarck.record.index["GBR"]
    assert state.one[state.roles.capability, place] == 0.4
    # no word of it plays these roles
    assert state.roles.occupation == state.roles.control == state.roles.membership == -1


def test_fit_simulate_and_ask(bismarck):
    system = bismarck.system
    fitted = rapallo.fit(system, until="1890-03-18")
    # wars begun: one, in one pair
    assert fitted.kinds["war"].events == 1
    # the Dual Alliance, and two of the three pairs of the Triple Alliance (2 / 3 each): the third was bound already
    assert fitted.kinds["alliance"].events == 3
    assert fitted.kinds["alliance"].weight == pytest.approx(2 / 3 * 2 + 1)

    ensemble = rapallo.simulate(system, fitted.coefficients(), "1890-03-18", "1894-12-31", runs=5, seed=1)
    told = [history.record for history in ensemble.histories()]
    assert all(record.end.isoformat() == "1894-12-31" for record in told)
    # each has the events up to the start and no event of the record's after it
    for record in told:
        assert {"1879-dual", "1890-dismissal"} <= set(record.by_id)
        assert "1894-alliance" not in record.by_id

    question = Question.from_toml(bismarck.questions()["two-crises"])
    answer = rapallo.whatif(system, question, fitted, draws=0)
    assert [(row.arm, row.runs) for row in answer.rows] == [("as it was", 20), ("two crises", 20)]
    assert all(0 <= row.low <= row.probability <= row.high <= 1 for row in answer.rows)
