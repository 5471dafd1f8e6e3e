"""How fast memory and belief fade, and the constants by which events move them."""

from __future__ import annotations

import math
from typing import NamedTuple


class Settings(NamedTuple):
    """Half-lives in years (`math.inf`: never fades) and the constants of belief.

    Attributes
    ----------
    memory, trust, threat, fresh, impunity : float
        Half-lives of decayed counts (where a term names none), trust, perceived threat, the mark of a new leader,
        and gains that nobody punished.
    prior_trust : float
        Log-odds of good faith to which trust returns.
    prior_threat : float
        Log-odds per year of attack to which perceived threat returns; the default is one per cent.
    witness : float
        Share of a hostile signal that third parties take to heart, before nearness.
    remembered : float
        Decayed friendliness (Goldstein weights / 10) above which two actors have something to renew or denounce;
        the default is a tenth of a signed agreement.
    overwhelming : float
        How many times the capability of an occupied actor its occupier must have to annex it whole.
    """

    memory: float = 4.0
    trust: float = 5.0
    threat: float = 1.5
    fresh: float = 0.5
    impunity: float = 1.5
    prior_trust: float = 0.0
    prior_threat: float = -4.6
    witness: float = 0.3
    remembered: float = 0.08
    overwhelming: float = 10.0

    @classmethod
    def still(cls) -> Settings:
        """Return settings in which nothing fades: counts since the beginning."""
        return cls(memory=math.inf, trust=math.inf, threat=math.inf, fresh=math.inf, impunity=math.inf)
