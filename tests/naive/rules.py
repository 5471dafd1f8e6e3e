"""Every risk rule, and who is at risk, from their descriptions."""

from __future__ import annotations


def contiguous(v, a, b):
    return v.word("contiguity") is not None and v.value[v.word("contiguity")][a, b] > 0


def party_and_international(v, i, j):
    return (v.home[i] < 0) != (v.home[j] < 0)


def can_act_in(v, movement, state):
    home = v.home[movement]
    return home < 0 or home == state or contiguous(v, home, state)


def rule(v, name, tie, i, j):
    """Whether a rule holds for a pair whose actors exist; `tie` is the tie that the kind names, or None."""
    bound = v.holds(tie, i, j)
    if name == "none":
        return False
    if name == "always":
        return True
    if name == "open":
        return not bound and not v.at_war(i, j)
    if name == "held":
        return bound
    if name == "agreed":
        return v.bound(i, j) or bound or v.friendly[i, j] > v.settings.remembered
    if name == "peace":
        return not v.at_war(i, j)
    if name == "war":
        return v.at_war(i, j)
    if name == "joinable":
        return not v.at_war(i, j) and any(v.at_war(j, h) for h in v.states)
    if name == "annexable":
        reach = [v.holds(v.word(role), i, j) for role in ("occupation", "war", "client")]
        values = [v.value[v.word(r)][i, j] > 0 for r in ("claim", "contiguity") if v.word(r)]
        return any(reach) or any(values)
    if name == "home":
        return can_act_in(v, j, i) if v.sovereign[i] else can_act_in(v, i, j)
    if name == "same_home":
        fellows = v.home[i] == v.home[j] >= 0 or party_and_international(v, i, j)
        return fellows and not bound
    if name == "affiliable":
        return party_and_international(v, i, j) and not bound
    raise ValueError(name)


def at_risk(record, v, kind, i, j):
    """Whether an event of a kind (a row of kinds.csv) from i to j can happen now."""
    if i == j or not (v.exists[i] and v.exists[j]):
        return False
    ids = [record.actors[i].id, record.actors[j].id]
    borders = [{p.actor_a, p.actor_b} for p in record.pairs if p.name == v.word("contiguity")]
    covered = (
        kind.coverage == ("all",)
        or any(name in kind.coverage for name in ids)
        or ("contiguous" in kind.coverage and set(ids) in borders)
    )
    orders = [(i, j), (j, i)] if kind.consent else [(i, j)]
    typed = any(kind.sender in ("any", v.kind_of[a]) and kind.receiver in ("any", v.kind_of[b]) for a, b in orders)
    return bool(covered and typed and rule(v, kind.risk, kind.tie or None, i, j))
