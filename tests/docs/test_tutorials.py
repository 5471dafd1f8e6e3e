"""The tutorials that are notebooks: what is stored is what executing them gives, pictures apart."""

import re

import nbformat
import pytest
from notebook import TUTORIALS, executed, pictures, texts

from tests.docs.pages import ROOT, steps


@pytest.mark.parametrize("name", sorted(path.name for path in TUTORIALS.glob("*.ipynb")))
def test_stored_outputs_are_those_of_an_execution(name, monkeypatch):
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    stored = nbformat.read(TUTORIALS / name, as_version=4)
    assert any(texts(stored))
    made = executed(TUTORIALS / name)
    assert texts(made) == texts(stored), "run: python docs/notebook.py"
    assert (len(pictures(made)), len(pictures(stored))) == (1, 0)


def test_the_code_beside_that_of_other_packages_gives_the_figures_of_the_page(monkeypatch):
    page = TUTORIALS / "beside-goldfish-and-remverse.md"
    monkeypatch.chdir(ROOT / "tests" / "reference")
    names = {}
    for step in steps(page):
        if step.language == "python":
            exec(step.text, names)
    found = names["fit"].kinds["event"]
    told = re.findall(
        r"^\| (?:constant|inertia|reciprocity|same bloc|log-likelihood) \| (.*) \|$", page.read_text(), re.M
    )
    for row, value in zip(told, [*found.estimate, found.loglik], strict=True):
        assert row.split(" | ") == [f"{value:.6f}"] * 3
