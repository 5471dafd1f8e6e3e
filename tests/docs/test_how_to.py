"""The how-to pages, followed to the letter: what they promise is what is printed, and no more of src is touched."""

import doctest
import shutil
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, follow, patched, steps

PAGES = ROOT / "docs" / "how-to"
CHECKER = doctest.OutputChecker()
# files of src that each page touches
TOUCHED = {
    "add-a-consequence": ["events/consequences/attrition.py", "events/consequences/catalogue.py"],
    "add-a-kind": [],
    "add-a-rule": ["events/rules/catalogue.py", "events/rules/neighbours.py"],
    "add-an-effect": ["effects/catalogue.py", "effects/parity.py"],
    "correct-the-record": [],
    "your-own-events": [],
    "your-own-scenario": [],
}


@pytest.fixture
def folder(tmp_path):
    left_out = shutil.ignore_patterns("__pycache__", "soviet")
    shutil.copytree(ROOT / "src" / "rapallo", tmp_path / "src" / "rapallo", ignore=left_out)
    return tmp_path


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_every_page_is_followed():
    assert sorted(path.stem for path in PAGES.glob("*.md")) == sorted(TOUCHED)


@pytest.mark.parametrize("page", sorted(TOUCHED))
def test_a_page_does_what_it_says(page, folder):
    package = folder / "src" / "rapallo"
    before = contents(package)
    outputs = follow(PAGES / f"{page}.md", folder)
    after = contents(package)
    assert sorted(name for name in after if after[name] != before.get(name)) == TOUCHED[page]
    assert set(before) <= set(after)
    assert any(promised for _, promised, _ in outputs)
    for command, promised, printed in outputs:
        # "..." in a page stands for what may differ
        assert CHECKER.check_output(promised, printed, doctest.ELLIPSIS), f"{command}\n{printed}"


def test_a_patch_that_does_not_fit_is_refused():
    assert patched("a\nb\nc\n", " a\n-b\n+B\n@@\n c\n+d\n") == "a\nB\nc\nd\n"
    with pytest.raises(AssertionError, match="stands 0 times"):
        patched("a\n", "-b\n")
    with pytest.raises(AssertionError, match="stands 2 times"):
        patched("a\na\n", "-a\n")


def test_code_of_the_pages_is_short():
    for page in TOUCHED:
        for step in steps(PAGES / f"{page}.md"):
            if step.path.startswith("src/"):
                assert len(step.text.splitlines()) < 40, step.path
