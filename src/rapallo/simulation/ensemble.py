"""Many histories from one start: runs, workers, results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from rapallo.errors import UsageError
from rapallo.events.history import History
from rapallo.model.frailty import Levels
from rapallo.model.system import System
from rapallo.record.clock import to_date
from rapallo.simulation.arm import Arm, Coefficients, prepare
from rapallo.simulation.compiled import CompiledEngine
from rapallo.simulation.engine import Watch, play
from rapallo.simulation.log import EVENT, OF, REAL, SECRET, STAYS, TERM, TREATY, VOID, WHOLE, new_log
from rapallo.simulation.reference import PlainEngine
from rapallo.simulation.run import Run
from rapallo.simulation.telling import history_of

if TYPE_CHECKING:
    import polars as pl

EngineName = Literal["compiled", "plain"]
BATCH = 25


class Pool(Protocol):
    """Anything with a lazy, ordered `map`: an executor of concurrent.futures, or a Dask client's adapter."""

    def map(self, function: Callable[..., Any], /, *iterables: Iterable[Any]) -> Iterable[Any]:
        """Apply `function` to each item."""


def run_batch(
    arm: Arm,
    seed: int,
    numbers: Sequence[int],
    engine: EngineName = "compiled",
    watches: Sequence[Watch] = (),
) -> list[Run]:
    """Simulate the runs `numbers` of an arm, put to each what `watches` ask (see `engine.play`).

    Raises
    ------
    FitError
        If a run has more events than a log holds: the model explodes with these parameters.
    """
    made = CompiledEngine(arm) if engine == "compiled" else PlainEngine(arm)
    log = new_log()
    return [play(arm, made, log, seed, number, watches) for number in numbers]


def run_arm(
    arm: Arm,
    seed: int,
    runs: Sequence[int],
    *,
    watches: Sequence[Watch] = (),
    pool: Pool | None = None,
    workers: int = 2,
    engine: EngineName = "compiled",
    progress: Callable[[int], None] | None = None,
) -> list[Run]:
    """Simulate runs of an arm on a pool (default: threads); results do not depend on the pool.

    `progress(n)` is called as each batch of n runs ends. If interrupted, the error passes on after running
    batches end.
    """
    work = [list(runs[n : n + BATCH]) for n in range(0, len(runs), BATCH)]

    def gather(results: Iterable[list[Run]]) -> list[Run]:
        done: list[Run] = []
        for result in results:
            done += result
            if progress:
                progress(len(result))
        return done

    args = ([arm] * len(work), [seed] * len(work), work, [engine] * len(work), [watches] * len(work))
    if pool is not None:
        return gather(pool.map(run_batch, *args))
    with ThreadPoolExecutor(workers) as threads:
        try:
            return gather(threads.map(run_batch, *args))
        except KeyboardInterrupt:
            threads.shutdown(wait=True, cancel_futures=True)
            raise


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

    arm: Arm
    seed: int
    runs: list[Run]

    def histories(self) -> Iterator[History]:
        """Yield each run as a history: it answers what the observed one answers."""
        for run in self.runs:
            yield history_of(self.arm, run)

    def to_polars(self) -> pl.DataFrame:
        """Return one row per event pair: run, date, time (years), kind, sender, receiver, given.

        And all else that a run needs to be told again.
        """
        import polars as pl

        record = self.arm.system.record
        kinds = np.array([k.name for k in record.kinds])
        actors = np.array([*(a.id for a in record.actors), ""])
        sizes = [len(r.time) for r in self.runs]
        what = np.concatenate([r.what for r in self.runs], axis=1)
        when = np.concatenate([r.when for r in self.runs], axis=1)
        numbers = np.repeat(np.array([r.number for r in self.runs], dtype=np.int64), sizes)
        flags = {"real": REAL, "secret": SECRET, "whole": WHOLE, "void": VOID, "stays": STAYS}
        return pl.DataFrame(
            {
                "run": numbers,
                "date": [to_date(t) for t in when[0]],
                "time": when[0],
                "kind": kinds[what[0]],
                "sender": actors[what[1]],
                "receiver": actors[what[2]],
                "given": what[3] == 1,
                "event": what[EVENT],
                **{name: what[row] == 1 for name, row in flags.items()},
                "treaty": what[TREATY],
                "of": what[OF],
                "term": when[TERM],
            },
            schema_overrides={"date": pl.Date},
        )

    def summary(self) -> str:
        """Return the mean number of events per run by kind, made by the model, as text."""
        import polars as pl

        frame = self.to_polars().filter(~pl.col("given"))
        means = frame.group_by("kind").len().sort("len", descending=True)
        head = f"{len(self.runs)} histories, {self.arm.start} to {self.arm.end}, seed {self.seed}; events per history:"
        rows = [f"  {kind:<22} {count / len(self.runs):8.2f}" for kind, count in means.iter_rows()]
        return "\n".join([head, *rows, *([f"({self.arm.beyond})"] if self.arm.beyond else [])])

    def _repr_html_(self) -> str:
        return f"<pre>{self.summary()}</pre>"


def simulate(
    system: System,
    coefficients: Coefficients,
    start: dt.date | str,
    stop: dt.date | str,
    *,
    levels: Levels | None = None,
    runs: int = 100,
    seed: int = 1,
    workers: int = 2,
    pool: Pool | None = None,
    engine: EngineName = "compiled",
    progress: Callable[[int], None] | None = None,
) -> Ensemble:
    """Simulate histories from the state at the end of day `start` to the end of day `stop`, with fresh luck.

    Same seed, same histories, on any number of workers. `stop` may lie beyond the record's end: what is given from
    there on says `rapallo.simulation.arm.prepare`. Of a model with frailty `levels` holds what a fit tells of them
    (`Fit.levels`); without it nothing is known of them at the start.

    Raises
    ------
    UsageError
        If `start` lies outside the record, `stop` is not after it, or `runs` is not positive.
    FitError
        If the model explodes.
    """
    if runs < 1:
        raise UsageError(f"runs: {runs} is too few. Ask for at least 1.")
    arm = prepare(system, coefficients, start, stop, levels=levels)
    done = run_arm(arm, seed, range(runs), pool=pool, workers=workers, engine=engine, progress=progress)
    return Ensemble(arm, seed, done)
