"""The answer to a question: each arm's probability, its interval, and the paired difference."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from rapallo.ask.outcomes import DAY, FirstOf, Happens, StateOutcome, first_holds, holds_in, when
from rapallo.ask.question import ArmSpec, Question, arranged
from rapallo.errors import QuestionError
from rapallo.estimation.result import Fit
from rapallo.events.timeline import FORCE_BY
from rapallo.model.system import System
from rapallo.model.terms import looks
from rapallo.record.clock import to_date, to_time
from rapallo.record.tables import Record, unknown
from rapallo.simulation.arm import Arm, Coefficients, prepare
from rapallo.simulation.ensemble import Pool, run_arm
from rapallo.simulation.run import Run
from rapallo.state.arrays import State
from rapallo.theory.intervals import Z_95, wilson

if TYPE_CHECKING:
    import polars as pl

Progress = Callable[[int], None]
# stands in for the run number of the point estimate's runs, so that draws of parameters have luck of their own
DRAW_OFFSET = 1_000_000


@dataclass(frozen=True)
class ArmAnswer:
    """One outcome in one arm.

    Attributes
    ----------
    probability : float
        Share of histories at the point estimate in which the outcome holds.
    low, high : float
        95 % Wilson interval for Monte Carlo error alone.
    parameter_sd : float
        Standard deviation of the probability over draws of the coefficients, Monte Carlo error taken out;
        nan if no draws were made.
    difference : float
        Paired difference to the first arm, same luck in both.
    difference_low, difference_high : float
        95 % interval of it, Monte Carlo error alone (see `paired_error`).
    difference_sd : float
        As `parameter_sd`, of the difference.
    """

    outcome: str
    arm: str
    runs: int
    probability: float
    low: float
    high: float
    parameter_sd: float
    difference: float
    difference_low: float
    difference_high: float
    difference_sd: float

    @property
    def total(self) -> tuple[float, float]:
        """95 % interval for both errors together: variances added, cut to [0, 1]."""
        return _total(self.probability, self.low, self.high, self.parameter_sd, 0.0)

    @property
    def difference_total(self) -> tuple[float, float]:
        """95 % interval of the difference for both errors together, cut to [-1, 1]."""
        return _total(self.difference, self.difference_low, self.difference_high, self.difference_sd, -1.0)

    def plain(self) -> dict[str, Any]:
        """Return all figures by name; None where there is none (no draws of the coefficients)."""
        found: dict[str, Any] = {name: getattr(self, name) for name in type(self).__dataclass_fields__}
        found["total_low"], found["total_high"] = self.total
        found["difference_total_low"], found["difference_total_high"] = self.difference_total
        return {name: None if isinstance(v, float) and math.isnan(v) else v for name, v in found.items()}


def _total(centre: float, low: float, high: float, sd: float, floor: float) -> tuple[float, float]:
    extra = 0.0 if math.isnan(sd) else Z_95 * sd
    below, above = math.hypot(centre - low, extra), math.hypot(high - centre, extra)
    return max(floor, centre - below), min(1.0, centre + above)


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    Attributes
    ----------
    rows : list of ArmAnswer
        By outcome, then arm.
    examples : dict
        For each arm one history at the point estimate, as lines to read.
    draws : int
        Draws of the coefficients behind `parameter_sd`.
    fitted_until : str
        Last day of the record that the model was fitted on.
    fallen : dict
        For each arm the given events after the start that did not happen for want of what they presuppose, with the
        share of histories in which they did not; those first that fell more often than in the first arm.
    """

    question: Question
    rows: list[ArmAnswer]
    examples: Mapping[str, list[str]]
    draws: int
    fitted_until: str
    fallen: Mapping[str, list[tuple[str, float]]]
    runs_by_arm: Mapping[str, list[Run]] = field(repr=False, default_factory=dict)

    def row(self, outcome: str, arm: str) -> ArmAnswer:
        """Return the answer for one outcome and arm; QuestionError if there is none."""
        for found in self.rows:
            if (found.outcome, found.arm) == (outcome, arm):
                return found
        known = [f"{r.outcome} / {r.arm}" for r in self.rows]
        raise QuestionError(unknown("outcome and arm", f"{outcome} / {arm}", known))

    def to_polars(self) -> pl.DataFrame:
        """Return one row per outcome and arm with all intervals."""
        import polars as pl

        return pl.DataFrame([row.plain() for row in self.rows])

    def summary(self) -> str:
        """Return the answer as plain text."""
        lines = [self.question.title]
        for row in self.rows:
            low, high = row.total
            lines.append(f"  {row.outcome}, {row.arm}: {row.probability:.3f} [{low:.3f}, {high:.3f}]")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<pre>{self.summary()}</pre>"


