"""Terms of every effect with many arguments, and what the twin of each is given; the half-life of memory is 4."""

from __future__ import annotations

MEMORY = 4.0
FORMS = ("saturating", "binary", "count", "log")
WAYS = ("either", "sent", "received")
SIDES = ("sender", "receiver")
KINDS = ("raid", "amity")
COVARIATES = ("might", "creed", "ambition")
VALUES = ("border", "pretension", "regard", "sway")
TIES = ("embassy", "league", "warranty", "garrison", "feud", "vassal", "seat", "parley", "summons", "compact")


def _terms():
    plain = "cobelligerence common_ally deterrence nearness trust perceived_threat tension obligation"
    plain += " allies_at_war neighbouring_allies outside_option negotiation"
    plain += " relative_capability reputation mutual_isolation isolation third_party_threat"
    found = {name: (name, {}) for name in plain.split()}
    for name in ("balance_of_threat", "client_activity", "common_enemy", "rivalry", "enemys_ally"):
        found[name] = (name, {"half_life": MEMORY})
        found[f"{name}(0.5)"] = (name, {"half_life": 0.5})
    for name in ("hostile", "friendly"):
        for form in FORMS:
            found[f"{name}({form})"] = (name, {"half_life": MEMORY, "shape": form})
            found[f"{name}(0.5, {form})"] = (name, {"half_life": 0.5, "shape": form})
    for name in ("cooperation", "hostility"):
        found[name] = (name, {"half_life": MEMORY})
        for way in WAYS:
            for form in FORMS:
                found[f"{name}(0.5, {way}, {form})"] = (name, {"half_life": 0.5, "way": way, "shape": form})
    for name in ("inertia", "reciprocity"):
        for kind in KINDS:
            for form in FORMS:
                found[f"{name}({kind}, 2, {form})"] = (name, {"kind": kind, "half_life": 2.0, "shape": form})
    for kind in KINDS:
        found[f"transitivity({kind})"] = ("transitivity", {"kind": kind, "half_life": MEMORY})
    for name in ("cyclic_closure", "outgoing_shared", "incoming_shared", "recency"):
        for kind in KINDS:
            found[f"{name}({kind})"] = (name, {"kind": kind, "half_life": MEMORY})
            found[f"{name}({kind}, 2)"] = (name, {"kind": kind, "half_life": 2.0})
    for name in ("outdegree", "indegree"):
        for side in SIDES:
            for form in FORMS:
                given = {"kind": "raid", "half_life": 2.0, "side": side, "shape": form}
                found[f"{name}(raid, 2, {side}, {form})"] = (name, given)
            found[f"{name}(amity, {side})"] = (name, {"kind": "amity", "half_life": MEMORY, "side": side})
    for name in ("belligerence", "isolation", "new_leader", "impunity", "power", "occupied", "war_nearby"):
        for side in SIDES:
            found[f"{name}({side})"] = (name, {"side": side})
    for word in COVARIATES:
        for side in SIDES:
            found[f"covariate({word}, {side})"] = ("covariate", {"name": word, "side": side})
        found[f"same({word})"] = ("same", {"name": word})
        found[f"difference({word})"] = ("difference", {"name": word})
    for word in VALUES:
        found[f"pair_value({word})"] = ("pair_value", {"name": word})
        for way in WAYS:
            found[f"pair_value({word}, {way})"] = ("pair_value", {"name": word, "way": way})
    for word in TIES:
        found[f"tie({word})"] = ("tie", {"name": word})
        for way in WAYS:
            found[f"tie({word}, {way})"] = ("tie", {"name": word, "way": way})
        found[f"shared_partners({word})"] = ("shared_partners", {"name": word})
    for name in ("inertia", "reciprocity", "transitivity", "cyclic_closure", "outgoing_shared", "incoming_shared"):
        found[f"{name}(raid, window=1)"] = (name, {"kind": "raid", "half_life": "window 1"})
    for name in ("outdegree", "indegree"):
        given = {"kind": "raid", "half_life": "window 1", "side": "receiver", "shape": "count"}
        found[f"{name}(raid, receiver, count, window=1)"] = (name, given)
    for name in ("cooperation", "hostility", "hostile", "friendly"):
        found[f"{name}(window=2.5, form=log)"] = (name, {"half_life": "window 2.5", "shape": "log"})
    for form in FORMS:
        found[f"activity(raid, 2, {form})"] = ("activity", {"kind": "raid", "half_life": 2.0, "shape": form})
    found["activity(raid, window=1)"] = ("activity", {"kind": "raid", "half_life": "window 1"})
    found["outside_option(0.05)"] = ("outside_option", {"power": 0.05})
    found["third_party_threat(0.05)"] = ("third_party_threat", {"power": 0.05})
    weights = {"partner": 0.25, "relation": 0.75, "membership": 2.0}
    found["isolation(receiver, 0.25, 0.75, 2)"] = ("isolation", {"side": "receiver", **weights})
    found["mutual_isolation(0.25, 0.75, 2)"] = ("mutual_isolation", weights)
    return found


TERMS = _terms()
