"""An ensemble as plain data: where it is, how many histories, and what happens in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from rapallo.simulation.ensemble import Ensemble


def ensemble_data(ensemble: Ensemble) -> dict[str, Any]:
    """Return dates, seed, number of histories and the mean number of events that the model made, by kind.

    `beyond` says what is given after the record's end; it is empty for histories that stop before.
    """
    arm, runs = ensemble.arm, ensemble.runs
    names = [kind.name for kind in arm.system.record.kinds]
    made = np.zeros(len(names), dtype=np.int64)
    for run in runs:
        made += np.bincount(run.kind[~run.given], minlength=len(names))
    means = {names[k]: int(made[k]) / len(runs) for k in np.argsort(-made, kind="stable") if made[k]}
    return {
        "record": arm.system.record.name,
        "start": arm.start.isoformat(),
        "stop": arm.end.isoformat(),
        "beyond": arm.beyond,
        "seed": ensemble.seed,
        "runs": len(runs),
        "events": int(made.sum()) / len(runs),
        "events_by_kind": means,
    }
