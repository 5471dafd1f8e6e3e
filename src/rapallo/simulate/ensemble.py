"""Many histories from one start: worlds, runs, workers, results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from rapallo.errors import FitError, UsageError
from rapallo.events.changes import apply_rows
from rapallo.events.timeline import (
    BORN,
    GONE,
    OPEN_TIE,
    REVEAL,
    SET_COV,
    SET_PAIR,
    Change,
    event_changes,
    given_changes,
    in_order,
    record_timeline,
    tick_changes,
)
from rapallo.model.binding import Binding, bind
from rapallo.model.parameters import parameters
from rapallo.model.specification import Model
from rapallo.record.clock import to_date, to_time
from rapallo.record.tables import Record
from rapallo.simulate import fast, reference
from rapallo.simulate.clocks import new_clocks
from rapallo.simulate.world import Log, World
from rapallo.state.arrays import State, copy_state

if TYPE_CHECKING:
    import polars as pl

Engine = Literal["fast", "plain"]
LOG_LENGTH = 20_000
BATCH = 25
LIFE = frozenset({BORN, GONE, SET_COV, SET_PAIR, OPEN_TIE, REVEAL})


class Pool(Protocol):
    """Anything with a lazy, ordered `map`: an executor of concurrent.futures, or a Dask client's adapter."""

    def map(self, function: Callable[..., Any], /, *iterables: Iterable[Any]) -> Iterable[Any]:
        """Apply `function` to each item."""


@dataclass(frozen=True)
class Arm:
    """One arm of an experiment: its world and its state at the start."""

    world: World
    state: State
    binding: Binding


def ended_by_events(record: Record) -> frozenset[str]:
    """Return the actors whose end in the record is the work of an annexation."""
    return frozenset(
        name for e in record.events if e.kind == "annexation" and e.attributes.get("all") == "true" for name in e.side_b
    )


def prepare(
    record: Record,
    model: Model,
    coefficients: Mapping[str, Mapping[str, float]],
    start: dt.date,
    stop: dt.date,
    *,
    history: Sequence[Change] = (),
    interventions: Sequence[Change] = (),
    dropped: frozenset[str] = frozenset(),
) -> Arm:
    """Replay the record to the end of day `start` and set up what is given from then to the end of day `stop`.

    Given are ticks, the schedule, births, covariates, secrets that come to light, and ends of actors that no
    annexation brought about. `history` holds changes put into the record before the start, `dropped` the ids of
    recorded or scheduled events left out of it, `interventions` changes after the start.

    Raises
    ------
    UsageError
        If the dates are not in order or lie outside the record.
    """
    if not record.begin <= start < stop <= record.end:
        raise UsageError(
            f"dates: {start} to {stop} do not lie in order within the record, {record.begin} to {record.end}."
        )
    binding = bind(record, model)
    if dropped:
        record = without(record, dropped)
    begin, end = to_time(start + dt.timedelta(days=1)), to_time(stop + dt.timedelta(days=1))
    past = record_timeline(record, until=to_time(start))
    if history:
        past = in_order([*_changes(past), *history], to_time(record.begin), begin)
    state = copy_state(binding.state)
    apply_rows(state, binding.kinds, model.settings, past, 0, len(past.time))
    rows = [c for c in given_changes(record, ended_by_events=ended_by_events(record)) if c.time >= begin]
    rows += [c for c in tick_changes(record.begin, record.end) if c.time >= begin]
    for event in record.schedule:
        rows += [c for c in event_changes(record, event, -1) if c.time >= begin]
    for event in record.events:
        if event.time < begin:
            rows += [c for c in event_changes(record, event, -1) if c.op == REVEAL and c.time >= begin]
    timeline = in_order([*rows, *interventions], begin, end)
    numbers = parameters(binding.design, record.kind_index, coefficients)
    world = World(
        kinds=binding.kinds,
        settings=model.settings,
        bound=binding.bound,
        layout=binding.layout,
        channels=binding.channels,
        wide=binding.wide,
        constant=numbers.constant,
        slope=numbers.slope,
        timeline=timeline,
        start=begin,
        stop=end,
    )
    return Arm(world, state, binding)


def without(record: Record, dropped: frozenset[str]) -> Record:
    """Return the record without the events and scheduled events named; UsageError if one does not exist."""
    from dataclasses import replace

    for name in dropped:
        record.event(name)
    return replace(
        record,
        events=tuple(e for e in record.events if e.id not in dropped),
        schedule=tuple(e for e in record.schedule if e.id not in dropped),
    )


def _changes(timeline: Any) -> Iterator[Change]:  # noqa: ANN401
    for row in zip(*timeline, strict=True):
        yield Change(*(v.item() for v in row))


@dataclass(frozen=True)
class Run:
    """What happened in one run: arrays of one entry per event pair, in order."""

    number: int
    time: np.ndarray[Any, Any]
    k: np.ndarray[Any, Any]
    i: np.ndarray[Any, Any]
    j: np.ndarray[Any, Any]
    given: np.ndarray[Any, Any]
    flags: np.ndarray[Any, Any]


