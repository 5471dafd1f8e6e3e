"""record.toml: the name of a record and the days that it covers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from rapallo.errors import Problem, RecordError
from rapallo.vocabulary.toml import read_toml

FILE = "record.toml"


class About(BaseModel):
    """What record.toml says."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    name: Annotated[str, StringConstraints(min_length=1)]
    title: str = ""
    begin: dt.date
    end: dt.date


def read_about(text: str) -> About:
    """Return what the text of a record.toml says.

    Raises
    ------
    RecordError
        If a key is unknown or missing, a date is none, or the record ends before it begins.
    """
    about = read_toml(text, FILE, About)
    if about.begin >= about.end:
        what = f"{about.end} does not lie after the beginning {about.begin}"
        raise RecordError([Problem(FILE, 0, "end", what, "Exchange or mend the dates")])
    return about
