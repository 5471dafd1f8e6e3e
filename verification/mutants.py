"""Change the code in one place and see whether a test fails: `make mutants`.

About 150 places over the middle of the package are drawn by a seed, at least one in every effect, consequence and risk
rule, and changed one at a time: a comparison, an operator, a constant, the order of two actors, a condition, what is
returned. To them come named falsifications: errors that a reader of the theory would call wrong. For each the tests
of its module run, interpreted, in a copy of the tree. What no test noticed is listed in mutants.md, with room for the
reason.

What is done is kept in out/mutants.jsonl: a run that was stopped goes on where it was, as long as the files are the
same.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from mutations import Site, named_sites, sites

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "rapallo"
REPORT = Path(__file__).with_name("mutants.md")
KEPT = ROOT / "out" / "mutants.jsonl"
COUNT, WORKERS, TIMEOUT = 150, 2, 90.0

REFRESH = "tests/laws/test_refresh.py"
ENGINES = "tests/laws/test_engines.py::"
# the first that fits a file gives its tests, quick ones first; of the engines those that are quick enough
TESTS: dict[str, tuple[str, ...]] = {
    "effects/": ("tests/effects", "tests/model", REFRESH),
    "events/": ("tests/events", "tests/state", REFRESH, "tests/simulation/test_given.py"),
    "state/": ("tests/state", "tests/events", "tests/effects", "tests/model", REFRESH),
    "model/intensity.py": ("tests/model", ENGINES + "test_compiled_equals_plain"),
    "model/": ("tests/model", "tests/effects", REFRESH, "tests/estimation"),
    "estimation/": ("tests/estimation", "tests/reference"),
    "simulation/": (
        "tests/simulation/test_log.py",
        "tests/simulation/test_given.py",
        "tests/simulation/test_histories.py",
        ENGINES + "test_compiled_equals_plain",
        ENGINES + "test_compiled_equals_plain_without_terms",
        ENGINES + "test_a_run_is_reproducible_alone",
        ENGINES + "test_rates_of_a_constant_model_are_met",
        "tests/simulation/test_ensembles.py::test_the_table_of_an_ensemble",
    ),
}


def chosen(seed: int, count: int, only: str) -> list[Site]:
    """Return the sites to change: one in each function that theory or the record's rules speak of, then any."""
    draw = random.Random(seed)
    by_file = {path: sites(path, SOURCE) for part in TESTS for path in sorted((SOURCE / part).rglob("*.py"))}
    found: dict[str, Site] = {}
    for own in by_file.values():
        functions = dict.fromkeys(site.function for site in own if site.must)
        for name in functions:
            site = draw.choice([site for site in own if site.function == name])
            found[site.id] = site
    rest = [site for own in by_file.values() for site in own if site.id not in found]
    # of every file as much as of any other, so that long ones do not take all
    draw.shuffle(rest)
    taken = Counter(site.file for site in found.values())
    while rest and len(found) < count:
        least = min(taken[site.file] for site in rest)
        site = next(site for site in rest if taken[site.file] == least)
        rest.remove(site)
        taken[site.file] += 1
        found[site.id] = site
    return [site for site in (*named_sites(SOURCE), *found.values()) if site.file.startswith(only)]


