"""Baselines: what they count, and what they make of it, by hand."""

import datetime as dt

import numpy as np
import pytest

from rapallo.errors import FitError, UsageError
from rapallo.estimation.fitting import fit
from rapallo.model.channels import Channels
from rapallo.model.system import System
from rapallo.record.clock import quarters, to_time
from rapallo.scoring.actor_activity import ActorActivity, of_actors
from rapallo.scoring.baselines import constant
from rapallo.scoring.cells import cells
from rapallo.scoring.dyad_months import DyadMonths, log_odds
from rapallo.scoring.dyads import ATTRIBUTES, PATTERNS, declared, pattern
from rapallo.scoring.forecast import RATE, observe
from rapallo.scoring.pair_rates import PairRates, mean_rates
from rapallo.scoring.score import score
from rapallo.scoring.tally import Baseline, BaselineObserver, Tally
from rapallo.state.fields import FIRST_COVARIATE, FIRST_TIE
from tests.worlds import born

ORIGIN, END = dt.date(1623, 1, 1), dt.date(1625, 1, 1)


class Seen(Baseline):
    """A baseline that keeps what it was shown, and says that each pair acts once in two years."""

    def __init__(self):
        self.shown = []

    def fitted(self, tally):
        self.shown.append(tally._replace(happened=tally.happened.copy(), years=tally.years.copy()))
        return lambda known: np.full(len(known.years), 0.5)


def seen(record, begin=ORIGIN, end=END):
    """Return the system, what was known at the origin, and the observer at the end."""
    system = System(record, constant(record))
    _, scored = cells(system)
    baseline = Seen()
    observer = BaselineObserver(system, baseline, scored, quarters(to_time(begin), to_time(end)))
    observe(observer)
    return system, baseline.shown[0], observer


def test_what_is_known_at_an_origin_is_what_a_fit_sees(small):
    """Exposure and weight of each kind are those of the constant model's fit to the day before."""
    system, known, observer = seen(small)
    found = fit(system, until=ORIGIN - dt.timedelta(days=1))
    kinds = [small.kinds[k].name for k in range(len(small.kinds))]
    years = np.bincount(known.channels.k, known.years, len(kinds))
    happened = np.bincount(known.channels.k, known.happened, len(kinds))
    for name, kind in found.kinds.items():
        assert years[kinds.index(name)] == pytest.approx(kind.exposure, rel=1e-9), name
        assert happened[kinds.index(name)] == pytest.approx(kind.weight), name
    # and it goes on being counted
    assert observer.tally.happened.sum() > known.happened.sum()
    assert observer.tally.years.sum() > known.years.sum()


def test_a_baseline_is_scored_as_a_model_of_the_same_rates(small):
    """Half an event a year for every pair at risk: what is expected is half the exposure, and each event's rate 0.5."""
    system, _, observer = seen(small)
    later = fit(system, since=ORIGIN, until=END - dt.timedelta(days=1))
    for name, kind in later.kinds.items():
        g = cells(system)[0].index(name)
        assert observer.told.expected[g].sum() == pytest.approx(0.5 * kind.exposure, rel=1e-9), name
    assert set(observer.told.figures[:, RATE]) == {0.5}


def tally(happened, years, *, consent=False):
    """Two actors and a third: channels 0-1, 0-2, 1-2, and without consent 1-0 as well."""
    i, j = np.array([0, 0, 1, 1]), np.array([1, 2, 2, 0])
    n = len(happened)
    place = np.full((1, 3, 3), -1, dtype=np.int32)
    channels = Channels(np.zeros(n, np.int64), i[:n], j[:n], place, np.array([0, n]))
    blank = np.zeros((1, PATTERNS))
    return Tally(
        channels, np.array([consent]), np.array(happened), np.array(years), np.zeros(n, np.int64), blank, blank
    )


def test_pair_rates_by_hand():
    """Alike pairs are held to the mean; what one does later counts for it, as much as the strength allows."""
    known = tally([1.0, 1.0, 1.0, 1.0], [10.0] * 4)
    assert mean_rates(known) == pytest.approx([0.1])
    rates = PairRates().fitted(known)
    assert rates(known) == pytest.approx([0.1] * 4)
    # one that does all: n = 8 against 0; whatever the strength a, the rates are (n + 0.2 a) / (10 + a)
    unlike = tally([8.0, 0.0, 0.0, 0.0], [10.0] * 4)
    rates = PairRates().fitted(unlike)
    low = rates(unlike)[1]
    a = 10.0 * low / (0.2 - low)
    assert a < 1.0
    assert rates(unlike)[0] == pytest.approx((8.0 + 0.2 * a) / (10.0 + a))
    later = unlike._replace(happened=np.array([8.0, 1.0, 0.0, 0.0]), years=np.full(4, 12.0))
    assert rates(later) == pytest.approx((later.happened + 0.2 * a) / (12.0 + a))


def test_a_kind_without_events_does_not_happen():
    nothing = tally([0.0] * 4, [10.0] * 4)
    for baseline in (PairRates(), ActorActivity()):
        assert baseline.fitted(nothing)(nothing).tolist() == [0.0] * 4


