"""Estimates in a file: Markdown or LaTeX laid out to be read, CSV or Parquet with a row for each estimate."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from rapallo.errors import UsageError
from rapallo.estimation.comparison import Comparison
from rapallo.io.writing import not_written, write_whole


def _parquet(found: Comparison) -> bytes:
    buffer = io.BytesIO()
    found.to_polars().write_parquet(buffer)
    return buffer.getvalue()


FORMATS: dict[str, Callable[[Comparison], bytes]] = {
    ".md": lambda found: found.to_markdown().encode(),
    ".tex": lambda found: found.to_latex().encode(),
    ".csv": lambda found: found.to_polars().write_csv().encode(),
    ".parquet": _parquet,
}


def write_comparison(found: Comparison, path: Path) -> None:
    """Write fits side by side into a file, whole or not at all, in the format that its ending names.

    Raises
    ------
    UsageError
        If the ending is none of `FORMATS`, or the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise UsageError(f"{path}: the name must end in {', '.join(FORMATS)}.")
    try:
        write_whole(path, FORMATS[ending](found))
    except OSError as error:
        raise not_written(path, error) from None
