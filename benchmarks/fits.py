"""Fits and commands on the shipped record, against an older version of the package: processor time and memory.

`make bench BEFORE=commit` unpacks that commit beside this one and runs both with the same Python, each in processes of
its own with its own compiled code. Everything is run once before it is timed; a figure is the median of five.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TIMES = 5
MAIN = "from rapallo.cli import main; main()"
# runs in a process of its own, on either version
FIT = """
import datetime, json, resource, sys, time
import rapallo
until, times = datetime.date.fromisoformat(sys.argv[1]), int(sys.argv[2])
soviet = rapallo.load("soviet")
record, model = soviet.record, soviet.model
passes = []
for _ in range(times + 1):
    began = time.process_time()
    # a system is bound anew each time: what it prepares belongs to the fit
    rapallo.fit(*([rapallo.System(record, model)] if hasattr(rapallo, "System") else [record, model]), until=until)
    passes.append(time.process_time() - began)
print(json.dumps([sorted(passes[1:])[times // 2], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
COMMANDS = {
    "rapallo --help": ["--help"],
    "rapallo explain 1939-nazi-soviet-pact": ["explain", "1939-nazi-soviet-pact"],
}
FITS = {"fit to 1939-08-22": "1939-08-22", "fit of the whole record": "1953-12-31"}


def environment(source: Path, cache: Path) -> dict[str, str]:
    """Return the environment in which a version's package and compiled code are found."""
    kept = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"}
    return kept | {"PYTHONPATH": str(source), "XDG_CACHE_HOME": str(cache)}


def fit_figures(where: dict[str, str], until: str, times: int) -> tuple[float, float]:
    """Return processor seconds (median) and peak memory (MiB) of fits to a date; what they need is compiled before."""
    command = [sys.executable, "-c", FIT]
    subprocess.run([*command, "1918-06-30", "1"], env=where, stdout=subprocess.DEVNULL, check=True)
    done = subprocess.run([*command, until, str(times)], env=where, stdout=subprocess.PIPE, text=True, check=True)
    seconds, memory = json.loads(done.stdout.splitlines()[-1])
    return seconds, memory


def command_seconds(where: dict[str, str], arguments: list[str], times: int) -> float:
    """Return the processor seconds (median) of a command in a process of its own."""
    passes = []
    for _ in range(times + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", MAIN, *arguments], env=where, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        passes.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(passes[1:])


def figures(source: Path, cache: Path, times: int) -> dict[str, float]:
    """Return every figure of one version."""
    where = environment(source, cache)
    found: dict[str, float] = {}
    for name, until in FITS.items():
        found[f"{name}, s"], found[f"{name}, peak MiB"] = fit_figures(where, until, times)
    for name, arguments in COMMANDS.items():
        found[f"{name}, s"] = command_seconds(where, arguments, times)
    return found


def unpacked(commit: str, folder: Path) -> Path:
    """Return src of an older commit, unpacked into a folder."""
    archive = folder / "before.tar"
    subprocess.run(["git", "archive", "--output", str(archive), commit, "src"], cwd=ROOT, check=True)
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "src"


def main() -> None:
    """Measure both versions and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", default="b664214", help="the older commit")
    parser.add_argument("--times", type=int, default=TIMES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = figures(unpacked(given.before, folder), folder / "cache-before", given.times)
        now = figures(ROOT / "src", folder / "cache-now", given.times)
    width = max(map(len, now))
    print(f"{'':{width}}  {given.before[:9]:>9}        now  ratio")
    for row, value in now.items():
        print(f"{row:{width}}  {before[row]:9.2f}  {value:9.2f}  {before[row] / value:5.1f}")


if __name__ == "__main__":
    main()
