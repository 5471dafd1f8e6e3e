"""The one door to compilation.

A function marked `kernel` stays an ordinary Python function: called from Python it is interpreted, and it
is the definition. Called from compiled code (`compiled`) the same source is compiled. So one text serves
the plain engine and the fast one, and they can be compared event for event.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def _package_digest() -> str:
    """Digest of all package sources: compiled code of another version is never picked up."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


if "NUMBA_CACHE_DIR" not in os.environ:
    # numba checks a cached function's own file only, not those of the functions that it calls
    _base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    os.environ["NUMBA_CACHE_DIR"] = str(_base / "rapallo" / _package_digest())

import numba  # noqa: E402  (the cache folder must be known first)
from numba.extending import register_jitable  # noqa: E402


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Mark `function` as callable from compiled code; from Python it stays as written.

    A kernel works on arrays that its caller owns and allocates none. So compiled kernels do without numba's
    reference counts (`_nrt=False`), which for states of twenty arrays cost more than the arithmetic.
    """
    marked: Callable[P, R] = register_jitable(_nrt=False)(function)
    return marked


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a kernel of an innermost loop: compiled into its callers, since passing a state costs more than its work."""
    marked: Callable[P, R] = register_jitable(_nrt=False, forceinline=True)(function)
    return marked


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function` and what it calls; cached on disk, runs without the interpreter lock."""
    options: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
    jitted: Callable[..., Any] = numba.njit(**options)(function)
    return jitted
