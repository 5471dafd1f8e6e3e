"""What the reference pages say of files is what is read."""

import re
import tomllib

import pytest

import rapallo
from rapallo.state.settings import Settings
from tests.docs.pages import ROOT, steps

DOCS = ROOT / "docs"


def test_the_page_of_the_model_shows_every_setting_with_its_default(tmp_path):
    text, tables = (step.text for step in steps(DOCS / "model.md") if step.language == "toml")
    path = tmp_path / "model.toml"
    path.write_text(text, "utf-8")
    model = rapallo.Model.from_toml(path)
    assert tomllib.loads(text)["settings"] == Settings()._asdict()
    model.check(rapallo.load("soviet").record)
    path.write_text(tables, "utf-8")
    assert rapallo.Model.from_toml(path).families == model.families
    assert rapallo.Model.from_toml(path).effects == model.effects


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS)))
def test_links_lead_somewhere(page):
    if page.parent.name == "templates":
        return
    for target, anchor in re.findall(r"\]\(([\w./-]+\.md)?(#[\w-]+)?\)", page.read_text("utf-8")):
        found = page if not target else page.parent / target
        assert found.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", found.read_text("utf-8"), re.MULTILINE)
            assert anchor[1:] in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}, anchor