def test_activity_is_summed_by_sender_and_receiver():
    sent, received = of_actors(tally([1.0, 2.0, 3.0, 4.0], [1.0] * 4), np.array([1.0, 2.0, 3.0, 4.0]))
    assert (sent.tolist(), received.tolist()) == ([[3.0, 7.0, 0.0]], [[4.0, 1.0, 5.0]])
    # with consent 0-1, 0-2 and 1-2 count for both sides
    both, again = of_actors(tally([1.0, 2.0, 3.0], [1.0] * 3, consent=True), np.array([1.0, 2.0, 3.0]))
    assert both.tolist() == again.tolist() == [[3.0, 4.0, 5.0]]


def test_activity_expects_what_happened():
    """The rates times the years at risk sum to the events, and the more active sender has the higher rate."""
    known = tally([6.0, 5.0, 0.0, 1.0], [10.0, 12.0, 8.0, 10.0])
    rates = ActorActivity().fitted(known)(known)
    assert rates @ known.years == pytest.approx(12.0)
    assert rates[1] > rates[2]


def test_odds_of_dyad_months_by_hand():
    """Two patterns, one attribute: the constant is the log odds without it; the slope is held to 0 by its prior."""
    months, eventful = np.zeros(PATTERNS), np.zeros(PATTERNS)
    months[[0, 1]], eventful[[0, 1]] = [1e7, 1e7], [1e6, 2e6]
    found = log_odds(months, eventful)
    # with so many months the prior does not speak
    assert found[:2] == pytest.approx([np.log(1 / 9), np.log(2 / 8)], abs=1e-4)
    # an attribute that no month has says nothing
    assert found[2] == pytest.approx(found[0])
    # separated: the slope stays finite
    eventful[1] = 0.0
    assert np.isfinite(log_odds(months, eventful)).all()


def test_a_monthly_probability_is_a_rate(small):
    """A kind with an event in one month of ten: -12 log(1 - 1/10) events per year."""
    known = tally([1.0, 1.0, 1.0, 1.0], [10.0] * 4)
    known = known._replace(months=np.zeros((1, PATTERNS)), eventful=np.zeros((1, PATTERNS)))
    known.months[0, 0], known.eventful[0, 0] = 40.0, 4.0
    assert DyadMonths().fitted(known)(known) == pytest.approx([-12 * np.log(0.9)] * 4, rel=1e-6)


def test_months_are_those_that_begin_at_risk(small):
    """Of a kind for which every pair of realms is always at risk, months are twelve times the years."""
    _, _, observer = seen(small)
    k = small.kind_index["raid"]
    own = observer.tally.channels.k == k
    years, months = observer.tally.years[own].sum(), observer.tally.months[k].sum()
    assert months == pytest.approx(12 * years, rel=0.02)
    assert 0 < observer.tally.eventful[k].sum() <= observer.tally.happened[own].sum()


def test_attributes_of_a_pair(small):
    state, words = born(small), small.vocabulary
    roles = state.roles
    state.pair[roles.contiguity, 1, 0] = 1.0
    align = next(t for t, tie in enumerate(words.ties) if tie.aligns) + FIRST_TIE
    state.pair[align, 0, 2] = 1.0
    # a secret tie is not seen
    state.pair[align, 0, 3] = state.pair[align + roles.ties, 0, 3] = 1.0
    state.one[roles.capability] = 0.0
    state.one[roles.capability, :4] = [0.3, 0.04, 0.03, 0.001]
    free = next(c.name for c in words.covariates if not c.role)
    state.one[FIRST_COVARIATE + words.covariate_index[free], [1, 2]] = 1.0
    state.one[FIRST_COVARIATE + words.covariate_index[free], 3] = np.nan
    told = pattern(state, words, free)
    names = [[name for a, name in enumerate(ATTRIBUTES) if told[0, other] >> a & 1] for other in range(4)]
    assert names[1] == ["contiguous", "a major power"]
    assert names[2] == ["allied", "a major power", "overwhelming"]
    assert names[3] == ["a major power", "overwhelming"]
    assert told[1, 2] == 1 << ATTRIBUTES.index("both democratic")
    assert told[1, 3] == 1 << ATTRIBUTES.index("overwhelming")
    assert (told == told.T).all()
    assert declared(words, free) == dict.fromkeys(ATTRIBUTES, True)
    assert not declared(words, "")["both democratic"]


@pytest.mark.parametrize("baseline", [PairRates(), ActorActivity(), DyadMonths()])
def test_what_lies_after_an_origin_does_not_bear_on_its_first_day(small, baseline):
    """The first quarter's expectations do not hang on how far is scored; and a baseline that knows nothing refuses."""
    one, two = (score(small, baseline, ["1623-01-01"], years) for years in (0.25, 2.0))
    first = two.expected.filter(two.expected["period"] == ORIGIN)
    assert one.expected["expected"].sum() == pytest.approx(first["expected"].sum(), rel=0.02)
    with pytest.raises((FitError, UsageError), match="origin 1620-01-05: no event"):
        score(small, baseline, ["1620-01-05"], 1.0)


def test_baselines_are_told_apart():
    assert PairRates().digest == PairRates().digest
    digests = {b.digest for b in (PairRates(), ActorActivity(), DyadMonths(), DyadMonths("x"))}
    assert len(digests) == 4
