"""House rules: public names, generated pages, no plotting in the core, files that can be read in a sitting."""

import subprocess
import sys
from pathlib import Path

import pytest
from generate import PAGES

import rapallo

ROOT = Path(__file__).parents[1]


def test_public_names():
    assert rapallo.__all__ == sorted(rapallo.__all__, key=lambda n: (n[0].islower(), n))
    for name in rapallo.__all__:
        found = getattr(rapallo, name)
        assert callable(found)
        assert found.__doc__


@pytest.mark.parametrize("page", sorted(PAGES))
def test_generated_pages_are_current(page):
    assert (ROOT / "docs" / page).read_text("utf-8") == PAGES[page](), "run: make docs"


def test_importing_the_package_and_the_commands_loads_no_plotting():
    code = "import sys, rapallo.cli; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_files_stay_short():
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("src", "tests", "docs", "verification", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}
