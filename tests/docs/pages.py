"""Pages of instructions as steps that can be followed: files to write, files to change, commands to run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
PROGRAMS = {
    "python": [sys.executable],
    "rapallo": [sys.executable, "-c", "from rapallo.cli import main; main()"],
}


class Step(NamedTuple):
    """One fenced block: its language, the path in its title, and what stands in it."""

    language: str
    path: str
    text: str


def steps(page: Path) -> list[Step]:
    return [Step(*found) for found in BLOCK.findall(page.read_text("utf-8"))]


def patched(text: str, diff: str) -> str:
    """Return a text with the hunks of a diff carried out; what a hunk leaves or removes must stand there just once."""
    for hunk in diff.split("@@\n"):
        lines = hunk.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        assert text.count(old) == 1, f"stands {text.count(old)} times:\n{old}"
        text = text.replace(old, new)
    return text


def run(command: str, folder: Path) -> str:
    """Run a command line in a folder on the package in its src/ and return what it prints; it must succeed."""
    program, *arguments = shlex.split(command)
    environment = os.environ | {
        "PYTHONPATH": str(folder / "src"),
        "NUMBA_DISABLE_JIT": "1",
        "XDG_CACHE_HOME": str(folder / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [*PROGRAMS.get(program, [program]), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def follow(page: Path, folder: Path) -> list[tuple[str, str, str]]:
    """Do in a folder what a page says; return each command, what the page says that it prints, and what it prints."""
    outputs = []
    for step in steps(page):
        if step.language == "console":
            for part in step.text.split("$ ")[1:]:
                command, promised = part.split("\n", 1)
                outputs.append((command, promised, run(command, folder)))
        elif step.path:
            path = folder / step.path
            path.parent.mkdir(parents=True, exist_ok=True)
            is_patch = step.language == "diff"
            path.write_text(patched(path.read_text("utf-8"), step.text) if is_patch else step.text, "utf-8")
    return outputs
