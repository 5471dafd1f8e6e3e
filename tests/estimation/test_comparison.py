"""Fits side by side, with figures made by hand."""

import math
import re

import numpy as np
import pytest

import rapallo
from rapallo.errors import UsageError
from rapallo.estimation.comparison import compare
from rapallo.estimation.layout import Row, Table, latex, markdown, text
from rapallo.estimation.result import FamilyFit, Fit, KindFit
from rapallo.model.hypothesis import Prior


def kind(name, estimates, *, prior=math.inf, remarks=(), dropped=None):
    """A fit of 7 events in 1,234.5 pair-years with log-likelihood -30; every error is 0.25."""
    n = len(estimates)
    return KindFit(
        kind=name,
        terms=tuple(estimates),
        estimate=np.array(list(estimates.values())),
        standard_error=np.full(n, 0.25),
        covariance=np.eye(n) / 16,
        scale=np.ones(n),
        loglik=-30.0,
        events=7,
        weight=7.0,
        exposure=1234.5,
        iterations=4,
        converged=True,
        dropped=dropped or {},
        remarks=remarks,
        prior=(math.inf, *(prior,) * (n - 1)),
    )


def fit(*kinds, until="1621-01-01", digest="d", silent=(), families=None):
    return Fit(
        {k.kind: k for k in kinds}, "r", digest, "exact", "1620-01-01", until, Prior(), families or {}, silent=silent
    )


FREE = fit(kind("raid", {"constant": -2.0, "trust": 0.5}), kind("ban", {"constant": -1e-5}))
HELD = fit(kind("raid", {"constant": -1.0, "tie(feud)": 1.5}, prior=0.2, remarks=("trust_x says nothing",)))


def test_akaikes_criterion_is_for_free_parameters_only():
    """2 * 2 + 2 * 30 = 64."""
    assert FREE.kinds["raid"].aic == 64.0
    assert HELD.kinds["raid"].aic is None


def test_terms_are_rows_and_models_are_columns():
    found = rapallo.compare({"free": FREE, "held": HELD}).table()
    assert found.columns == ("free", "held")
    assert [(row.label, row.cells) for row in found.rows] == [
        ("raid", None),
        ("constant", ("-2.000 (0.250)", "-1.000 (0.250)")),
        ("trust", ("0.500 (0.250)", "")),
        ("tie(feud)", ("", "1.500 (0.250)")),
        ("events", ("7", "7")),
        ("pair-years", ("1,234", "1,234")),
        ("log-likelihood", ("-30.00", "-30.00")),
        ("AIC", ("64.00", "")),
        ("ban", None),
        ("constant", ("-1.00e-05 (0.250)", "")),
        ("events", ("7", "")),
        ("pair-years", ("1,234", "")),
        ("log-likelihood", ("-30.00", "")),
        ("AIC", ("62.00", "")),
    ]
    assert found.notes == (
        "Standard errors in brackets.",
        "r, 1620-01-01 to 1621-01-01, exact likelihood.",
        "held: estimates are held back by a prior, so there is no AIC.",
        "held, raid: trust_x says nothing.",
    )
    frame = compare({"free": FREE, "held": HELD}).to_polars()
    assert frame.select("model", "kind", "term").rows()[2:4] == [
        ("free", "ban", "constant"),
        ("held", "raid", "constant"),
    ]


def test_what_does_not_compare_is_said():
    other = fit(kind("raid", {"constant": -1.0}, dropped={"trust": "the same"}), until="1622-01-01", digest="e")
    notes = compare({"one": FREE, "other": other}).table().notes
    assert "Fitted on different records: the log-likelihoods do not compare." in notes
    assert "The windows or likelihoods differ: the log-likelihoods do not compare." in notes
    assert "other: r, 1620-01-01 to 1622-01-01, exact likelihood." in notes
    assert "other, raid: dropped trust: the same." in notes
    alone = compare({"one": fit(kind("raid", {"constant": -1.0}), silent=("ban", "pact"))}).table().notes
    assert alone[-1] == "no event and so no estimate: ban, pact."
    for none in ({}, {"": FREE}):
        with pytest.raises(UsageError, match="give at least one fit, each under a name"):
            compare(none)


