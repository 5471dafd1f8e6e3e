"""Run a command as a user does."""

import subprocess
import sys


def rapallo(*args, cwd=None):
    return subprocess.run(
        [sys.executable, "-c", "from rapallo.cli import main; main()", *map(str, args)],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
    )


def done(*args):
    result = rapallo(*args)
    assert result.returncode == 0, result.stderr
    return result.stdout


def refused(*args):
    result = rapallo(*args)
    assert result.returncode == 2, (result.stdout, result.stderr)
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    return result.stderr
