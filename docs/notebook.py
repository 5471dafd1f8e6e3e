"""Execute the tutorials that are notebooks; run this file to write their outputs anew."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

TUTORIALS = Path(__file__).parent / "tutorials"
# a picture is neither kept nor compared: whoever runs the notebook sees it
TEXTS = ("text/plain", "text/markdown", "text/html")


def executed(path: Path) -> Any:
    """Return a notebook with what executing it in its folder gives; an error in a cell ends the execution."""
    notebook = nbformat.read(path, as_version=4)
    context = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=context, record_timing=False).execute()
    return notebook


def pictures(notebook: Any) -> list[Any]:
    """Return the outputs that are pictures."""
    outputs = (out for cell in notebook.cells for out in cell.get("outputs", ()))
    return [out for out in outputs if "image/png" in out.get("data", ())]


def texts(notebook: Any) -> list[list[str]]:
    """Return for each cell of code what it prints and shows as text."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            printed = "".join(out.text for out in cell.outputs if out.output_type == "stream")
            shown = [out.data for out in cell.outputs if "data" in out and "image/png" not in out.data]
            found.append([printed, *(data[kind] for data in shown for kind in TEXTS if kind in data)])
    return found


def main() -> None:
    """Write every tutorial with the outputs of its execution."""
    for path in sorted(TUTORIALS.glob("*.ipynb")):
        sys.stderr.write(f"{path.name}\n")
        notebook = executed(path)
        drawn = pictures(notebook)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = [out for out in cell.outputs if out not in drawn]
        nbformat.write(notebook, path)


if __name__ == "__main__":
    main()