SMALL = Table(
    ("a_b", "50 % | *x*"),
    (
        Row("raid_on", None, "kind"),
        Row("new_leader * trust", ("-2.00e-13 (0.250)", "1.500 (0.250)"), "term"),
        Row("events", ("7", ""), "whole"),
    ),
    ("Of R&D #1: {x} ~ y^2 \\ <$>.",),
)


def test_the_table_as_text():
    assert text(SMALL) == (
        "                                    a_b     50 % | *x*\n"
        "\n"
        "raid_on\n"
        "  new_leader * trust  -2.00e-13 (0.250)  1.500 (0.250)\n"
        "  events                              7\n"
        "\n"
        "Of R&D #1: {x} ~ y^2 \\ <$>."
    )


def test_the_table_in_markdown():
    assert markdown(SMALL) == (
        "|  | a\\_b | 50 % \\| \\*x\\* |\n"
        "|:--|--:|--:|\n"
        "| **raid\\_on** |  |  |\n"
        "| `new_leader * trust` | -2.00e-13 (0.250) | 1.500 (0.250) |\n"
        "| events | 7 |  |\n"
        "\n"
        "- Of R&D \\#1: {x} ~ y^2 \\\\ \\<$\\>.\n"
    )


def test_the_table_in_latex():
    assert latex(SMALL) == (
        "\\begin{tabular}{lrr}\n"
        "\\toprule\n"
        " & a\\_b & 50 \\% | *x* \\\\\n"
        "\\midrule\n"
        "\\multicolumn{3}{l}{\\textit{raid\\_on}} \\\\\n"
        "\\texttt{new\\_leader * trust} & $-2.00 \\times 10^{-13}$ (0.250) & 1.500 (0.250) \\\\\n"
        "\\addlinespace\n"
        "events & 7 &  \\\\\n"
        "\\bottomrule\n"
        "\\end{tabular}\n"
        "\n"
        "\\smallskip{\\footnotesize Of R\\&D \\#1: \\{x\\} \\textasciitilde{} y\\textasciicircum{}2 \\textbackslash{} "
        "\\textless{}\\$\\textgreater{}.\\par}\n"
    )


def test_latex_of_a_fit_is_balanced():
    """Braces open and close, mathematics too, and every row has as many cells as the table has columns."""
    found = compare({"free": FREE, "held": HELD}).to_latex()
    bare = re.sub(r"\\[{}$&%]", "", found)
    assert bare.count("{") == bare.count("}")
    assert bare.count("$") % 2 == 0
    rows = [line for line in bare.splitlines() if line.endswith("\\\\") and "multicolumn" not in line]
    assert len(rows) == 13
    assert {line.count("&") for line in rows} == {2}
    assert "_" not in bare.replace("\\_", "")


def test_a_fit_alone_has_one_column():
    assert "|  | estimate (s.e.) |\n|:--|--:|\n| **raid** |  |\n| `constant` | -2.000 (0.250) |" in FREE.to_markdown()
    assert FREE.to_latex().startswith("\\begin{tabular}{lr}\n\\toprule\n & estimate (s.e.) \\\\")


def test_the_summary_tells_priors_and_means_of_families():
    """The prior of a kind is that of mean and deviation in one; 0.6 of 1 in sqrt(1 + 0.36) is 0.51 of the whole."""
    family = FamilyFit("harm", ("raid", "ban"), ("trust",), np.array([0.4]), np.array([0.2]), np.eye(3))
    held = kind("raid", {"constant": -2.0, "trust": 0.5}, prior=0.2332)
    told = fit(held, kind("ban", {"constant": -1.0}), families={"harm": family}).summary()
    assert (
        "family harm (raid, ban): mean effects of one standard deviation, from which a kind differs with 0.51" in told
    )
    assert re.search(r"\n  trust +0\.400 +0\.200 +2\.00\n", told)
    assert re.search(r"\n  trust +0\.500 +0\.250 +2\.00 +0\.50 +0\.233\n", told)
    assert re.search(r"\n  constant +-2\.000 +0\.250 +-8\.00\n", told)
    assert "Priors are normal about 0" in told
    assert "family" not in fit(kind("pact", {"constant": 0.1}), families={"harm": family}).summary()
    assert "Priors" not in FREE.summary()
