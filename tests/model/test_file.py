"""The file of a model: formulas beside lists, and one place for each thing."""

from __future__ import annotations

import pytest

from rapallo.errors import ModelError
from rapallo.model.hypothesis import Model


@pytest.fixture
def read(tmp_path):
    def write(text):
        path = tmp_path / "model.toml"
        path.write_text(text, "utf-8")
        return Model.from_toml(path)

    return write


AS_LISTS = """
[groups.memory]
terms = ["cooperation(0.4)", "inertia(0.4)"]
[families.strife]
kinds = ["raid", "invasion"]
terms = ["memory", "trust"]
[families.peace]
kinds = ["truce"]
terms = []
[effects]
raid = ["rivalry", "power * deterrence"]
league = []
"""
AS_FORMULAS = '''
formulas = [
    "strife ~ memory + trust",   # a comment
    """
    raid ~ rivalry
         + power * deterrence""",
    "peace, league ~",
]
[groups.memory]
terms = ["cooperation(0.4)", "inertia(0.4)"]
[families]
strife = ["raid", "invasion"]
peace = ["truce"]
'''


def test_formulas_in_a_file_are_the_same_hypothesis(read):
    assert read(AS_FORMULAS) == read(AS_LISTS)
    assert read(AS_FORMULAS).digest == read(AS_LISTS).digest


def test_formulas_and_lists_stand_side_by_side(read):
    mixed = read(
        'formulas = ["raid ~ trust"]\n[families.f]\nkinds = ["league"]\nterms = ["trust"]\n[effects]\ntruce = []'
    )
    assert mixed.effects == {"raid": ("trust",), "truce": ()}
    assert mixed.families["f"].terms == ("trust",)


def test_what_is_written(tmp_path):
    path = tmp_path / "model.toml"
    families = {"strife": ["raid", "invasion"]}
    Model.from_formulas(["strife ~ trust", '"cease-fire" ~ 1'], families, ceiling=12.0).to_toml(path)
    text = path.read_text("utf-8")
    assert text.startswith(
        'ceiling = 12.0\n\nformulas = [\n    "strife ~ trust",\n    "\\"cease-fire\\" ~ 1",\n]\n\n'
        "[prior]\neffect = inf\ndeviation = 0.6\nconstant = inf\n\n[settings]\nmemory = 4.0\n"
    )
    assert text.endswith('[families]\nstrife = ["raid", "invasion"]\n')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('formulas = ["raid ~ trust"]\n[effects]\nraid = ["trust"]', "effects.raid: kind raid has a formula as well"),
        (
            'formulas = ["f ~ trust"]\n[families.f]\nkinds = ["raid"]\nterms = ["trust"]',
            "families.f.terms: family f has a formula as well; say its terms in one place",
        ),
        ('[families]\nf = ["raid"]', r"families.f: it has no terms = \[...\], and family f has no formula. Write f ~"),
        ('[families.f]\nkinds = ["raid"]', "families.f: it has no terms"),
        ("[families]\nf = []", "families.f.kinds"),
        ("[families]\nf = 'raid'", "families.f"),
        ('formulas = "raid ~ trust"', "formulas: .* list"),
        ("formulas = [3]", "formulas.0"),
        ('formulas = ["raid trust"]', "formula 'raid trust': has no ~"),
        ('[prior]\nformulas = ["raid ~ trust"]', "prior.formulas: The key 'formulas' stands at the top of the file"),
        ("[settings]\nceiling = 3.0", "settings.ceiling: The key 'ceiling' stands at the top of the file"),
        ("[families.a]\nkinds = ['raid']\nterms = []\n[families.b]\nkinds = ['raid']\nterms = []", "two families"),
    ],
)
def test_what_is_refused(read, text, message):
    with pytest.raises(ModelError, match=message) as caught:
        read(text)
    assert "model.toml: " in str(caught.value)
    assert "\n" not in str(caught.value)
