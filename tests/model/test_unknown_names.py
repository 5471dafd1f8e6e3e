"""Every name in a model that does not exist is answered with the nearest that do."""

from __future__ import annotations

import pytest

from rapallo.errors import ModelError
from rapallo.model.hypothesis import Model

GROUP = '[groups.memory]\nterms = ["inertia(0.4)"]\n'
FAMILY = '[families]\nstrife = ["raid", "invasion"]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # keys of the file
        ("formula = ['raid ~ trust']", "There is no key 'formula'. Did you mean formulas"),
        ("[efects]\nraid = []", "There is no key 'efects'. Did you mean effects"),
        ("[prior]\nefect = 0.5", "prior.efect: There is no key 'efect'. Did you mean effect?"),
        ("[settings]\nmemories = 0.5", "settings.memories: There is no key 'memories'. Did you mean memory"),
        ("[settings]\nmemry = 0.5", "settings.memry: There is no key 'memry'. Did you mean memory"),
        ("[groups.memory]\nterm = ['trust']\nterms = ['trust']", "groups.memory.term: .* Did you mean terms"),
        ("[families.strife]\nkind = ['raid']", "families.strife.kind: There is no key 'kind'. Did you mean kinds"),
        # kinds, families and groups
        ("formulas = ['raids ~ trust']", "There is no kind 'raids'. Did you mean raid"),
        (f"formulas = ['strive ~ trust', 'strife ~ 1']\n{FAMILY}", "no kind or family 'strive'. Did you mean strife"),
        (f"formulas = ['strive ~ trust']\n{FAMILY}", "family strife has no formula. .* Is strive ~ meant for it"),
        ("[effects]\nraids = ['trust']", "There is no kind 'raids'. Did you mean raid"),
        (
            f"formulas = ['strife ~']\n{FAMILY}[effects]\nstrife = []",
            "strife is a family and no kind; give it terms in",
        ),
        (f"formulas = ['kind(strife) ~ trust', 'strife ~']\n{FAMILY}", "strife is a family and no kind"),
        (
            "[families.strife]\nkinds = ['raids']\nterms = []",
            "family strife: There is no kind 'raids'. Did you mean raid",
        ),
        (
            f"formulas = ['raid ~ memry']\n{GROUP}",
            "kind raid: There is no effect or group 'memry'. Did you mean memory",
        ),
        (f"formulas = ['raid ~ \"memry\"']\n{GROUP}", "There is no group 'memry'. Did you mean memory"),
        # effects and functions
        ("formulas = ['raid ~ trsut']", "There is no effect 'trsut'. Did you mean trust"),
        ("formulas = ['raid ~ lgo(trust * power)']", "There is no effect 'lgo'. Did you mean log"),
        # arguments
        ("formulas = ['raid ~ inertia(halflife=2)']", "There is no argument 'halflife'. Did you mean half_life"),
        ("formulas = ['raid ~ isolation(partners=2)']", "There is no argument 'partners'. Did you mean partner"),
        ("formulas = ['raid ~ trust(side=sender)']", "There is no argument 'side'. trust takes none"),
        ("formulas = ['raid ~ inertia(raids)']", "There is no kind 'raids'. Did you mean raid"),
        ("formulas = ['raid ~ tie(leag)']", "There is no tie 'leag'. Did you mean league"),
        ("formulas = ['raid ~ covariate(migth)']", "There is no covariate 'migth'. Did you mean might"),
        ("formulas = ['raid ~ pair_value(bordr)']", "There is no value 'bordr'. Did you mean border"),
        ("formulas = ['raid ~ power(reciever)']", "There is no side 'reciever'. Did you mean receiver"),
        ("formulas = ['raid ~ hostility(recieved)']", "There is no way 'recieved'. Did you mean received"),
        ("formulas = ['raid ~ inertia(form=binry)']", "There is no form 'binry'. Did you mean binary"),
        ("formulas = ['raid ~ inertia(raid, satrating)']", "There is no form 'satrating'. Did you mean saturating"),
    ],
)
def test_the_nearest_names_are_told(small, tmp_path, text, message):
    path = tmp_path / "model.toml"
    path.write_text(text, "utf-8")

    def use():
        model = Model.from_toml(path)
        model.check(small)
        for kind in (*model.effects, *model.families.get("strife", ((), ()))[0]):
            model.terms(small, kind)

    with pytest.raises(ModelError, match=message) as caught:
        use()
    assert "\n" not in str(caught.value)
