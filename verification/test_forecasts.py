"""The memory model against baselines within 1928-1936, on the channels on which the first edition was scored.

Run by `make verify`; prints the table. Fits reach to the end of 1927, 1930 and 1933, and the three years after each are
scored; kinds that the second edition split are summed. It never looks beyond 1936. The distances to hold were measured
on the first edition with a prototype: .109 nats per event over two memories and .846 over constant rates, .210 over two
memories without settlement and conference, each within .03 or better.
"""

import csv
from dataclasses import replace
from pathlib import Path

import rapallo
from rapallo.model.hypothesis import Model
from rapallo.scoring.baselines import constant, two_memories
from rapallo.scoring.score import score
from rapallo.scoring.summary import difference, summarise

FIRST = Path(__file__).parent / "first_edition"
ORIGINS = ("1928-01-01", "1931-01-01", "1934-01-01")
BIG = ("settlement", "conference")
# fmt: off
KINDS = (
    "recognition", "trade", "non_aggression", "neutrality", "entente", "defence", "renewal", "military_cooperation",
    "settlement", "peace", "conference", "guarantee", "aid", "proposal", "refusal", "concession", "protest", "trial",
    "break_relations", "denunciation", "sanction", "demand", "mobilisation", "clash", "attack", "war_entry",
    "occupation", "evacuation", "annexation", "installation",
)
# fmt: on


def frozen():
    """Return which kinds are summed, and the pairs that count for each."""
    merged = {row["kind"]: row["first"] for row in _rows("map.csv")}
    lists = {}
    for row in _rows("pairs.csv"):
        lists.setdefault(row["list"], set()).add((row["sender"], row["receiver"]))
    return merged, {row["kind"]: lists[row["list"]] for row in _rows("kinds.csv") if row["kind"] in KINDS}


def _rows(name):
    with (FIRST / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_memory_model_keeps_its_distance_to_the_baselines():
    soviet = rapallo.load("soviet")
    merged, only = frozen()
    models = {
        "constant rates": constant(soviet.record),
        "two memories": two_memories(soviet.record),
        "memory": replace(Model.from_toml(soviet.models()["memory"]), frailty=None),
        "memory, frailty": Model.from_toml(soviet.models()["memory"]),
    }
    found = {}
    for name, model in models.items():
        found[name] = score(soviet.record, model, ORIGINS, 3.0, merged=merged, only=only)
        for without in ((), BIG):
            whole = summarise(found[name], without=without).kinds.to_dicts()[-1]
            print(
                f"{name:15} without {' '.join(without) or 'nothing':22} "
                + " ".join(f"{key} {whole[key]:.3f}" for key in ("log_score", "log_share", "expected", "weight")),
                flush=True,
            )
    print(f"memory, frailty, averaged over its levels: {summarise(found['memory, frailty']).averaged:.3f}")
    held = {("two memories", ()): 0.109, ("two memories", BIG): 0.210, ("constant rates", ()): 0.846}
    for own in ("memory", "memory, frailty"):
        for (other, without), distance in held.items():
            gap = difference(found[own], found[other], without=without)
            low, high = gap.log_score_interval
            print(
                f"{own} over {other}, without {' '.join(without) or 'nothing'}: "
                f"{gap.log_score:+.3f} ({low:+.3f} to {high:+.3f})"
            )
            assert gap.log_score > distance - 0.03
