"""What acts and time do to a state, from their descriptions. An act has the fields of `rapallo.events.act.Act`."""

from __future__ import annotations

import math

import numpy as np

from tests.naive.view import Bond


def weight(kind, counts):
    """What an act of a kind (a row of kinds.csv) adds to a trace."""
    signed = {"hostile": -kind.goldstein, "friendly": kind.goldstein}
    return max(0, signed[counts]) / 10 if counts in signed else float(kind.name == counts)


def remember(v, kind, i, j, share):
    for (counts, _), table in v.trace.items():
        table[i, j] += share * weight(kind, counts)
    for (counts, _), table in v.latest.items():
        if weight(kind, counts):
            table[i, j] = weight(kind, counts)
    v.past.append((kind, i, j, v.clock, share))
    v.running += share * weight(kind, "hostile")


def signal(v, kind, i, j, share):
    """J learns what I did."""
    v.trust[j, i] += share * kind.trust
    v.threat[j, i] += share * kind.threat


def witness(v, kind, i, j, breach):
    for h in v.states:
        if h in (i, j) or not v.exists[h]:
            continue
        if kind.goldstein < 0:
            v.trust[h, i] += (2 if breach else 1) * v.settings.witness * kind.trust * v.near[h, j]
            v.threat[h, i] += kind.alarm * v.near[h, i]
        else:
            v.threat[h, i] += kind.alarm * min(1, v.hostile[h, j] + v.hostile[j, h])


def end(v, bonds, cause):
    for bond in bonds:
        bond.ended, bond.cause = v.clock, cause


def between(v, i, j):
    return [bond for bond in v.bonds if bond.ended == math.inf and {bond.a, bond.b} == {i, j}]


def end_tie(v, tie, i, j, cause, of=-1):
    """End a tie from i to j: what the treaty `of` made of it, if it ever made any between them; else all."""
    directed = tie in v.have("directed")
    made = any(b.tie == tie and b.treaty == of and {b.a, b.b} == {i, j} for b in v.bonds)
    held = [b for b in between(v, i, j) if b.tie == tie and (not directed or b.a == i)]
    end(v, [b for b in held if not made or b.treaty == of], cause)


def open_tie(v, tie, i, j, treaty, until, hidden):
    a, b = (i, j) if tie in v.have("directed") else (min(i, j), max(i, j))
    v.bonds.append(Bond(tie, a, b, treaty, bool(hidden), "", v.clock, until, math.inf))


def bind(v, kind, act):
    cause = "lapse" if "lapse" in kind.consequences else "act"
    if kind.closes == "pact":
        pacts = v.have("pact")
        end(v, [b for b in between(v, act.i, act.j) if (b.treaty == act.of if act.of >= 0 else b.tie in pacts)], cause)
    elif kind.closes == "pending":
        end(v, [b for b in between(v, act.i, act.j) if b.tie in v.have("pending")], cause)
    elif kind.closes:
        end_tie(v, kind.closes, act.i, act.j, cause, act.of)
    if kind.opens and not act.void:
        open_tie(v, kind.opens, act.i, act.j, act.treaty, v.clock + act.term, act.secret)


def fall(v, i):
    """End an actor; whom it had taken in whole returns."""
    v.exists[i] = 0.0
    end(v, [b for b in v.bonds if b.ended == math.inf and i in (b.a, b.b)], "fall")
    for j in v.all:
        if v.absorbed[j] == i:
            v.absorbed[j], v.exists[j] = -1, 1.0


def follow(v, kind, act):
    i, j = act.i, act.j
    for name in kind.consequences:
        if name == "new_leader":
            v.fresh[i] = 1.0
        elif name == "gain":
            v.impunity[j] += 1
        elif name == "war":
            end(v, [b for b in between(v, i, j) if b.tie in v.have("ends_at_war")], "war")
            v.impunity[j] /= 2
        elif name == "peace" and not act.stays:
            end(v, [b for b in between(v, i, j) if b.tie == v.word("occupation")], "peace")
        elif name == "satisfaction":
            end(v, [b for b in between(v, i, j) if b.tie == v.word("demand")], "act")
        elif name == "installation":
            ideology = v.covariate[v.word("ideology")]
            ideology[j] = ideology[i]
        elif name == "renewal":
            for bond in between(v, i, j):
                if bond.treaty == act.of if act.of >= 0 else bond.tie in v.have("pact"):
                    bond.until = max(bond.until, v.clock + act.term)
        elif name == "annexation":
            v.impunity[i] += 1
            if act.whole:
                v.capability[i] += v.capability[j]
                v.capability[j] = 0.0
                fall(v, j)
                v.absorbed[j] = i
            elif not act.stays:
                end_tie(v, v.word("occupation"), i, j, "act")


def perform(v, kind, act):
    """Apply one act of a kind (a row of kinds.csv)."""
    i, j = act.i, act.j
    if j >= 0:
        breach = bool(act.real) and kind.goldstein < 0 and v.bound(i, j)
        signal(v, kind, i, j, 1)
        if kind.consent:
            signal(v, kind, j, i, 1)
        patron = v.patron[i]
        if patron >= 0 and patron != j and v.sovereign[j]:
            control = v.value[v.word("control")][patron, i]
            signal(v, kind, patron, j, control)
            if act.real:
                remember(v, kind, patron, j, act.share * control)
        if not act.secret and v.sovereign[i] and v.sovereign[j]:
            witness(v, kind, i, j, breach)
            if kind.consent:
                witness(v, kind, j, i, False)
    if not act.real:
        return
    if j >= 0:
        remember(v, kind, i, j, act.share)
        if kind.consent:
            remember(v, kind, j, i, act.share)
        bind(v, kind, act)
    if not act.void or j < 0:
        follow(v, kind, act)
    v.recount()


def age(v, elapsed):
    def left(half_life):
        return math.exp(-math.log(2) * elapsed / half_life)

    s = v.settings
    v.trust[:] = s.prior_trust + left(s.trust) * (v.trust - s.prior_trust)
    v.threat[:] = s.prior_threat + left(s.threat) * (v.threat - s.prior_threat)
    v.feared[:] = v.threat
    v.fresh *= left(s.fresh)
    v.impunity *= left(s.impunity)
    for (counts, how), table in (*v.trace.items(), *v.latest.items()):
        if isinstance(how, str):
            table[:] = 0.0
            for kind, i, j, when, share in v.past:
                if when + float(how.split()[1]) > v.clock:
                    table[i, j] += share * weight(kind, counts)
        else:
            np.multiply(table, left(how), out=table)
    v.running *= left(s.fresh)
    v.tension = v.running


def set_value(v, name, i, j, value):
    """Set a value of a pair; who controls j most is its patron."""
    v.value[name][i, j] = value
    if name == v.word("control"):
        over = v.value[name][:, j]
        v.patron[j] = int(over.argmax()) if over.max() > 0 else -1
