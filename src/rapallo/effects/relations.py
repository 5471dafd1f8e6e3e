"""What several effects ask of a pair: who is aligned, who is hostile."""

from __future__ import annotations

from rapallo.state.arrays import DEFENCE, ENTENTE, GUARANTEE, State
from rapallo.theory.kernels import inlined


@inlined
def aligned(s: State, i: int, j: int) -> bool:
    """Return whether an entente, a defence pact or a guarantee that is publicly known joins i and j."""
    return (
        s.tie[ENTENTE, i, j] > s.secret[ENTENTE, i, j]
        or s.tie[DEFENCE, i, j] > s.secret[DEFENCE, i, j]
        or s.tie[GUARANTEE, i, j] > 0
        or s.tie[GUARANTEE, j, i] > 0
    )


@inlined
def enmity(s: State, i: int, j: int) -> float:
    """Return min(1, (hostile(i, j) + hostile(j, i)) / 2): hostility between i and j, either way, in [0, 1]."""
    total = 0.5 * (s.hostile[i, j] + s.hostile[j, i])
    return min(total, 1.0)
