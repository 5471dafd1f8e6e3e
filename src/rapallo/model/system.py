"""A model bound to a record once, and asked often."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

import numpy as np

from rapallo.events.history import History, observed
from rapallo.events.kinds import KindTable
from rapallo.model.channels import Channels, channels
from rapallo.model.design import Design, design
from rapallo.model.frailty import LevelProcess, level_process
from rapallo.model.hypothesis import Model
from rapallo.model.kernel import kernel_of
from rapallo.model.refresh import CHANNELS
from rapallo.model.statistics import Statistics, Work, new_work, statistics
from rapallo.record.tables import Record
from rapallo.state.arrays import State
from rapallo.state.notes import look_everywhere


@dataclass(frozen=True)
class Part:
    """Some kinds of a system, with their own channels and cells: what is fitted together.

    Attributes
    ----------
    system : System
    channels : Channels
        Of these kinds only.
    statistics : Statistics
        The cells that those channels need.
    """

    system: System
    channels: Channels
    statistics: Statistics

    @property
    def kinds(self) -> KindTable:
        """Return all kinds as arrays."""
        return self.system.kinds

    @property
    def kernel(self) -> ModuleType:
        """Return the module generated from the model's terms."""
        return self.system.kernel

    def work(self) -> Work:
        """Return blank working space."""
        return new_work(self.statistics, self.channels)


@dataclass(frozen=True, repr=False)
class System:
    """A record and a hypothesis about it, bound together.

    Attributes
    ----------
    record, model
        As given; nothing is checked before it is needed.
    """

    record: Record
    model: Model

    def __repr__(self) -> str:
        """Return one line: which record, which model."""
        return f"<System of {self.record.name}, model {self.model.digest[:8]}>"

    def __reduce__(self) -> tuple[type[System], tuple[Record, Model]]:
        """Travel to another process as record and model: what is made of them is made there anew."""
        return System, (self.record, self.model)

    @cached_property
    def design(self) -> Design:
        """Return which statistic stands where; ModelError if the model names what the record does not have."""
        return design(self.record, self.model)

    @cached_property
    def history(self) -> History:
        """Return what the record tells, with all that the model asks to be remembered."""
        return observed(self.record, self.model.settings, self.design.traces[2:])

    @property
    def kinds(self) -> KindTable:
        """Return the kinds as arrays."""
        return self.history.kinds

    @cached_property
    def channels(self) -> Channels:
        """Return every (kind, sender, receiver) that can ever be at risk."""
        return channels(self.record, self.history.origin, self.kinds, self.design.n_terms)

    @cached_property
    def statistics(self) -> Statistics:
        """Return the cells that the channels need."""
        return statistics(self.design, self.history.origin, self.kinds, self.channels)

    @cached_property
    def kernel(self) -> ModuleType:
        """Return the module generated from the model's terms."""
        return kernel_of(self.design, self.history.origin.roles)

    @cached_property
    def levels(self) -> LevelProcess | None:
        """Return the frailty of the kinds with an intensity; None if the model has none."""
        if self.model.frailty is None:
            return None
        kinds = self.design.kinds
        places = np.array([self.record.kind_index[name] for name in kinds])
        return level_process(self.model.frailty, self.model.together(kinds), kinds, places)

    def part(self, kinds: Collection[str]) -> Part:
        """Return the part that some kinds make; names without an intensity are left out."""
        index = self.record.kind_index
        own = np.isin(np.arange(len(index)), [index[name] for name in kinds])
        n_terms = np.where(own, self.design.n_terms, -1)
        origin = self.history.origin
        found = channels(self.record, origin, self.kinds, n_terms)
        return Part(self, found, statistics(self.design, origin, self.kinds, found))

    def work(self) -> Work:
        """Return blank working space."""
        return new_work(self.statistics, self.channels)

    def cells(self, state: State) -> Work:
        """Return the cells of the model in a state, all of them computed."""
        work = self.work()
        look_everywhere(state)
        self.kernel.refresh(state, self.statistics, self.channels, work)
        work.channel_marked[:] = False
        work.n[CHANNELS] = 0
        return work
