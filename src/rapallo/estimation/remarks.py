"""What a reader of an estimate should know: that it is unbounded, that only the prior speaks, that terms are alike."""

from __future__ import annotations

import numpy as np

from rapallo.estimation.likelihood import Derivatives
from rapallo.estimation.newton import Maximum
from rapallo.estimation.rows import Columns
from rapallo.estimation.scale import Moments
from rapallo.state.arrays import Floats

# an error of this share of the prior's standard deviation: the data said nothing
PRIOR_ONLY = 0.95
# the share of a statistic's information that the others leave it, under which terms are called alike
ALIKE = 0.01


def remarks(
    terms: tuple[str, ...],
    sd: Floats,
    best: Maximum,
    own: slice,
    at: Derivatives,
    events: Floats,
    moments: Moments,
    columns: Columns,
    *,
    timed: bool,
) -> tuple[str, ...]:
    """Return the remarks on one kind.

    Parameters
    ----------
    terms, sd : (P,)
        Its terms, and the standard deviations of their priors; within a family both parts of it together.
    best, own
        The maximum, and the place of the kind's coefficients in it.
    at : Derivatives
        The kind's likelihood there, without the prior.
    events : (M, P) float
        Standardised statistics at its events.
    moments, columns
        Of its statistics over exposure.
    timed : bool
        Whether a constant stands before the terms.
    """
    found = []
    if not best.converged:
        found.append("the search did not converge; estimates are where it stopped")
    low = (moments.low[list(columns.kept)] - columns.mean) / columns.scale
    high = (moments.high[list(columns.kept)] - columns.mean) / columns.scale
    error = np.sqrt(np.diag(best.covariance)[own])[int(timed) :]
    for p, term in enumerate(terms):
        if len(events) and high[p] > low[p] and ((events[:, p] == low[p]).all() or (events[:, p] == high[p]).all()):
            where = "lowest" if events[0, p] == low[p] else "highest"
            found.append(
                f"{term} separates events from non-events: it was at its {where} at all {len(events)} events, and its "
                "size is set by the prior or unbounded"
            )
        elif error[p] > PRIOR_ONLY * sd[p]:
            found.append(f"{term}: its error is that of the prior; the data say nothing of it")
    found += _alike(terms, -at.hessian[int(timed) :, int(timed) :])
    return tuple(found)


def _alike(terms: tuple[str, ...], information: Floats) -> list[str]:
    """Say which terms the data cannot tell from others: 1 - R^2 of one on the rest, from the information matrix."""
    seen = np.flatnonzero(np.diag(information) > 0)
    if len(seen) < 2:
        return []
    scale = np.sqrt(np.diag(information)[seen])
    together = information[np.ix_(seen, seen)] / np.outer(scale, scale)
    left = 1.0 / np.diag(np.linalg.pinv(together, hermitian=True))
    alike = [terms[p] for p, share in zip(seen, left, strict=True) if share < ALIKE]
    return [f"collinear: {', '.join(alike)}; the data cannot tell them apart"] if len(alike) > 1 else []
