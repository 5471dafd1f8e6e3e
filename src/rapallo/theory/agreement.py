"""Agreement of two codings of the same things."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence


def kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return Cohen's kappa of two codings, (p - e) / (1 - e).

    p is the share coded alike, e the share that would be by chance: the sum over codes of the product of their shares
    in both codings. 1 for full agreement; nan without codings, or where both use one and the same code throughout.

    Reference: Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20.

    Raises
    ------
    ValueError
        If the codings are not of one length.
    """
    n = len(first)
    alike = sum(a == b for a, b in zip(first, second, strict=True))
    if n == 0:
        return math.nan
    one, other = Counter(first), Counter(second)
    chance = sum(one[code] * other[code] for code in one) / n**2
    return math.nan if chance == 1 else (alike / n - chance) / (1 - chance)
