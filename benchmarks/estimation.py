"""Estimation of relational event models on made-up records: time, memory, and the same answers by other ways.

Three parts. Small: 84 actors and 440 events in continuous time, 3 and 11 effects. Twin: the log-likelihood of 20 actors
and 200 events at the estimates, beside one written here choice by choice in plain NumPy; with `--peer PYTHON` the
estimates and times of the package remflow, if that interpreter has it. World: 200 actors over 200 years of months, ten
effects that fade; `--profile` prints where its time goes. Every part runs in a process of its own after one that only
compiles. Small fits are the median of five after a warm-up; the world is fitted once, and once with no rows kept.
"""

from __future__ import annotations

import argparse
import cProfile
import csv
import json
import pstats
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

# rapallo is imported where it is used: what a process holds when it starts another counts as memory of both.
if TYPE_CHECKING:
    from rapallo.estimation.result import KindFit
    from rapallo.record.tables import Record

Floats = NDArray[np.float64]
TIMES = 5
SMALL, TINY, WORLD = (84, 440), (20, 200), (200, 200, 4000)
THREE = ("inertia(event, binary)", "reciprocity(event, binary)", "covariate(capability, receiver)")
ELEVEN = (
    *("inertia(event, binary)", "inertia(event, log, window=0.5)", "reciprocity(event, count, window=2)"),
    "transitivity(event)",
    *("same(bloc)", "difference(bloc)"),
    *("covariate(capability, sender)", "covariate(capability, receiver)", "covariate(bloc, sender)"),
    "inertia(event, binary) * covariate(capability, receiver)",
    "reciprocity(event, binary) * same(bloc)",
)
# years, of the second and the third of them
WINDOWS = (0.5, 2.0)
COUNTS = ("inertia(event, count)", "reciprocity(event, count)")
FADE = tuple(f"{n}({h})" for n in ("inertia", "reciprocity", "cooperation", "friendly") for h in ("0.4", "6"))
FADING = (*FADE, "inertia(2, log)", "hostility(1)")
# name, likelihood, effects, target in seconds, target in MiB
FITS = (
    ("exact, 11 effects", "exact", ELEVEN, 1.0, 300.0),
    ("ordered, 11 effects", "ordered", ELEVEN, 1.0, 300.0),
    ("ordered, 3 effects", "ordered", THREE, 0.3, 300.0),
)
WORLD_SECONDS, WORLD_MEMORY = 180.0, 4096.0
# runs in the other package's interpreter
PEER = """
import json, sys, time
import pandas
from remflow import remify, remstats, remstimate
events, actors = (pandas.read_csv(name) for name in sys.argv[1:])
found = {}
for likelihood in ("exact", "ordered"):
    began = time.process_time()
    history = remify(events[["time", "sender", "receiver"]], actors=list(actors.label), ordinal=likelihood == "ordered")
    rows = remstats(history, tie_effects="~ inertia() + reciprocity()", first=1)
    fit = remstimate(history, rows, backend="numpy")
    seconds = time.process_time() - began
    found[likelihood] = [[float(x) for x in fit.coefficients], float(fit.loglik), seconds]
print(json.dumps(found))
"""


def write_small(folder: Path, actors: int, events: int, seed: int) -> None:
    """Write actors.csv and events.csv of a made-up history in which actors return to one another."""
    rng, names = np.random.default_rng(seed), [f"A{n:02d}" for n in range(actors)]
    capability, bloc = np.round(np.exp(rng.normal(0.0, 0.7, actors)), 4), rng.integers(0, 3, actors)
    sent, rows, now = np.zeros((actors, actors)), [], 0.0
    for _ in range(events):
        eta = 1.5 * (sent > 0) + 0.8 * (sent.T > 0) + 0.5 * (bloc[:, None] == bloc) + 0.3 * capability
        rate = np.exp(eta - 7.0)
        np.fill_diagonal(rate, 0.0)
        now += rng.exponential(1.0 / rate.sum())
        i, j = divmod(int(rng.choice(actors * actors, p=(rate / rate.sum()).ravel())), actors)
        rows.append((f"{now:.6f}", names[i], names[j]))
        sent[i, j] += 1
    write_csv(folder / "actors.csv", ("label", "capability", "bloc"), zip(names, capability, bloc, strict=True))
    write_csv(folder / "events.csv", ("time", "sender", "receiver"), rows)


