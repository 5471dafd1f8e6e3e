"""Levels of families and kinds: who has which, what is known of them, and what is refused."""

import numpy as np
import pytest

from rapallo.errors import ModelError
from rapallo.model.frailty import Frailty, level_process
from rapallo.model.hypothesis import Family, Model
from rapallo.model.system import System

TOGETHER = {"strife": ("raid", "invasion"), "league": ("league",)}
FRAILTY = Frailty(common=0.3, own=0.2, fast=0.5, families={"strife": 0.1})


def process(frailty=FRAILTY):
    return level_process(frailty, TOGETHER, ["league", "raid", "invasion"], np.array([4, 1, 2]))


def test_who_has_which_level():
    found = process()
    assert found.families == ("strife", "league")
    assert found.family.tolist() == [1, 0, 0]
    # a kind alone in its family has one slow level, as uneven as both
    assert found.common.tolist() == [0.3, 0.5]
    assert found.own.tolist() == [0.0, 0.2, 0.2]
    assert found.fast.tolist() == [0.5, 0.1, 0.1]


def test_a_factor_is_the_product_of_three_levels():
    found = process()
    levels = found.start(7000)
    assert found.mean(levels).tolist() == [1.0, 1.0, 1.0]
    levels.common[0], levels.own[0], levels.fast[0] = [2.0, 3.0], [1.0, 1.5, 1.0], [1.0, 0.5, 0.5]
    assert found.mean(levels).tolist() == [3.0, 1.5, 1.0]


def test_what_is_known_fades_as_fast_as_the_levels_move():
    found = process()
    levels = found.start(7000)
    levels.common[:, 0], levels.own[:, 1], levels.fast[:, 0] = [2.0, 0.1], [2.0, 0.1], [2.0, 0.1]
    later = found.later(levels, 7002)
    assert later.quarter == 7002
    assert later.common[0, 0] == later.own[0, 1] == pytest.approx(1 + 0.95**2)
    assert later.fast[0, 0] == pytest.approx(1 + 0.2**2)
    assert found.later(levels, 7000).common.tolist() == levels.common.tolist()


def test_a_family_learns_from_its_own_kinds_only():
    found = process()
    levels, evidence = found.learn(found.start(7000), np.array([0.0, 5.0, 5.0]), np.array([0.0, 1.0, 1.0]))
    assert levels.common[0, 0] > 1.5
    assert levels.common[0, 1] == pytest.approx(1.0, abs=1e-4)
    assert (levels.own[0, 1:] > 1.1).all()
    assert evidence[1] == pytest.approx(0.0, abs=1e-9)
    assert evidence[0] > 1


def test_steps_know_before_what_the_quarters_before_told():
    found = process()
    counts, expected = np.array([[0.0, 0.0], [6.0, 0.0], [0.0, 0.0]]), np.ones((3, 2))
    (before, after, first), (later, _, _) = found.steps(found.start(7000), counts, expected, 7000)
    assert found.mean(before).tolist() == [1.0, 1.0, 1.0]
    assert later.common == pytest.approx(found.later(after, 7001).common)
    assert first.shape == (2,)


def test_a_model_without_frailty_has_no_levels(small):
    assert System(small, Model({"raid": ()})).levels is None


def test_the_levels_of_a_model_are_those_of_its_families(small):
    model = Model({}, families={"strife": Family(("raid", "invasion"), ("rivalry",))}, frailty=FRAILTY)
    levels = System(small, model).levels
    assert "strife" in levels.families
    assert "raid" not in levels.families
    assert [levels.families[levels.family[levels.kinds.index(k)]] for k in ("raid", "invasion")] == ["strife"] * 2
    assert levels.places.tolist() == [small.kind_index[k] for k in levels.kinds]


@pytest.mark.parametrize(
    ("frailty", "message"),
    [
        (Frailty(common=-0.1), r"common -0\.1 is no variance"),
        (Frailty(fast=float("inf")), "fast inf is no variance"),
        (Frailty(families={"war": -1.0}), r"war -1\.0 is no variance"),
        (Frailty(slow_correlation=1.0), r"slow_correlation 1\.0 does not lie"),
    ],
)
def test_what_is_no_variance_or_correlation_is_refused(frailty, message):
    with pytest.raises(ModelError, match=message):
        Model({}, frailty=frailty)


def test_a_family_that_is_none_is_refused(small):
    model = Model({"raid": ()}, frailty=Frailty(families={"raidd": 0.1}))
    with pytest.raises(ModelError, match=r"frailty: There is no family 'raidd'\. Did you mean raid"):
        System(small, model).design  # noqa: B018


def test_a_file_holds_frailty(tmp_path):
    model = Model({"raid": ("trust",)}, frailty=FRAILTY)
    model.to_toml(tmp_path / "model.toml")
    again = Model.from_toml(tmp_path / "model.toml")
    assert again.frailty == FRAILTY
    assert again.digest == model.digest != Model({"raid": ("trust",)}).digest
    (tmp_path / "bad.toml").write_text("[frailty]\ncommon = -1.0\n")
    with pytest.raises(ModelError, match=r"frailty\.common"):
        Model.from_toml(tmp_path / "bad.toml")
