"""Everything an engine needs that is the same for all runs."""

from __future__ import annotations

from typing import NamedTuple

from rapallo.effects.statistics import Bound
from rapallo.events.kind_table import KindTable
from rapallo.events.settings import Settings
from rapallo.events.timeline import Timeline
from rapallo.model.channels import Channels
from rapallo.model.intensity import Layout
from rapallo.state.arrays import Floats, Ints


class World(NamedTuple):
    """What is common to all runs of one arm.

    Attributes
    ----------
    kinds, settings, bound, layout, channels
        The model bound to the record.
    wide : (W,) int
        Channels whose intensity can change wherever an event happens.
    constant, slope
        Parameters.
    timeline : Timeline
        What is given after the start: ticks, schedule, covariates, interventions.
    start, stop : float
        Years.
    """

    kinds: KindTable
    settings: Settings
    bound: Bound
    layout: Layout
    channels: Channels
    wide: Ints
    constant: Floats
    slope: Floats
    timeline: Timeline
    start: float
    stop: float


class Log(NamedTuple):
    """What happened in one run, in order; arrays of a fixed length, filled from the front.

    Attributes
    ----------
    time : float
    k, i, j : int
    given : int
        1 if the schedule or an intervention made the event, 0 if the model did.
    flags : int
        Flags of `apply_event`, so that the run can be replayed.
    """

    time: Floats
    k: Ints
    i: Ints
    j: Ints
    given: Ints
    flags: Ints
