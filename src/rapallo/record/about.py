"""record.toml: the name of a record, the days that it covers, its release, and the record over which it is laid."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from rapallo.errors import Problem, RecordError
from rapallo.vocabulary.toml import read_toml

FILE = "record.toml"
Filled = Annotated[str, StringConstraints(min_length=1)]


class About(BaseModel):
    """What record.toml says.

    Attributes
    ----------
    complete_until
        The day up to which the kinds are coded as coding.csv declares; what lies after it is replayed and not fitted.
    version, licence
        Of the release.
    hindsight
        Whether values that rest on what could not be known on their day are kept.
    base
        A shipped scenario or a folder over which this one is laid; without it the record stands alone.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    name: Filled
    title: str = ""
    begin: dt.date | None = None
    end: dt.date | None = None
    complete_until: dt.date | None = None
    version: str = ""
    licence: str = ""
    hindsight: bool = True
    base: str = ""

    def over(self, base: About) -> About:
        """Return this with what it leaves out taken from `base`."""
        return base.model_copy(update={k: v for k, v in self.model_dump(exclude_unset=True).items() if k != "base"})

    def checked(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day.

        Raises
        ------
        RecordError
            If the record ends before it begins, or is complete until a day outside it.
        """
        if self.begin is None or self.end is None:
            raise ValueError("a record laid over another has its days from there")
        if self.begin >= self.end:
            what = f"{self.end} does not lie after the beginning {self.begin}"
            raise RecordError([Problem(FILE, 0, "end", what, "Exchange or mend the dates")])
        if self.complete_until is not None and not self.begin < self.complete_until <= self.end:
            what = f"{self.complete_until} lies outside {self.begin} to {self.end}"
            raise RecordError([Problem(FILE, 0, "complete_until", what, "Name a day of the record")])
        return self.begin, self.end


class _Alone(About):
    """What record.toml says of a record that is not laid over another."""

    begin: dt.date
    end: dt.date


def read_about(text: str) -> About:
    """Return what the text of a record.toml says.

    Raises
    ------
    RecordError
        If a key is unknown or holds what cannot stand there, or name, begin or end is missing; a record with a base
        needs a name only.
    """
    based = any(line.partition("=")[0].strip() == "base" for line in text.splitlines())
    return read_toml(text, FILE, About if based else _Alone)
