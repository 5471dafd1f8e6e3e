"""How fast memory and belief fade, and how far witnesses are moved."""

from __future__ import annotations

import math
from typing import NamedTuple


class Settings(NamedTuple):
    """Half-lives in years (`math.inf`: never fades) and the constants of belief.

    Attributes
    ----------
    memory, trust, threat, fresh, impunity : float
        Half-lives of event counts and hostility, trust, perceived threat, the mark of a new leader, and gains
        that nobody punished.
    prior_trust : float
        Log-odds of good faith to which trust returns.
    prior_threat : float
        Log-odds per year of attack to which perceived threat returns; the default is one per cent.
    witness : float
        Share of a hostile signal that third parties take to heart, before nearness.
    """

    memory: float = 4.0
    trust: float = 5.0
    threat: float = 1.5
    fresh: float = 0.5
    impunity: float = 1.5
    prior_trust: float = 0.0
    prior_threat: float = -4.6
    witness: float = 0.3

    @classmethod
    def still(cls) -> Settings:
        """Return settings in which nothing fades: counts since the beginning."""
        return cls(memory=math.inf, trust=math.inf, threat=math.inf, fresh=math.inf, impunity=math.inf)
