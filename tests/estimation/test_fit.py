import datetime as dt
import math
from pathlib import Path

import numpy as np
import pytest

from rapallo.errors import FitError, ModelError, UsageError
from rapallo.estimation.fitting import fit
from rapallo.io.relational_events import read_relational_events
from rapallo.model.hypothesis import Family, Model, Prior
from rapallo.model.system import System
from rapallo.record.read import read_record
from tests.conftest import bound


def test_a_constant_rate_is_events_over_exposure(small):
    """By hand: unrest is at risk for WEA and DYE in BOR and its neighbour ELM, and for MER everywhere."""
    found = fit(bound(small, {"unrest": ()})).kinds["unrest"]
    assert found.events == 1
    assert found.terms == ("constant",)
    assert found.estimate[0] == pytest.approx(math.log(1 / found.exposure))
    days = (dt.date(1626, 1, 1) - dt.date(1620, 1, 1)).days
    lit = (dt.date(1624, 6, 30) - dt.date(1620, 1, 1)).days
    cze = (dt.date(1626, 1, 1) - dt.date(1621, 6, 1)).days
    assert found.exposure == pytest.approx((2 * 2 * days + 5 * days + lit + cze) / 365.25)


def test_weights_of_a_treaty_of_many(small):
    found = fit(bound(small, {"league": ()})).kinds["league"]
    # three founders: weight 2 in three pairs; one accession: weight 1 in three pairs, of which ELM-FEN, that
    # neither is a power nor shares a border, is not covered
    assert found.events == 5
    assert found.weight == pytest.approx(2 + 2 / 3)


def test_rumours_and_forgeries_are_not_fitted(small):
    found = fit(bound(small, {"unrest": ()})).kinds["unrest"]
    assert found.events == 1


def test_the_window_bounds_exposure_and_events(small):
    whole = fit(bound(small, {"raid": ()})).kinds["raid"]
    half = fit(bound(small, {"raid": ()}), since=dt.date(1622, 1, 1), until=dt.date(1622, 12, 31)).kinds["raid"]
    assert half.events == whole.events == 1
    assert half.exposure < whole.exposure / 4
    with pytest.raises(UsageError, match="is empty"):
        fit(bound(small, {}), since=dt.date(1623, 1, 1), until=dt.date(1622, 1, 1))


def test_what_does_not_vary_is_named_not_hidden(small):
    found = fit(bound(small, {"raid": ("tie(compact)", "rivalry")}, prior=1.0)).kinds["raid"]
    assert "tie(compact)" in found.dropped
    assert "rivalry" in found.terms


def test_separation_is_remarked(small):
    found = fit(bound(small, {"rally": ("obligation",)}, prior=60.0)).kinds["rally"]
    assert any(remark.startswith("obligation separates") for remark in found.remarks)


def test_terms_that_cannot_be_told_apart_are_refused(small):
    with pytest.raises(FitError, match="cannot be told apart"):
        fit(bound(small, {"raid": ("rivalry", "2 * rivalry")}))


def test_no_event_at_all_is_an_error(small):
    with pytest.raises(FitError, match="widen the window"):
        fit(bound(small, {}), since=dt.date(1620, 1, 1), until=dt.date(1620, 1, 20))


def test_a_model_that_names_what_is_not_there_is_refused(small):
    with pytest.raises(ModelError, match=r"There is no effect 'rivalri'\. Did you mean rivalry"):
        fit(bound(small, {"raid": ("rivalri",)}))


def test_draws_have_the_covariance_of_the_estimates(system):
    found = fit(system)
    kind = found.kinds["summons"]
    draws = np.array([list(found.draw(1, n)["summons"].values()) for n in range(4000)])
    np.testing.assert_allclose(draws.mean(axis=0), kind.estimate, atol=5 * kind.standard_error.max() / math.sqrt(4000))
    np.testing.assert_allclose(np.cov(draws.T), kind.covariance, atol=0.1 * kind.covariance.max())
    assert found.draw(1, 3) == found.draw(1, 3) != found.draw(2, 3)


def test_an_event_not_at_risk_is_counted_not_fitted(small_folder):
    path = small_folder / "events.csv"
    path.write_text(path.read_text() + "1625-again,1625-01-01,day,embassy,AVA,BOR,Again,,real,chronicle,,\n")
    assert fit(bound(read_record(small_folder), {"embassy": ()})).not_at_risk == 1


