"""The tutorials that are notebooks: what is stored is what executing them gives, pictures apart."""

import nbformat
import pytest
from notebook import TUTORIALS, executed, texts


@pytest.mark.parametrize("name", sorted(path.name for path in TUTORIALS.glob("*.ipynb")))
def test_stored_outputs_are_those_of_an_execution(name, monkeypatch):
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    stored = nbformat.read(TUTORIALS / name, as_version=4)
    assert any(texts(stored))
    assert texts(executed(TUTORIALS / name)) == texts(stored), "run: python docs/notebook.py"
    pictures = [out for cell in stored.cells for out in cell.get("outputs", ()) if "image/png" in out.get("data", ())]
    assert len(pictures) == 1
