"""Ablation: what each effect of a model is worth to its forecasts, by fitting and scoring the model without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rapallo.errors import UsageError
from rapallo.estimation.fitting import fit
from rapallo.model.hypothesis import Model
from rapallo.record.tables import Record, unknown
from rapallo.scoring.score import Fitting, Scores, score
from rapallo.scoring.summary import difference

if TYPE_CHECKING:
    import polars as pl


# the part of a model that stands in no formula
FRAILTY = "frailty"


def parts(model: Model) -> tuple[str, ...]:
    """Return what a model is made of, each once: the names of its groups, the terms that stand in none, `frailty`."""
    families = (name for family in model.families.values() for name in family.terms)
    own = (name for terms in model.effects.values() for name in terms)
    return tuple(dict.fromkeys((*families, *own, *([FRAILTY] if model.frailty else []))))


def leave_out(model: Model, part: str) -> Model:
    """Return a model without a group, a term (whichever kinds have it) or its frailty; UsageError if it has none."""
    if part not in parts(model):
        raise UsageError(f"model: {unknown('group or term', part, list(parts(model)))}")
    if part == FRAILTY:
        return replace(model, frailty=None)

    def rest(terms: Sequence[str]) -> tuple[str, ...]:
        return tuple(term for term in terms if term != part)

    families = {name: family._replace(terms=rest(family.terms)) for name, family in model.families.items()}
    return replace(model, effects={kind: rest(terms) for kind, terms in model.effects.items()}, families=families)


def worth(whole: Scores, reduced: Mapping[str, Scores], *, without: Collection[str] = ()) -> pl.DataFrame:
    """Return a row for each part left out: how much better the whole model scored than the model without it.

    Columns: part; log_score and log_share, nats per weighted event, above 0 where the part is of use; and low and high
    of each, the 95 % interval of a bootstrap over quarters (`rapallo.scoring.summary.difference`).
    """
    import polars as pl

    rows = []
    for part, scores in reduced.items():
        found = difference(whole, scores, without=without)
        row: dict[str, str | float] = {"part": part}
        for name in ("log_score", "log_share"):
            row[name] = getattr(found, name)
            row[f"{name}_low"], row[f"{name}_high"] = getattr(found, f"{name}_interval")
        rows.append(row)
    return pl.DataFrame(rows)


def ablation(
    record: Record,
    model: Model,
    origins: Sequence[dt.date | str],
    years: float,
    *,
    without: Collection[str] = (),
    fitting: Fitting = fit,
    progress: Callable[[str], None] | None = None,
) -> pl.DataFrame:
    """Score a model and the model without each of its groups and terms, all fitted anew, and return what each is worth.

    A part whose work others can do is worth little though it matters: parts that overlap should be left out together,
    as a group. The columns are those of `worth`.

    Parameters
    ----------
    record : Record
    model : Model
    origins, years
        As in `rapallo.score`.
    without
        Kinds that are not counted.
    fitting : function
        Makes the fit of a system until a day.
    progress : function
        Called with each part before the model without it is fitted.

    Raises
    ------
    UsageError
        If the model has no effect, and as `rapallo.score` does.
    """
    if not parts(model):
        raise UsageError("model: it has no effect that could be left out. Take a model with effects.")
    whole = score(record, model, origins, years, fitting=fitting)
    reduced = {}
    for part in parts(model):
        if progress:
            progress(part)
        reduced[part] = score(record, leave_out(model, part), origins, years, fitting=fitting)
    return worth(whole, reduced, without=without)