def test_a_missing_value_leaves_its_pairs_out_and_says_so(small_folder):
    """`wool` is the user's own covariate: AVA has a row, the others none; nothing counts as 0."""
    path = small_folder / "covariates.csv"
    path.write_text(
        path.read_text() + "AVA,wool,1620-01-01,2.5,bales,chronicle,\nBOR,wool,1620-01-01,1,bales,chronicle,\n"
    )
    record = read_record(small_folder)
    found = fit(bound(record, {"unrest": ("covariate(wool, receiver)",)}, prior=1.0))
    whole = fit(bound(record, {"unrest": ()}))
    assert "constant" in found.kinds["unrest"].terms
    days = (dt.date(1626, 1, 1) - dt.date(1620, 1, 1)).days
    # MER can stir in AVA and BOR, the two guilds of BOR in BOR; all else has no wool
    assert found.kinds["unrest"].exposure == pytest.approx(4 * days / 365.25)
    assert whole.kinds["unrest"].exposure > found.kinds["unrest"].exposure
    assert len(found.warnings) == 1
    assert "unrest: a statistic is unknown for" in found.warnings[0]
    assert "vocabulary.toml" in found.warnings[0]


def test_events_of_one_day_are_counted(small_folder):
    """Two raids of one day share it, the whisper of that day is no event of the model, and all else has its own day."""
    assert fit(bound(read_record(small_folder), {})).same_day == 0
    path = small_folder / "events.csv"
    sides = (("a", "raid,BOR,ELM"), ("b", "raid,ELM,BOR"), ("c", "speech,AVA,BOR"))
    rows = [f"1625-{name},1625-03-01,day,{what},T,,real,chronicle,,\n" for name, what in sides]
    path.write_text(path.read_text() + "".join(rows))
    record = read_record(small_folder)
    assert fit(bound(record, {})).same_day == 2
    assert fit(bound(record, {}), until="1625-02-28").same_day == 0


def test_a_modelled_kind_without_events_is_named(system):
    found = fit(system)
    assert "truce" in found.silent
    assert "truce" not in found.kinds


def test_figures_of_any_size_are_fitted(small_folder):
    """A covariate in units of 1e12 gives the estimate of the same covariate in units of one, over 1e12."""
    rows = {"AVA": 2.0, "BOR": 1.0, "CAL": 3.5, "DOR": 0.5, "ELM": 1.5, "FEN": 0.7, "GAR": 2.2}
    path = small_folder / "covariates.csv"
    text = path.read_text()
    births = {"FEN": "1621-06-01"}
    for name, scale in (("small", 1.0), ("large", 1e12)):
        for actor, value in rows.items():
            day = births.get(actor, "1620-01-01")
            text += f"{actor},{name},{day},{value * scale!r},any,chronicle,\n"
    path.write_text(text)
    record = read_record(small_folder)
    found = {
        n: fit(bound(record, {"league": (f"covariate({n}, sender)",)})).kinds["league"] for n in ("small", "large")
    }
    assert found["large"].converged
    assert found["large"].estimate[1] * 1e12 == pytest.approx(found["small"].estimate[1], rel=1e-6)
    assert found["large"].loglik == pytest.approx(found["small"].loglik, abs=1e-8)
    assert not found["large"].remarks


def test_the_prior_leaves_the_constant_alone(small):
    # without terms the rate is that of events per year of exposure, however narrow the prior
    for kind in fit(bound(small, {}, prior=0.01)).kinds.values():
        assert kind.terms == ("constant",)
        assert kind.estimate[0] == pytest.approx(math.log(kind.weight / kind.exposure))


def test_the_ordered_likelihood_drops_what_is_the_same_within_every_choice(system):
    """A sum of a term and a constant varies as the term does; what is the same for all pairs of a choice does not."""
    effects = {"raid": ("rivalry", "tension")}
    found = fit(System(system.record, Model(effects, prior=Prior(1.0))), likelihood="ordered").kinds["raid"]
    assert found.terms == ("rivalry",)
    assert "tension" in found.dropped


REFERENCE = Path(__file__).parents[1] / "reference"
STRIFE = {"strife": Family(("raid", "invasion"), ("rivalry", "trust"))}


def test_rows_that_are_written_anew_each_time_give_the_same_fit(system, monkeypatch):
    model = Model({"unrest": ("inertia(unrest)",)}, prior=Prior(0.5, 0.6, 2.0), families=STRIFE)
    for likelihood in ("exact", "ordered"):
        kept = fit(System(system.record, model), likelihood=likelihood)
        monkeypatch.setattr("rapallo.estimation.rows.KEPT", 0)
        anew = fit(System(system.record, model), likelihood=likelihood)
        monkeypatch.undo()
        for name, kind in kept.kinds.items():
            np.testing.assert_allclose(anew.kinds[name].estimate, kind.estimate, rtol=1e-9)
            assert anew.kinds[name].loglik == pytest.approx(kind.loglik, abs=1e-9)


def test_batches_change_nothing(system, monkeypatch):
    together = fit(system)
    monkeypatch.setattr("rapallo.estimation.fitting.BATCH", 0)
    apart = fit(system)
    assert together.coefficients() == apart.coefficients()
    assert (together.not_covered, together.not_at_risk) == (apart.not_covered, apart.not_at_risk)