def write_csv(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def fitted(folder: Path, likelihood: Any, effects: tuple[str, ...]) -> KindFit:
    """Return the fit of the two files in a folder."""
    import rapallo
    from rapallo.io.relational_events import read_relational_events
    from rapallo.state.settings import Settings

    record = read_relational_events(folder / "actors.csv", folder / "events.csv")
    system = rapallo.System(record, rapallo.Model({"event": effects}, Settings.still()))
    return rapallo.fit(system, likelihood=likelihood).kinds["event"]


def peak() -> float:
    """Return the most memory that this process has held, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def small(folder: Path, name: str, *, profiled: bool) -> dict[str, float]:
    """Return processor seconds from files to estimates, and peak memory, of one of the small fits."""
    likelihood, effects = next((fit[1], fit[2]) for fit in FITS if fit[0] == name)
    passes = []
    for _ in range(TIMES + 1):
        began = time.process_time()
        found = fitted(folder, likelihood, effects)
        passes.append(time.process_time() - began)
    return {"seconds": statistics.median(passes[1:]), "MiB": peak(), "steps": found.iterations - 1}


def twin_statistics(sent: Floats, late: Floats, later: Floats, capability: Floats, bloc: Floats) -> Floats:
    """Return (11, A, A): the statistics of every pair after `sent` (A, A) events, of which some lie in the windows."""
    ones, once = np.ones_like(sent), (sent > 0).astype(float)
    same, to = (bloc[:, None] == bloc).astype(float), ones * capability
    memory, alike = (once, np.log1p(late), later.T, once @ once), (same, abs(bloc[:, None] - bloc))
    return np.array([*memory, *alike, to.T, to, (ones * bloc).T, once * to, once.T * same])


def twin_loglik(folder: Path, likelihood: str, constant: float, slope: Floats) -> float:
    """Return the log-likelihood of the eleven effects, event by event over all pairs."""
    actors, events = (list(csv.DictReader((folder / f).read_text().splitlines())) for f in ("actors.csv", "events.csv"))
    capability, bloc = (np.array([float(row[name]) for row in actors]) for name in ("capability", "bloc"))
    place = {row["label"]: n for n, row in enumerate(actors)}
    off = ~np.eye(len(actors), dtype=bool)
    acts = [(float(row["time"]), place[row["sender"]], place[row["receiver"]]) for row in events]
    # an act that leaves a window is a change of its own
    left = [(time + window, -1, -1) for time, _, _ in acts for window in WINDOWS if time + window < acts[-1][0]]
    total, before = 0.0, 0.0
    for now, i, j in sorted(acts + left):
        sent, late, later = (np.zeros(off.shape) for _ in range(3))
        for when, a, b in acts:
            if when <= before and when < now:
                for count, window in ((sent, np.inf), (late, WINDOWS[0]), (later, WINDOWS[1])):
                    count[a, b] += when + window > before
        eta = constant + np.tensordot(slope, twin_statistics(sent, late, later, capability, bloc), axes=1)
        rates = float(np.exp(eta[off]).sum())
        if likelihood == "exact":
            total -= rates * (now - before)
        if i >= 0:
            total += float(eta[i, j]) - (0.0 if likelihood == "exact" else float(np.log(rates)))
        before = now
    return total


def twin(folder: Path, name: str, *, profiled: bool) -> dict[str, Any]:
    """Return log-likelihoods of this package and of the twin, and what the peer estimates too."""
    found = {}
    for likelihood in ("exact", "ordered"):
        fit, timed = fitted(folder, likelihood, ELEVEN), likelihood == "exact"
        slope = np.zeros(len(ELEVEN))
        for term, value in zip(fit.terms[timed:], fit.estimate[timed:], strict=True):
            slope[ELEVEN.index(term)] = value
        constant = float(fit.estimate[0]) if timed else 0.0
        fitted(folder, likelihood, COUNTS)
        began = time.process_time()
        counts = fitted(folder, likelihood, COUNTS)
        seconds = time.process_time() - began
        found[likelihood] = {
            "own": fit.loglik,
            "twin": twin_loglik(folder, likelihood, constant, slope),
            "counts": [counts.estimate.tolist(), counts.loglik, seconds],
        }
    return found


def world(folder: Path, actors: int, years: int, events: int) -> Record:
    """Return a record of months in which acts return to a pair, three in ten; hostile acts are given from outside."""
    from rapallo.io.relational_events import read_relational_events

    rng = np.random.default_rng(200)
    days = np.sort(rng.integers(0, int(years * 365.25), events * 5 // 4))
    rows: list[tuple[float, int, int]] = []
    for n, day in enumerate(days.tolist()):
        i, j = (int(a) for a in rng.choice(actors, 2, replace=False))
        if n and rng.random() < 0.3:
            _, i, j = rows[int(rng.integers(max(0, n - 100), n))]
            i, j = (i, j) if rng.random() < 0.6 else (j, i)
        rows.append((day / 365.25, i, j))
    write_csv(folder / "actors.csv", ("label",), ((n,) for n in range(actors)))
    write_csv(folder / "events.csv", ("time", "sender", "receiver"), rows)
    record = read_relational_events(folder / "actors.csv", folder / "events.csv")
    friendly = replace(record.kinds[0], goldstein=5.0)
    hostile = replace(friendly, name="blow", role="given", goldstein=-5.0)
    told = tuple(replace(e, kind="blow") if n % 5 == 4 else e for n, e in enumerate(record.events))
    return replace(record, kinds=(friendly, hostile), events=told, ticks=True)


def fit_world(folder: Path, name: str, *, profiled: bool) -> dict[str, float]:
    """Return wall seconds and peak memory of one exact fit of the world; `streamed`, none of its rows are kept."""
    import rapallo
    from rapallo.estimation import rows
    from rapallo.model.hypothesis import Model, Prior

    rows.KEPT = 0 if name == "streamed" else rows.KEPT
    record = world(folder, *((8, 2, 60) if name == "compile" else WORLD))
    system = rapallo.System(record, Model({"event": FADING}, prior=Prior(effect=1.0)))
    profile = cProfile.Profile()
    began, used = time.perf_counter(), time.process_time()
    found = profile.runcall(rapallo.fit, system) if profiled else rapallo.fit(system)
    seconds, used = time.perf_counter() - began, time.process_time() - used
    if profiled:
        pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(12)
    return {"seconds": seconds, "used": used, "MiB": peak(), "steps": found.kinds["event"].iterations - 1}


PARTS: dict[str, Callable[..., dict[str, Any]]] = {"small": small, "twin": twin, "world": fit_world}


def apart(folder: Path, part: str, name: str = "", *, profiled: bool = False) -> Any:
    """Return what a part finds in a process of its own."""
    command = [sys.executable, __file__, "--part", part, "--name", name, "--folder", str(folder)]
    command += ["--profile"] if profiled else []
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def peer_figures(folder: Path, python: str) -> Any:
    """Return estimates, log-likelihood and processor seconds of remflow; None if the interpreter does not have it."""
    command = [python, "-c", "import remflow"]
    if subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode:
        return None
    command[2:] = [PEER, str(folder / "events.csv"), str(folder / "actors.csv")]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def against(value: float, target: float, unit: str) -> str:
    """Return a figure beside its target."""
    return f"{value:8.2f} {unit} (target {target:g}{'' if value < target else ', MISSED'})"


def print_small(folder: Path) -> None:
    """Measure and print the small fits."""
    write_small(folder, *SMALL, seed=84)
    print(f"{SMALL[0]} actors, {SMALL[1]} events: processor time from files to estimates")
    for name, _, _, seconds, memory in FITS:
        apart(folder, "small", name)
        found = apart(folder, "small", name)
        time_told, memory_told = against(found["seconds"], seconds, "s"), against(found["MiB"], memory, "MiB")
        print(f"  {name:20}{time_told}, {memory_told}, {found['steps']} Newton steps")


def print_twin(folder: Path, python: str) -> bool:
    """Compare and print the answers of this package, the twin and the peer; return whether the twin agrees."""
    write_small(folder, *TINY, seed=20)
    found, agree = apart(folder, "twin"), True
    print(f"{TINY[0]} actors, {TINY[1]} events")
    for likelihood, told in found.items():
        gap = abs(told["own"] - told["twin"])
        agree &= gap < 1e-8 * abs(told["twin"])
        print(f"  {likelihood:8} log-likelihood {told['own']:.9f}, twin {told['twin']:.9f}, apart by {gap:.1e}")
    peer = peer_figures(folder, python)
    if peer is None:
        print("  remflow cannot be imported there: no comparison. Give an interpreter that has it: --peer PYTHON")
        return agree
    for likelihood, (estimate, loglik, seconds) in peer.items():
        own, own_loglik, own_seconds = found[likelihood]["counts"]
        gap = max(abs(a - b) for a, b in zip(own, estimate, strict=True))
        print(f"  {likelihood:8} inertia, reciprocity: {own_seconds:.3f} s, log-likelihood {own_loglik:.6f}")
        print(f"  {'':8} remflow: {seconds:.3f} s, {loglik:.6f}; estimates apart by at most {gap:.1e}")
    return agree


def print_world(folder: Path, *, profiled: bool) -> None:
    """Measure and print the fit of the world, as it is done and with rows written anew each time."""
    print("{} actors, {} years of months, {:,} events, effects that fade: wall time".format(*WORLD))
    apart(folder, "world", "compile")
    for name in ("as it is", "streamed"):
        found = apart(folder, "world", name, profiled=profiled)
        told = f"{against(found['seconds'], WORLD_SECONDS, 's')}, {against(found['MiB'], WORLD_MEMORY, 'MiB')}"
        print(f"  {name:20}{told}, {found['used']:.1f} s of processor, {found['steps']} Newton steps")


def main() -> None:
    """Measure one part for the parent process, or all parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", default=sys.executable, metavar="PYTHON", help="an interpreter that has remflow")
    parser.add_argument("--profile", action="store_true", help="print where the time of the world goes")
    for option in ("--part", "--name", "--folder"):
        parser.add_argument(option, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        print(json.dumps(PARTS[given.part](Path(given.folder), given.name, profiled=given.profile)))
        return
    with tempfile.TemporaryDirectory() as name:
        print_small(Path(name))
        agree = print_twin(Path(name), given.peer)
        print_world(Path(name), profiled=given.profile)
    if not agree:
        sys.exit("the twin's log-likelihood differs")


if __name__ == "__main__":
    main()