def run_batch(arm: Arm, seed: int, numbers: Sequence[int], engine: Engine = "fast") -> list[Run]:
    """Simulate the runs `numbers` of an arm.

    Raises
    ------
    FitError
        If a run has more than 20,000 events: the model explodes with these parameters.
    """
    w = arm.world
    n, actors = len(w.channels.k), len(arm.state.exists)
    X = np.zeros((len(w.bound.code), actors, actors))
    clocks = new_clocks(n)
    ints = np.int64
    log = Log(np.zeros(LOG_LENGTH), *(np.zeros(LOG_LENGTH, ints) for _ in range(5)))
    touched = np.full(3, -1, ints)
    go = fast.run_history if engine == "fast" else reference.run_history
    done = []
    for number in numbers:
        length = go(w, copy_state(arm.state), X, clocks, log, touched, seed, number)
        if length < 0:
            raise FitError(
                f"run {number} has more than {LOG_LENGTH} events: with these coefficients activity feeds on itself. "
                "Fit on a longer window or set a tighter prior."
            )
        done.append(Run(number, *(column[:length].copy() for column in log)))
    return done


@dataclass(frozen=True)
class Ensemble:
    """Histories simulated from one start.

    Attributes
    ----------
    arm : Arm
        Where they started and what was given.
    runs : list of Run
        In order of their number.
    """

    record: Record
    arm: Arm
    seed: int
    start: dt.date
    stop: dt.date
    runs: list[Run]

    def to_polars(self) -> pl.DataFrame:
        """Return one row per event pair: run, date, time (years), kind, sender, receiver, given."""
        import polars as pl

        kinds = np.array([k.name for k in self.record.kinds])
        actors = np.array([*(a.id for a in self.record.actors), ""])
        sizes = [len(r.time) for r in self.runs]
        time = np.concatenate([r.time for r in self.runs]) if self.runs else np.zeros(0)
        k, i, j, given = (
            np.concatenate([getattr(r, name) for r in self.runs]) if self.runs else np.zeros(0, np.int64)
            for name in ("k", "i", "j", "given")
        )
        numbers = np.repeat(np.array([r.number for r in self.runs], dtype=np.int64), sizes)
        return pl.DataFrame(
            {
                "run": numbers,
                "date": [to_date(t) for t in time],
                "time": time,
                "kind": kinds[k],
                "sender": actors[i],
                "receiver": actors[j],
                "given": given == 1,
            },
            schema_overrides={"date": pl.Date},
        )

    def summary(self) -> str:
        """Return the mean number of events per run by kind, made by the model, as text."""
        import polars as pl

        frame = self.to_polars().filter(~pl.col("given"))
        means = frame.group_by("kind").len().sort("len", descending=True)
        lines = [f"{len(self.runs)} histories, {self.start} to {self.stop}, seed {self.seed}; events per history:"]
        lines += [f"  {kind:<22} {count / len(self.runs):8.2f}" for kind, count in means.iter_rows()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<pre>{self.summary()}</pre>"


def batches(runs: Sequence[int]) -> list[list[int]]:
    """Return run numbers in batches of 25, the unit of work."""
    return [list(runs[n : n + BATCH]) for n in range(0, len(runs), BATCH)]


def run_arm(
    arm: Arm,
    seed: int,
    runs: Sequence[int],
    *,
    pool: Pool | None = None,
    workers: int = 2,
    engine: Engine = "fast",
    progress: Callable[[int], None] | None = None,
) -> list[Run]:
    """Simulate runs of an arm on a pool (default: threads); results do not depend on the pool.

    `progress(n)` is called as each batch of n runs ends. If interrupted, the error passes on after running
    batches end.
    """
    work = batches(runs)

    def gather(results: Iterable[list[Run]]) -> list[Run]:
        done: list[Run] = []
        for result in results:
            done += result
            if progress:
                progress(len(result))
        return done

    args = ([arm] * len(work), [seed] * len(work), work, [engine] * len(work))
    if pool is not None:
        return gather(pool.map(run_batch, *args))
    with ThreadPoolExecutor(workers) as threads:
        try:
            return gather(threads.map(run_batch, *args))
        except KeyboardInterrupt:
            threads.shutdown(wait=True, cancel_futures=True)
            raise


def simulate(
    record: Record,
    model: Model,
    coefficients: Mapping[str, Mapping[str, float]],
    start: dt.date,
    stop: dt.date,
    *,
    runs: int = 100,
    seed: int = 1,
    workers: int = 2,
    pool: Pool | None = None,
    engine: Engine = "fast",
    progress: Callable[[int], None] | None = None,
) -> Ensemble:
    """Simulate histories from the state at the end of day `start` to the end of day `stop`, with fresh luck.

    Same seed, same histories, on any number of workers.

    Raises
    ------
    UsageError
        If the dates lie outside the record or `runs` is not positive.
    FitError
        If the model explodes.
    """
    if runs < 1:
        raise UsageError(f"runs: {runs} is too few. Ask for at least 1.")
    arm = prepare(record, model, coefficients, start, stop)
    done = run_arm(arm, seed, range(runs), pool=pool, workers=workers, engine=engine, progress=progress)
    return Ensemble(record, arm, seed, start, stop, done)
