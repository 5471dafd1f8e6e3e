"""The one door to compilation.

A function marked `kernel` stays an ordinary Python function: called from Python it is interpreted, and it
is the definition. Called from compiled code (`compiled`) the same source is compiled.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# the packages whose functions are compiled; an edit anywhere else leaves compiled code in place
COMPILED = ("theory", "state", "events", "effects", "model", "estimation", "simulation", "scoring")


@cache
def source_digest() -> str:
    """Return a digest of the sources that are compiled: what another version made is never picked up."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for package in COMPILED:
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Return the folder for what can be made anew: compiled code, generated kernels, fits.

    Where the user's own cannot be written to, another of this process.
    """
    return _usable(Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "rapallo")


@cache
def _usable(wanted: Path) -> Path:
    """Return a folder, made if need be, or where it cannot be written to another."""
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError:
        return Path(tempfile.mkdtemp(prefix="rapallo-"))


if "NUMBA_CACHE_DIR" not in os.environ:
    # numba checks a cached function's own file only, not those of the functions that it calls
    os.environ["NUMBA_CACHE_DIR"] = str(cache_folder() / "compiled" / source_digest())

import numba  # noqa: E402  (the cache folder must be known first)
from numba.extending import register_jitable  # noqa: E402


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Mark `function` as callable from compiled code; from Python it stays as written.

    A kernel works on arrays that its caller owns and allocates none. So compiled kernels do without numba's
    reference counts (`_nrt=False`), which for states of many arrays cost more than the arithmetic.
    """
    marked: Callable[P, R] = register_jitable(_nrt=False, no_cfunc_wrapper=True)(function)
    return marked


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a kernel of an innermost loop: compiled into its callers, since passing a state costs more than its work."""
    marked: Callable[P, R] = register_jitable(_nrt=False, forceinline=True, no_cfunc_wrapper=True)(function)
    return marked


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function` and what it calls; cached on disk, runs without the interpreter lock.

    With the environment variable NUMBA_DISABLE_JIT=1 it stays interpreted.
    """
    options: dict[str, Any] = {
        "cache": True,
        "nogil": True,
        "error_model": "numpy",
        "_nrt": False,
        "no_cfunc_wrapper": True,
    }
    jitted: Callable[..., Any] = numba.njit(**options)(function)
    return jitted


def named(function: Callable[P, R], module: str, name: str) -> Callable[P, R]:
    """Mark a function that another made as kernel `name` of a module, by which compiled code is kept apart."""
    function.__module__, function.__qualname__, function.__name__ = module, name, name
    return kernel(function)


def generated(source: str) -> ModuleType:
    """Return the module that `source` makes, kept as a file so that its compiled functions can be cached."""
    name = f"rapallo_{hashlib.sha256(source.encode()).hexdigest()[:24]}"
    if name in sys.modules:
        return sys.modules[name]
    path = cache_folder() / "generated" / f"{name}.py"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{name}.{os.getpid()}.unfinished")
        unfinished.write_text(source, encoding="utf-8")
        unfinished.replace(path)
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def choice(functions: Sequence[Callable[..., Any]]) -> Callable[..., Any]:
    """Return a kernel (code, state, what) that calls functions[code](state, what); False for any other code.

    It is one flat chain of comparisons, written out: the functions must be importable by name.
    """
    imports = [f"from {f.__module__} import {f.__name__} as f{n}" for n, f in enumerate(functions)]
    lines = [
        line for n in range(len(functions)) for line in (f"    if code == {n}:", f"        return f{n}(state, what)")
    ]
    head = ['"""A choice among functions, generated."""', "", *imports, "from rapallo.theory.kernels import inlined"]
    body = ["", "", "@inlined", "def call(code, state, what):", *lines, "    return False", ""]
    call: Callable[..., Any] = generated("\n".join([*head, *body])).call
    return call
