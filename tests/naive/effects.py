"""Every effect from its formula: (view, i, j, arguments by name) -> float."""

from __future__ import annotations

import math

import numpy as np


def saturate(m):
    return m / (1 + m)


def form(m, name="saturating"):
    if name == "saturating":
        return 4 * m / (1 + 4 * m)
    if name == "binary":
        return float(m > 0)
    return {"count": m, "log": math.log1p(m)}[name]


def logistic(x):
    return 1 / (1 + math.exp(-x))


def belief(odds):
    """2 p - 1, p the probability with these log-odds."""
    return 2 * logistic(odds) - 1


def one_of(i, j, side):
    return {"sender": i, "receiver": j}[side]


def enmity(h, a, b):
    return min(1, (h[a, b] + h[b, a]) / 2)


def others(v, i, j):
    return [h for h in v.states if h not in (i, j)]


def balance_of_threat(v, i, j, half_life):
    return saturate(10 * v.capability[j] * v.near[i, j] * v.trace["hostile", half_life][j, i])


def belligerence(v, i, j, side="sender"):
    return math.log1p(sum(v.at_war(one_of(i, j, side), h) for h in v.states))


def client_activity(v, i, j, half_life):
    control, h = v.value[v.word("control")], v.trace["hostile", half_life]
    clients = [m for m in v.all if not v.sovereign[m] and v.patron[m] == j]
    return saturate(sum(control[j, m] * h[m, i] for m in clients))


def cobelligerence(v, i, j):
    return math.log1p(sum(v.at_war(i, h) and v.at_war(j, h) for h in v.states))


def common_ally(v, i, j):
    return math.log1p(sum(v.aligned(i, h) and v.aligned(h, j) for h in others(v, i, j)))


def common_enemy(v, i, j, half_life):
    h = v.trace["hostile", half_life]
    return math.log1p(sum(enmity(h, i, k) * enmity(h, j, k) for k in others(v, i, j)))


def hostile(v, i, j, half_life, shape="saturating"):
    return form(v.trace["hostile", half_life][i, j], shape)


def friendly(v, i, j, half_life, shape="saturating"):
    return form(v.trace["friendly", half_life][i, j], shape)


def acts(v, i, j, what, half_life, way, shape):
    m = v.trace[what, half_life]
    return form({"either": m[i, j] + m[j, i], "sent": m[i, j], "received": m[j, i]}[way], shape)


def cooperation(v, i, j, half_life, way="either", shape="saturating"):
    return acts(v, i, j, "cooperation", half_life, way, shape)


def hostility(v, i, j, half_life, way="either", shape="saturating"):
    return acts(v, i, j, "hostility", half_life, way, shape)


def rivalry(v, i, j, half_life):
    h = v.trace["hostile", half_life]
    return saturate(h[i, j] + h[j, i])


def deterrence(v, i, j):
    defenders = [h for h in others(v, i, j) if v.exists[h] and any(v.open(tie, h, j) for tie in v.have("defends"))]
    return math.log1p(100 * sum(v.capability[h] for h in defenders))


def difference(v, i, j, name):
    return abs(v.covariate[name][i] - v.covariate[name][j])


def enemys_ally(v, i, j, half_life):
    h = v.trace["hostile", half_life]
    return math.log1p(sum(enmity(h, i, k) for k in others(v, i, j) if v.aligned(j, k)))


def inertia(v, i, j, kind, half_life, shape="saturating"):
    return form(v.trace[kind, half_life][i, j], shape)


def reciprocity(v, i, j, kind, half_life, shape="saturating"):
    return form(v.trace[kind, half_life][j, i], shape)


def transitivity(v, i, j, kind, half_life):
    m = v.trace[kind, half_life]
    return sum(1.0 for h in v.all if h not in (i, j) and m[i, h] > 0 and m[h, j] > 0)


def cyclic_closure(v, i, j, kind, half_life):
    m = v.trace[kind, half_life] > 0
    return sum(float(m[j, h] and m[h, i]) for h in v.all if h not in (i, j))


def outgoing_shared(v, i, j, kind, half_life):
    m = v.trace[kind, half_life] > 0
    return float(np.delete(m[i] & m[j], [i, j]).sum())


def incoming_shared(v, i, j, kind, half_life):
    m = v.trace[kind, half_life] > 0
    return float(np.delete(m[:, i] & m[:, j], [i, j]).sum())


def outdegree(v, i, j, kind, half_life, side="sender", shape="saturating"):
    m, a = v.trace[kind, half_life], one_of(i, j, side)
    return form(np.delete(m[a], a).sum(), shape)


