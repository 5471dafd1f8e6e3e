"""rapallo score: how well models foretell what came after a day."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rapallo.cli.common import (
    JsonOption,
    ModelsOption,
    ScenarioOption,
    console,
    date,
    models_of,
    print_json,
    progress_bar,
    scenario,
)

if TYPE_CHECKING:
    import datetime as dt

    from rapallo.model.hypothesis import Model
    from rapallo.record.tables import Record
    from rapallo.scoring.score import Scores
    from rapallo.scoring.tally import Baseline

CONSTANT, TWO = "constant rates", "two memories"
PAIRS, ACTORS, DYADS = "shrunk pair rates", "actor activity", "dyad-months"
# the covariate that tells democracies, where a record declares it
DEMOCRACY = "regime"


def score(
    origin: Annotated[
        list[str], typer.Option(help="First day that is scored; may be given several times.", metavar="DATE")
    ],
    years: Annotated[float, typer.Option(help="How long after each origin.", min=0.25)] = 1.0,
    model: ModelsOption = None,
    without: Annotated[
        list[str] | None, typer.Option(help="Leave a kind out; may be given several times.", metavar="KIND")
    ] = None,
    ablation: Annotated[
        bool, typer.Option("--ablation", help="Say what each group and term of the models is worth.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="Keep the scores of each origin there, and go on where a run stopped.")
    ] = None,
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """Fit models on what lies before each origin and score what came after it.

    What a critic would try first stands beside them: constant rates; two memories, two coefficients for each kind
    (decayed co-operative and hostile acts, or where kinds are called neither those of the kind itself); a rate for each
    pair, shrunk; the activity of the two actors; and a logistic regression on dyad-months.

    One step ahead: log score, the log intensity of each event less the integral, per event, in nats, more is better;
    share, the log of the share of the pair that acted among the pairs at risk; slope, 1 where intensities are as
    spread as they should be, less where they are too far apart. Months ahead, from each quarter's first day:
    Brier skill over constant rates in per cent, and average precision (AP) among the pairs of a kind, both of whether
    a pair has an event in the months, the intensity of the first day held.
    Intervals are those of a bootstrap over quarters, or blocks of days of issue.

    Examples:

        rapallo score --origin 1928-01-01 --origin 1931-01-01 --origin 1934-01-01 --years 3 --model memory

        rapallo score --origin 1935-01-01 --model my-model.toml --without settlement

        rapallo score --origin 1934-01-01 --model memory --ablation --out scores
    """
    from rapallo.errors import UsageError
    from rapallo.record.tables import unknown
    from rapallo.report.scores import scores_data
    from rapallo.scoring.ablation import leave_out, parts, worth

    days = [date(text, "--origin") for text in origin]
    loaded = scenario(scenario_name)
    record = loaded.record
    for kind in without or ():
        if kind not in record.kind_index:
            raise UsageError(f"--without: {unknown('kind', kind, list(record.kind_index))}")
    own = models_of(loaded, model or [])
    baselines, remark = _baselines(record)
    reduced = {name: {part: leave_out(m, part) for part in parts(m)} if ablation else {} for name, m in own.items()}
    for name, without_each in reduced.items():
        if ablation and not without_each:
            raise UsageError(f"--ablation: {name} has no effect that could be left out. Take a model with effects.")
    every = baselines | own | {f"{n} without {p}": m for n, models in reduced.items() for p, m in models.items()}
    scores = _scored(record, every, days, years, out)
    compared = {name: scores[name] for name in (*baselines, *own)}
    data = scores_data(compared, TWO, CONSTANT, record.vocabulary.families, without or ()) | {"remark": remark}
    if ablation:
        data["ablation"] = {
            name: worth(
                scores[name], {p: scores[f"{name} without {p}"] for p in each}, without=without or ()
            ).to_dicts()
            for name, each in reduced.items()
        }
    if as_json:
        print_json(data)
        return
    _print(data)


def _baselines(record: Record) -> tuple[dict[str, Model | Baseline], str]:
    """Return the baselines by name, and what is to be said of them."""
    from rapallo.scoring.actor_activity import ActorActivity
    from rapallo.scoring.baselines import constant, two_memories
    from rapallo.scoring.dyad_months import DyadMonths
    from rapallo.scoring.dyads import declared
    from rapallo.scoring.pair_rates import PairRates

    found: dict[str, Model | Baseline] = {CONSTANT: constant(record), TWO: two_memories(record)}
    found |= {PAIRS: PairRates(), ACTORS: ActorActivity()}
    if not record.ticks:
        return found, "Dyad-months are left out: the record goes without months."
    found[DYADS] = DyadMonths(DEMOCRACY)
    missing = [name for name, told in declared(record.vocabulary, DEMOCRACY).items() if not told]
    return found, f"Dyad-months go without what the record does not tell: {', '.join(missing)}." if missing else ""


def _scored(
    record: Record, models: Mapping[str, Model | Baseline], days: list[dt.date], years: float, out: Path | None
) -> dict[str, Scores]:
    """Return the scores of each model, with progress."""
    from rapallo.io.scores import kept_score
    from rapallo.scoring.score import joined

    found = {}
    with progress_bar() as bar:
        task = bar.add_task("", total=len(models) * len(days))
        for name, one in models.items():
            parts = []
            for day in days:
                bar.update(task, description=f"{name}, {day}")
                parts.append(kept_score(out, record, one, day, years))
                bar.update(task, advance=1)
            found[name] = joined(parts)
    return found


def _interval(value: float, interval: list[float | None], *, percent: bool = False) -> str:
    """Return a figure with its interval."""
    low, high = interval
    factor, places = (100.0, 1) if percent else (1.0, 3)
    rest = "" if low is None or high is None else f" ({factor * low:+.{places}f} to {factor * high:+.{places}f})"
    return f"{factor * value:+.{places}f}{rest}"


def _print(data: dict[str, Any]) -> None:
    """Print the scores one step and months ahead, the calibration of the last model, and what parts are worth."""
    from rich.table import Table

    def table(*columns: str) -> Table:
        made = Table(box=None, pad_edge=False)
        for n, column in enumerate(columns):
            made.add_column(column, justify="right" if n else "left")
        return made

    out = console()
    steps = table(
        "one step ahead",
        "log score",
        "share",
        "1/rank",
        "expected",
        "happened",
        "slope",
        f"better than {data['against']}",
    )
    for name, found in data["models"].items():
        whole, gap, slope = found["all"], found["difference"], found["recalibration"]["slope"]
        steps.add_row(
            name,
            f"{whole['log_score']:.3f}",
            f"{whole['log_share']:.3f}",
            f"{whole['reciprocal_rank']:.3f}",
            f"{whole['expected']:.0f}",
            f"{whole['weight']:.0f}",
            "" if slope is None else f"{slope:.2f}",
            "" if gap is None else _interval(gap["log_score"], gap["log_score_interval"]),
        )
    out.print(steps)
    months = [row["months"] for row in next(iter(data["models"].values()))["ahead"]]
    later = table("months ahead", *(f"Brier skill, {m} (%)" for m in months), *(f"AP, {m}" for m in months))
    for name, found in data["models"].items():
        skills = [row["against"] for row in found["ahead"]]
        later.add_row(
            name,
            *(
                "" if s is None else _interval(s["brier_skill"], s["brier_skill_interval"], percent=True)
                for s in skills
            ),
            *("" if row["precision"] is None else f"{row['precision']:.3f}" for row in found["ahead"]),
        )
    out.print()
    out.print(later)
    last = data["models"][list(data["models"])[-1]]
    issues = ", ".join(f"{row['months']} months {row['issues']} days" for row in last["ahead"])
    out.print(f"\nIssued every quarter, as far as the months end within what is scored: {issues}.")
    bins = [f"{row['expected']:.1f} / {row['happened']:.1f} from {row['above']:g}" for row in last["calibration"]]
    out.print(
        f"Weight expected / happened of the last model by intensity (events per year of a pair): {', '.join(bins)}."
    )
    for name, found in data["models"].items():
        if found["averaged"] is not None:
            out.print(
                f"{name}: its log score averaged over what is known of its levels, instead of at their means, is "
                f"{found['averaged']:.3f}."
            )
    if missed := [f"{name} {found['missed']}" for name, found in data["models"].items() if found["missed"]]:
        out.print(f"Event pairs held to be impossible and not scored: {', '.join(missed)}.")
    if data["remark"]:
        out.print(data["remark"])
    for name, rows in data.get("ablation", {}).items():
        parts = table(f"{name}: without", "log score lost", "share lost")
        for row in rows:
            log, share = (
                _interval(row[key], [row[f"{key}_low"], row[f"{key}_high"]]) for key in ("log_score", "log_share")
            )
            parts.add_row(row["part"], log, share)
        out.print()
        out.print(parts)
