"""Third-party threat: what i fears from others drives it to j."""

from __future__ import annotations

from rapallo.effects.effect import Effect, Reach
from rapallo.state.arrays import CAPABILITY, State
from rapallo.theory.kernels import kernel


@kernel
def value(s: State, i: int, j: int, a: int, b: int) -> float:
    """Return max over states h, not j, of (threat(i, h) + 4.6) / 2, powers of under 2 % left out."""
    highest = 0.0
    for h in range(s.n_states):
        if h != i and h != j and s.exists[h] > 0 and s.cov[CAPABILITY, h] >= 0.02:
            highest = max(highest, 0.5 * (s.threat[i, h] + 4.6))
    return highest


EFFECT = Effect(
    name="third_party_threat",
    value=value,
    reach=Reach.ALL,
    fades=True,
    formula=r"\max_{h \ne j} (\tau(i, h) + 4.6) / 2",
    meaning="greatest threat that i perceives from a power other than j",
    reference="Walt (1987), The Origins of Alliances",
)
