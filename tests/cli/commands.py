"""Run a command as a user does, in this process; `test_commands.py` starts one of its own."""

import contextlib
import io
import sys
from dataclasses import dataclass

from rapallo.cli import main


@dataclass(frozen=True)
class Result:
    """How a command ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def rapallo(*args):
    out, err, code, before = io.StringIO(), io.StringIO(), 0, sys.argv
    sys.argv = ["rapallo", *map(str, args)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.argv = before
    return Result(code, out.getvalue(), err.getvalue())


def done(*args):
    result = rapallo(*args)
    assert result.returncode == 0, result.stderr
    return result.stdout


def refused(*args):
    result = rapallo(*args)
    assert result.returncode == 2, (result.stdout, result.stderr)
    assert result.stdout == ""
    return result.stderr
