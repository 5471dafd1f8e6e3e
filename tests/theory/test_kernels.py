"""The door to compilation: a choice among kernels, and where compiled code is kept."""

import os
import subprocess
import sys

import pytest

from rapallo.theory.kernels import choice, compiled, inlined


@inlined
def double(state, what):
    return 2 * state[0] > what


@inlined
def triple(state, what):
    return 3 * state[0] > what


def test_a_choice_calls_the_function_of_its_code_plain_and_compiled():
    call = choice([double, triple])

    def ask(code, state, what):
        return call(code, state, what)

    # 2 * 5 = 10 is not above 12, 3 * 5 = 15 is; there is no third function
    for asked in (ask, compiled(ask)):
        assert [bool(asked(code, (5,), 12)) for code in range(3)] == [False, True, False]
        assert [bool(asked(code, (7,), 12)) for code in range(3)] == [True, True, False]


@pytest.mark.parametrize("place", ["/proc/nowhere", "a-file"])
def test_where_nothing_can_be_kept_the_package_works_all_the_same(tmp_path, place):
    (tmp_path / "a-file").write_text("")
    code = (
        "import rapallo; h = rapallo.load('template').system.history; "
        "print(int(h.state('1622-08-03').counts[0]), len(h.treaties('1622-08-03')) > 3)"
    )
    unset = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"}
    env = {**unset, "XDG_CACHE_HOME": str(tmp_path / place), "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[1] == "True"