def test_a_family_draws_its_kinds_to_one_mean(small):
    """Held close to one another, the effects of two kinds on the common scale differ less than each alone."""
    alone = fit(bound(small, {"raid": ("rivalry", "trust"), "invasion": ("rivalry", "trust")}, prior=0.5))
    near = fit(System(small, Model({}, prior=Prior(0.5, 0.05), families=STRIFE)))

    def gap(found, term):
        one, two = (found.kinds[name] for name in ("raid", "invasion"))
        return abs(np.subtract(*(k.estimate[k.terms.index(term)] * k.scale[k.terms.index(term)] for k in (one, two))))

    assert gap(near, "rivalry") < gap(alone, "rivalry") / 3
    family = near.families["strife"]
    assert family.kinds == ("raid", "invasion")
    assert family.terms == ("rivalry", "trust")
    # the mean of the two lies between them, drawn to 0
    kinds = [near.kinds[name] for name in family.kinds]
    middle = np.mean([k.estimate[1:] * k.scale[1:] for k in kinds], axis=0)
    assert (np.abs(family.mean) <= np.abs(middle)).all()
    assert family.covariance.shape == (6, 6)


def test_draws_of_a_family_hang_together(small):
    """The draws of two kinds have the covariance of the whole family, between the kinds as well as within each."""
    found = fit(System(small, Model({}, prior=Prior(1.0, 0.2), families=STRIFE)))
    family = found.families["strife"]
    draws = np.array([[v for kind in family.kinds for v in found.draw(1, n)[kind].values()] for n in range(6000)])
    scale = np.sqrt(np.diag(family.covariance))
    wanted = family.covariance / np.outer(scale, scale)
    assert abs(wanted[:3, 3:]).max() > 0.3
    np.testing.assert_allclose(np.corrcoef(draws.T), wanted, atol=0.06)
    for n, name in enumerate(family.kinds):
        np.testing.assert_allclose(
            family.covariance[3 * n : 3 * n + 3, 3 * n : 3 * n + 3], found.kinds[name].covariance
        )


def test_a_kind_without_events_borrows_from_its_family(small):
    family = {"strife": Family(("raid", "truce"), ("trust",))}
    own = fit(System(small, Model({}, prior=Prior(0.5, 0.6), families=family)))
    assert "truce" in own.silent
    found = fit(System(small, Model({}, prior=Prior(0.5, 0.6, 2.0), families=family)))
    assert "truce" not in found.silent
    truce = found.kinds["truce"]
    assert truce.events == 0
    # less often than the kind that happened, and not never
    assert -12 < truce.estimate[0] < found.kinds["raid"].estimate[0]


@pytest.fixture(scope="module")
def busy():
    """Four hundred events among 25 made-up actors."""
    return read_relational_events(REFERENCE / "actors.csv", REFERENCE / "events.csv")


def test_an_offset_is_not_looked_for(busy):
    """With the estimate of a term as its offset, the other estimates and the likelihood are those of the whole fit."""
    for likelihood in ("exact", "ordered"):
        whole = fit(bound(busy, {"event": ("inertia", "same(bloc)")}), likelihood=likelihood).kinds["event"]
        value = whole.coefficients()["same(bloc)"]
        assert value > 0
        effects = {"event": ("inertia", f"offset({value!r} * same(bloc))")}
        fixed = fit(bound(busy, effects), likelihood=likelihood).kinds["event"]
        assert fixed.terms == whole.terms[:-1]
        np.testing.assert_allclose(fixed.estimate, whole.estimate[:-1], rtol=1e-6)
        assert fixed.loglik == pytest.approx(whole.loglik, abs=1e-7)


def test_a_ceiling_is_over_every_rate(small):
    found = fit(System(small, Model({"raid": ()}, ceiling=0.5))).kinds["raid"]
    free = fit(bound(small, {"raid": ()})).kinds["raid"]
    # u / (1 + 2 u) = events / exposure
    rate = math.exp(free.estimate[0])
    assert math.exp(found.estimate[0]) == pytest.approx(rate / (1 - 2 * rate), rel=1e-6)
    assert found.loglik == pytest.approx(free.loglik, abs=1e-9)


def test_an_effect_of_which_the_data_say_nothing_is_named(small):
    found = fit(bound(small, {"raid": ("nearness", "power(sender)")}, prior=0.01)).kinds["raid"]
    assert any(remark.startswith("nearness: its error is that of the prior") for remark in found.remarks)


def test_terms_that_are_alike_are_named(busy):
    capability, other = "covariate(capability, receiver)", "covariate(capability, receiver) + 0.01 * same(bloc)"
    found = fit(bound(busy, {"event": (capability, other, "inertia")}, prior=1.0)).kinds["event"]
    assert f"collinear: {capability}, {other}; the data cannot tell them apart" in found.remarks
    apart = fit(bound(busy, {"event": (capability, "inertia")}, prior=1.0)).kinds["event"]
    assert apart.remarks == ()
