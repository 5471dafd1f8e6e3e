"""What the parts of a model are worth."""

from dataclasses import replace

import pytest

from rapallo.errors import UsageError
from rapallo.model.frailty import Frailty
from rapallo.model.hypothesis import Family, Group, Model, Prior
from rapallo.scoring.ablation import ablation, leave_out, parts
from rapallo.scoring.score import score
from rapallo.scoring.summary import difference

MODEL = Model(
    {"raid": ("rivalry",), "unrest": ("inertia(unrest)", "rivalry")},
    families={"pacts": Family(("amity", "league"), ("friends", "trust"))},
    groups={"friends": Group(("common_ally", "common_enemy"))},
    prior=Prior(0.5),
)


def test_parts_are_groups_and_terms_each_once():
    assert parts(MODEL) == ("friends", "trust", "rivalry", "inertia(unrest)")


def test_what_is_left_out_is_left_out_everywhere():
    assert leave_out(MODEL, "rivalry").effects == {"raid": (), "unrest": ("inertia(unrest)",)}
    assert leave_out(MODEL, "friends").families["pacts"].terms == ("trust",)
    frail = replace(MODEL, frailty=Frailty(common=0.1))
    assert parts(frail) == (*parts(MODEL), "frailty")
    assert leave_out(frail, "frailty") == MODEL
    with pytest.raises(UsageError, match=r"There is no group or term 'rivalri'\. Did you mean rivalry"):
        leave_out(MODEL, "rivalri")


def test_a_part_is_worth_what_is_lost_without_it(small):
    model, seen = Model({"league": ("trust",)}, prior=Prior(0.5)), []
    (row,) = ablation(small, model, ["1621-06-01"], 1.0, progress=seen.append).to_dicts()
    assert seen == [row["part"]] == ["trust"]
    whole, less = (score(small, m, ["1621-06-01"], 1.0) for m in (model, Model({"league": ()}, prior=Prior(0.5))))
    gap = difference(whole, less)
    assert row["log_score"] == gap.log_score != 0.0
    assert (row["log_score_low"], row["log_score_high"]) == gap.log_score_interval
    with pytest.raises(UsageError, match="no effect that could be left out"):
        ablation(small, Model({"raid": ()}), ["1621-06-01"], 1.0)
