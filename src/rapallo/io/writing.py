"""Files written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from rapallo.errors import UsageError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under another name and then rename it, so that what is there is whole.

    Raises
    ------
    OSError
        If the system does not let it be written.
    """
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def not_written(path: Path, error: OSError) -> UsageError:
    """Return the error that says that a file or folder cannot be written, and what to do."""
    return UsageError(f"{path} cannot be written: {error.strerror or error}. Name another place, or make room there.")