@dataclass(frozen=True)
class Watch:
    """An outcome that asks for a state, put to it at its time."""

    record: Record
    outcome: StateOutcome

    def __call__(self, state: State) -> bool:
        """Return whether the outcome holds in a state."""
        return holds_in(self.record, self.outcome, state)


def whatif(
    system: System,
    question: Question,
    fitted: Fit,
    *,
    draws: int = 10,
    draw_runs: int = 10,
    workers: int = 2,
    pool: Pool | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Answer a question with a fitted model.

    Every arm runs `question.runs` histories at the point estimate, run n of each arm with the same luck; then, for
    each of `draws` draws of the coefficients from their joint normal distribution, `draw_runs` histories per arm
    (draw and luck shared by the arms). `progress(n)` is called after each n histories.

    Raises
    ------
    QuestionError
        If the question does not fit the record, the fit has seen what comes after the start, or an event that an arm
        forces was possible in none of its histories.
    """
    question.check(system)
    limit = question.fit_until or question.start
    if fitted.until > limit.isoformat():
        raise QuestionError(
            f"the fit reaches to {fitted.until}, beyond {limit}: it knows the future. Refit until {limit}."
        )
    record = system.record
    watches = tuple(
        (to_time(outcome.at + DAY), Watch(record, outcome))
        for outcome in question.outcomes
        if not isinstance(outcome, Happens | FirstOf)
    )
    arms = {spec.name: _arm(system, question, spec, fitted) for spec in question.arms}
    held: dict[str, np.ndarray[Any, Any]] = {}
    runs_by_arm: dict[str, list[Run]] = {}
    for name, arm in arms.items():
        runs = run_arm(
            arm, question.seed, range(question.runs), watches=watches, workers=workers, pool=pool, progress=progress
        )
        _was_possible(arm, runs, name)
        held[name] = _held(record, question, runs)
        runs_by_arm[name] = runs
    by_draw: dict[str, list[np.ndarray[Any, Any]]] = {name: [] for name in arms}
    for number in range(draws):
        drawn = fitted.draw(question.seed, number)
        own = range(DRAW_OFFSET + number * draw_runs, DRAW_OFFSET + (number + 1) * draw_runs)
        for spec in question.arms:
            arm = arms[spec.name].with_coefficients(_scaled(system, question, spec, drawn))
            runs = run_arm(arm, question.seed, own, watches=watches, workers=workers, pool=pool, progress=progress)
            by_draw[spec.name].append(_held(record, question, runs))
    rows = [_row(question, n, spec, held, by_draw) for n in range(len(question.outcomes)) for spec in question.arms]
    examples = {name: read_history(record, runs[0]) for name, runs in runs_by_arm.items()}
    return Answer(question, rows, examples, draws, fitted.until, _fallen(arms, runs_by_arm), runs_by_arm)


def _arm(system: System, question: Question, spec: ArmSpec, fitted: Fit) -> Arm:
    plan = arranged(system, question, spec)
    return prepare(
        system,
        _scaled(system, question, spec, fitted.coefficients()),
        question.start,
        question.until,
        levels=fitted.levels,
        inserted=plan.inserted,
        changes=plan.changes,
        dropped=plan.dropped,
    )


def _scaled(system: System, question: Question, spec: ArmSpec, coefficients: Coefficients) -> Coefficients:
    """Return coefficients with those of the terms in which a switched-off effect stands multiplied by its factor."""
    design = system.design
    scaled = {kind: dict(terms) for kind, terms in coefficients.items()}
    for what in arranged(system, question, spec).scaled:
        for kind in what.kinds or scaled:
            labels = design.labels[kind]
            columns = design.columns[system.record.kind_index[kind], : len(labels)]
            for label, e in zip(labels, columns, strict=True):
                stands = any(look.effect.name == what.effect for look in looks(design.statistics[e]))
                if stands and label in scaled.get(kind, {}):
                    scaled[kind][label] *= what.factor
    return scaled


def _was_possible(arm: Arm, runs: Sequence[Run], name: str) -> None:
    """Refuse an arm that forces what happened in none of its histories."""
    rows, record = arm.timeline.rows, arm.system.record
    for row in np.flatnonzero(rows.op == FORCE_BY):
        k, i, j = int(rows.what[row]), int(rows.i[row]), int(rows.j[row])
        if not any(((run.kind == k) & (run.sender == i) & (run.receiver == j)).any() for run in runs):
            kind, a, b = record.kinds[k], record.actors[i].id, record.actors[j].id
            raise QuestionError(
                f"arm {name!r}: force {kind.name} of {a} and {b}: in none of {len(runs)} histories was it possible on "
                f"{to_date(rows.time[row])} (risk rule {kind.risk}). Choose another day, or insert what it needs first."
            )


def _fallen(arms: Mapping[str, Arm], runs_by_arm: Mapping[str, list[Run]]) -> dict[str, list[tuple[str, float]]]:
    shares: dict[str, dict[str, float]] = {}
    for name, arm in arms.items():
        names = {number: event for event, number in arm.numbers.items()}
        runs = runs_by_arm[name]
        counts = Counter(names[number] for run in runs for number in run.fallen if number in names)
        shares[name] = {event: n / len(runs) for event, n in counts.items()}
        given = {e.id for e in arm.system.record.schedule}
        shares[name] |= {event: 1.0 for event in arm.fallen if event in given}
    base = shares[next(iter(arms))]
    return {
        name: sorted(found.items(), key=lambda row: (base.get(row[0], 0.0) - row[1], -row[1], row[0]))
        for name, found in shares.items()
    }


def _held(record: Record, question: Question, runs: Sequence[Run]) -> np.ndarray[Any, Any]:
    """Return (outcomes, runs) of 0 and 1."""
    found = np.zeros((len(question.outcomes), len(runs)))
    seen = 0
    for n, outcome in enumerate(question.outcomes):
        if isinstance(outcome, Happens):
            found[n] = [np.isfinite(when(record, outcome, run)) for run in runs]
        elif isinstance(outcome, FirstOf):
            found[n] = [first_holds(record, outcome, run) for run in runs]
        else:
            found[n] = [run.seen[seen] for run in runs]
            seen += 1
    return found


def _row(
    question: Question,
    n: int,
    spec: ArmSpec,
    held: Mapping[str, np.ndarray[Any, Any]],
    by_draw: Mapping[str, list[np.ndarray[Any, Any]]],
) -> ArmAnswer:
    base = question.arms[0].name
    here, there = held[spec.name][n], held[base][n]
    low, high = wilson(int(here.sum()), len(here))
    gap = here - there
    error = paired_error(gap)
    probability = float(here.mean())
    difference = float(gap.mean())
    return ArmAnswer(
        outcome=question.outcomes[n].name,
        arm=spec.name,
        runs=len(here),
        probability=probability,
        low=low,
        high=high,
        parameter_sd=_spread([d[n] for d in by_draw[spec.name]]),
        difference=difference,
        difference_low=difference - error,
        difference_high=difference + error,
        difference_sd=_spread([d[n] - b[n] for d, b in zip(by_draw[spec.name], by_draw[base], strict=True)]),
    )


def paired_error(gap: np.ndarray[Any, Any]) -> float:
    """Return half the width of the 95 % interval of a mean paired difference of yes and no.

    1.96 sd / sqrt(n); where no pair of n differs, the largest share of differing pairs that would leave none in n with
    a chance of 5 %, 1 - 0.05^(1/n) (about 3 / n).
    """
    if not gap.any():
        return float(1.0 - 0.05 ** (1.0 / len(gap)))
    return Z_95 * float(gap.std(ddof=1)) / math.sqrt(len(gap)) if len(gap) > 1 else math.nan


def _spread(draws: list[np.ndarray[Any, Any]]) -> float:
    """Return the standard deviation of the mean between draws, the mean's own Monte Carlo variance taken out."""
    if len(draws) < 2:
        return math.nan
    means = np.array([d.mean() for d in draws])
    within = float(np.mean([d.var(ddof=1) / len(d) for d in draws]))
    return math.sqrt(max(0.0, float(means.var(ddof=1)) - within))


def read_history(record: Record, run: Run) -> list[str]:
    """Return one simulated history as lines: date, kind, who and whom; + marks what was given."""
    lines = []
    for t, k, i, j, given in zip(run.time, run.kind, run.sender, run.receiver, run.given, strict=True):
        kind = record.kinds[k]
        arrow = " - " if kind.consent else " > "
        whom = arrow + record.actors[j].id if j >= 0 else ""
        lines.append(f"{to_date(t)} {'+' if given else ' '} {kind.name}: {record.actors[i].id}{whom}")
    return lines