def copy_of_tree() -> Path:
    """Return a folder with a copy of what the tests need, without compiled files."""
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))
    for name in ("src", "tests", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def tests_of(file: str) -> tuple[str, ...]:
    """Return the tests that a file's module is mapped to."""
    return next(tests for part, tests in TESTS.items() if file.startswith(part))


def outcome(folder: Path, file: str) -> str:
    """Return what the tests of a file say in a copy of the tree: noticed, unnoticed or too long."""
    environment = os.environ | {
        "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}",
        "NUMBA_DISABLE_JIT": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", *tests_of(file)]
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, timeout=TIMEOUT, text=True, check=False
        )
    except subprocess.TimeoutExpired:
        return "too long"
    if done.returncode not in (0, 1, 2):
        raise RuntimeError(f"the tests of {file} did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return "noticed" if done.returncode else "unnoticed"


def digest() -> str:
    """Digest of the sources and tests: what was found with others does not count."""
    whole = hashlib.sha256()
    for folder in ("src", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def kept(version: str) -> dict[str, str]:
    """Return what earlier runs found on the same files, by site."""
    if not KEPT.exists():
        return {}
    rows = [json.loads(line) for line in KEPT.read_text("utf-8").splitlines()]
    return {row["id"]: row["outcome"] for row in rows if row["version"] == version}


def run(todo: list[Site], version: str, found: dict[str, str]) -> None:
    """Change one site after another on several copies of the tree; each outcome is kept as it comes."""
    waiting: queue.SimpleQueue[Site] = queue.SimpleQueue()
    for site in todo:
        waiting.put(site)
    KEPT.parent.mkdir(exist_ok=True)
    lock, began, failures = threading.Lock(), time.monotonic(), []

    def work() -> None:
        folder = copy_of_tree()
        try:
            while not failures:
                try:
                    site = waiting.get_nowait()
                except queue.Empty:
                    return
                path = folder / "src" / "rapallo" / site.file
                original = path.read_text("utf-8")
                path.write_text(site.changed(original), "utf-8")
                result = outcome(folder, site.file)
                path.write_text(original, "utf-8")
                with lock:
                    found[site.id] = result
                    with KEPT.open("a", encoding="utf-8") as file:
                        file.write(json.dumps({"id": site.id, "outcome": result, "version": version}) + "\n")
                    done = sum(site.id in found for site in todo)
                    minutes = (time.monotonic() - began) / 60
                    print(f"{done:4}/{len(todo)} {minutes:5.1f} min  {result:9} {site}", flush=True)
        except Exception as error:
            failures.append(error)
            raise
        finally:
            shutil.rmtree(folder)

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        sys.exit(f"stopped: {failures[0]}")


def check_unchanged(parts: set[str]) -> None:
    """Refuse to begin where the tests fail without any change."""
    folder = copy_of_tree()
    try:
        for part in sorted(parts):
            if outcome(folder, part) != "unnoticed":
                sys.exit(f"the tests of {part} fail before anything is changed: {' '.join(tests_of(part))}")
    finally:
        shutil.rmtree(folder)


def reasons() -> dict[str, str]:
    """Return the reasons written into the report, by the text of the row before them."""
    if not REPORT.exists():
        return {}
    rows = [
        line.strip("|\n ").split(" | ") for line in REPORT.read_text("utf-8").splitlines() if line.startswith("| `")
    ]
    return {" | ".join(row[:-1]): row[-1].strip() for row in rows if len(row) == 4}


def write_report(all_sites: list[Site], found: dict[str, str], seed: int) -> None:
    """Write figures and survivors; reasons that stand in the report already are kept."""
    known = reasons()
    parts = [part for part in TESTS if any(site.file.startswith(part) for site in all_sites)]
    lines = [
        "# Mutants\n",
        "Made by `make mutants` (verification/mutants.py); only the column *reason* is written by hand.\n",
        f"Seed {seed}. A change that the tests noticed made one of them fail or run too long.\n",
        "| module | changes | noticed | too long | unnoticed |\n|---|---|---|---|---|",
    ]
    for part in [*parts, ""]:
        own = Counter(found[site.id] for site in all_sites if site.file.startswith(part) and site.id in found)
        total = sum(own.values())
        lines.append(f"| {part or 'all'} | {total} | {own['noticed']} | {own['too long']} | {own['unnoticed']} |")
    named = [site for site in all_sites if site.name]
    lines += ["", f"## Named falsifications ({len(named)})\n", "| change | outcome |\n|---|---|"]
    lines += [f"| {site.name} | {found.get(site.id, 'not run')} |" for site in named]
    lines += ["", "## Unnoticed\n", "| place | in | change | reason |\n|---|---|---|---|"]
    for site in all_sites:
        if found.get(site.id) == "unnoticed":
            row = f"`{site.file}` | {site.function} | {site.change}"
            lines.append(f"| {row} | {known.get(row, '')} |")
    REPORT.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Change, test, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=COUNT, help="drawn changes, besides the named ones")
    parser.add_argument("--only", default="", metavar="MODULE", help="effects/, or one file: effects/trust.py")
    parser.add_argument("--first", type=int, default=None, help="stop after so many changes")
    parser.add_argument("--list", action="store_true", help="show the changes and run nothing")
    given = parser.parse_args()
    all_sites = chosen(given.seed, given.count, given.only)
    if given.list:
        print(*all_sites, f"{len(all_sites)} changes", sep="\n")
        return
    version = digest()
    found = kept(version)
    todo = [site for site in all_sites if site.id not in found][: given.first]
    if todo:
        check_unchanged({next(part for part in TESTS if site.file.startswith(part)) for site in todo})
        run(todo, version, found)
    if not given.only and given.first is None:
        write_report(all_sites, found, given.seed)
        print(f"written: {REPORT}")
    unnoticed = [site for site in all_sites if found.get(site.id) == "unnoticed"]
    print(f"{len(unnoticed)} of {sum(site.id in found for site in all_sites)} unnoticed")


if __name__ == "__main__":
    main()
