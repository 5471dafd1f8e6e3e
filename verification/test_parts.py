"""What each part of a model is worth, within 1928-36, on the channels on which the first edition was scored.

Run by `make verify`; prints the table. K0 is the shipped memory model without frailty; K1 adds ties, claim, contiguity,
nearness, orientation, beliefs and power to every kind; K2 adds covariates of actors (revisionism and orientation are
own coding, made with hindsight). Fits reach to the end of 1927, 1930 and 1933, and the three years after each are
scored. On the first edition a prototype had K1 .127 and K2 .181 above K0, and a change to K2 by -.057 without families,
-.173 with a wide prior and without families, -.029 with one half-life, -.001 with half-lives .4 and 6 alone, -.061
without memory of the pair's co-operative and hostile acts; all else was noise (below .03). It never looks beyond 1936.
"""

from dataclasses import replace

from test_forecasts import BIG, ORIGINS, frozen

import rapallo
from rapallo.io.fits import kept_fit
from rapallo.model.hypothesis import Family, Group, Model, Prior
from rapallo.scoring.score import score
from rapallo.scoring.summary import difference, summarise

TIES = (
    *("recognition", "trade", "non_aggression", "neutrality", "entente", "defence", "guarantee"),
    *("military_cooperation", "aid", "occupation", "war"),
)
STATE = (
    *(f"tie({name})" for name in TIES),
    *("pair_value(claim)", "pair_value(claim, received)", "pair_value(contiguity)", "nearness"),
    *("pair_value(orientation)", "pair_value(orientation, received)", "trust", "perceived_threat"),
)
POWER = (
    *("power(sender)", "power(receiver)", "power(sender) * power(receiver)", "difference(capability)"),
    "relative_capability",
)
SIDES = ("sender", "receiver")
ACTORS = (
    *(
        f"covariate({name}, {side})"
        for name in ("revisionism", "regime", "exhaustion")
        for side in ("sender", "receiver")
    ),
    *("covariate(economic_shock, sender)", "difference(left_right)", "new_leader"),
)
TRIADS = ("common_enemy", "common_ally", "third_party_threat")
ACTIVE = ("outdegree(side=sender)", "indegree(side=receiver)")


def with_groups(model, **groups):
    """Return a model whose families have some groups of terms more."""
    families = {n: Family(f.kinds, (*f.terms, *groups)) for n, f in model.families.items()}
    return replace(model, families=families, groups={**model.groups, **groups})


def without(model, *texts):
    """Return a model without the terms in which one of some texts stands."""
    groups = {
        n: Group(kept, g.sd)
        for n, g in model.groups.items()
        if (kept := tuple(t for t in g.terms if not any(text in t for text in texts)))
    }
    families = {
        n: Family(f.kinds, tuple(name for name in f.terms if name in groups)) for n, f in model.families.items()
    }
    return replace(model, families=families, groups=groups)


def apart(model):
    """Return a model whose kinds borrow nothing, each prior as wide as that of a mean and a deviation together."""
    wider = (1 + model.prior.deviation**2) ** 0.5
    effects = {kind: family.terms for family in model.families.values() for kind in family.kinds}
    effects = {kind: tuple(t for name in terms for t in model.groups[name].terms) for kind, terms in effects.items()}
    return replace(model, families={}, groups={}, effects=effects, prior=Prior(model.prior.effect * wider))


def models():
    k0 = replace(Model.from_toml(rapallo.load("soviet").models()["memory"]), frailty=None)
    k1 = with_groups(k0, state=Group(STATE, 0.09), strength=Group(POWER, 0.09))
    k2 = with_groups(k1, actors=Group(ACTORS, 0.09))
    return {
        "K0": k0,
        "K1": k1,
        "K2": k2,
        "K2 without families": apart(k2),
        "K2 without families, prior .5": replace(apart(k2), prior=Prior(0.5)),
        "K2 with one half-life": without(k2, "(0.1)", "(0.4)", "(6)"),
        "K2 with half-lives .4 and 6": without(k2, "(0.1)", "(1.5)"),
        "K2 without memory of the pair": without(k2, "cooperation(", "hostility("),
        "K2 and activity of the kind": with_groups(k2, system=Group(("activity",), 0.09)),
        "K2 and activity of both": with_groups(k2, active=Group(ACTIVE, 0.09)),
        "K2 and triads": with_groups(k2, triads=Group(TRIADS, 0.09)),
        "K2 without beliefs": without(k2, "trust", "perceived_threat"),
    }


def test_what_each_part_is_worth():
    record = rapallo.load("soviet").record
    merged, only = frozen()
    gains = {}
    found = {}
    for name, model in models().items():
        found[name] = score(record, model, ORIGINS, 3.0, merged=merged, only=only, fitting=kept_fit)
        against = "K0" if name in ("K1", "K2") else "K2"
        lines = []
        for left_out in ((), BIG):
            whole = summarise(found[name], without=left_out).kinds.to_dicts()[-1]
            line = f"log score {whole['log_score']:.3f}, share {whole['log_share']:.3f}"
            if name != "K0":
                gap = difference(found[name], found[against], without=left_out)
                gains[name, left_out] = gap.log_score
                low, high = gap.log_score_interval
                line += f", over {against} {gap.log_score:+.3f} ({low:+.3f} to {high:+.3f})"
            lines.append(line)
        print(f"{name}: {lines[0]}; without {' and '.join(BIG)}: {lines[1]}; missed {found[name].missed}", flush=True)
    assert gains["K2", ()] > gains["K1", ()] > 0
    assert gains["K2 without families, prior .5", ()] < gains["K2 without families", ()] < -0.03
    assert gains["K2 without memory of the pair", ()] < -0.03
    assert gains["K2 with one half-life", ()] < 0