def indegree(v, i, j, kind, half_life, side="sender", shape="saturating"):
    m, a = v.trace[kind, half_life], one_of(i, j, side)
    return form(np.delete(m[:, a], a).sum(), shape)


def activity(v, i, j, kind, half_life, shape="saturating"):
    return form(v.trace[kind, half_life].sum(), shape)


def allies_at_war(v, i, j):
    return math.log1p(sum(v.at_war(j, h) and v.aligned(i, h) for h in others(v, i, j)))


def occupied(v, i, j, side="sender"):
    a = one_of(i, j, side)
    return math.log1p(sum(v.holds(v.word("occupation"), h, a) for h in v.states if h != a))


def war_nearby(v, i, j, side="sender"):
    at_war = [h for h in others(v, i, j) if any(v.at_war(h, k) for k in v.states)]
    return math.log1p(v.near[one_of(i, j, side), at_war].sum())


def neighbouring_allies(v, i, j):
    border = v.value[v.word("contiguity")][j] > 0
    ring = [h for h in others(v, i, j) if border[h] and v.aligned(h, j) and v.exists[h]]
    return math.log1p(100 * v.capability[ring].sum())


def outside_option(v, i, j, power=0.02):
    powers = [h for h in others(v, i, j) if v.exists[h] and v.capability[h] >= power]
    return max((logistic(v.trust[j, h]) for h in powers), default=0.0)


def recency(v, i, j, kind, half_life):
    return v.latest[kind, half_life][i, j]


def shared_partners(v, i, j, name):
    known = v.tie[name] > v.secret[name]
    joined = known | known.T
    there = np.array(v.exists) > 0
    return math.log1p(np.delete(joined[i] & joined[j] & there, [i, j]).sum())


def isolation(v, i, j, side="sender", partner=0.5, relation=0.1, membership=1.0):
    a = one_of(i, j, side)
    partners = sum(v.aligned(a, h) for h in v.states if h != a)
    relations = sum(v.holds(v.word("recognition"), a, h) for h in v.states if h != a)
    memberships = sum(v.holds(v.word("membership"), a, o) for o in v.all if not v.sovereign[o])
    return 1 / (1 + partner * partners + relation * relations + membership * memberships)


def mutual_isolation(v, i, j, **weights):
    return isolation(v, i, j, "sender", **weights) * isolation(v, i, j, "receiver", **weights)


def covariate(v, i, j, name, side="sender"):
    return v.covariate[name][one_of(i, j, side)]


def ways(i, j, way):
    return {"sent": [(i, j)], "received": [(j, i)], "either": [(i, j), (j, i)]}[way]


def pair_value(v, i, j, name, way="sent"):
    return np.max([v.value[name][pair] for pair in ways(i, j, way)])


def tie(v, i, j, name, way="sent"):
    return float(any(v.holds(name, *pair) for pair in ways(i, j, way)))


def negotiation(v, i, j):
    return max(tie(v, i, j, name, "either") for name in v.have("pending"))


def nearness(v, i, j):
    return v.near[i, j]


def trust(v, i, j):
    return belief(v.trust[i, j])


def perceived_threat(v, i, j):
    return logistic(v.threat[i, j])


def new_leader(v, i, j, side="sender"):
    return v.fresh[one_of(i, j, side)]


def impunity(v, i, j, side="sender"):
    return saturate(v.impunity[one_of(i, j, side)])


def tension(v, i, j):
    return math.log1p(v.tension)


def obligation(v, i, j):
    bound = [h for h in others(v, i, j) if any(v.holds(tie, i, h) for tie in v.have("defends"))]
    return float(any(v.at_war(j, h) for h in bound))


def power(v, i, j, side="sender"):
    return math.log1p(100 * v.capability[one_of(i, j, side)])


def relative_capability(v, i, j):
    a, b = v.capability[i], v.capability[j]
    return 0.0 if a + b <= 0 else a / (a + b) - 1 / 2


def reputation(v, i, j):
    beliefs = [belief(v.trust[h, j]) for h in others(v, i, j) if v.exists[h]]
    return float(np.mean(beliefs)) if beliefs else 0.0


def same(v, i, j, name):
    a, b = v.covariate[name][i], v.covariate[name][j]
    return math.nan if math.isnan(a) or math.isnan(b) else float(a == b)


def third_party_threat(v, i, j, power=0.02):
    powers = [h for h in others(v, i, j) if v.exists[h] and v.capability[h] >= power]
    return max((logistic(v.feared[i, h]) for h in powers), default=0.0)
