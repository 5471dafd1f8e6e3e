"""Everything that can go wrong, as one tree.

::

    RapalloError                 base of all; a user's mistake never raises anything else
    ├── RecordError              the record breaks a rule; `.problems` lists each breach
    ├── ModelError               a hypothesis names what does not exist or cannot be identified
    ├── FitError                 the likelihood has no maximum that can be found
    ├── QuestionError            a question or an intervention is malformed
    └── UsageError               a wrong argument: a name, a date, a folder
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError


@dataclass(frozen=True, slots=True)
class Problem:
    """One breach of a rule in one place of a record.

    Attributes
    ----------
    file, row, column
        Where: the file's name, the line in it (the header is line 1; 0 for the whole file) and the column, or the
        key of a TOML file.
    what
        What is wrong, with the value that was found.
    repair
        What would be right.
    """

    file: str
    row: int
    column: str
    what: str
    repair: str

    def __str__(self) -> str:
        place = self.file
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", {'key' if self.file.endswith('.toml') else 'column'} {self.column}"
        return f"{place}: {self.what}. {self.repair}."


class RapalloError(Exception):
    """Base of all errors that a user can cause; its text is the advice."""


class RecordError(RapalloError):
    """The record breaks one or more rules.

    Attributes
    ----------
    problems
        Every breach found, in file order.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        shown = [str(p) for p in self.problems[:20]]
        if len(self.problems) > 20:
            shown.append(f"... and {len(self.problems) - 20} more.")
        super().__init__("\n".join(shown))


class ModelError(RapalloError):
    """A hypothesis names a kind or an effect that does not exist, or cannot be used as asked."""


class FitError(RapalloError):
    """The likelihood has no maximum that can be found with the data given."""


class QuestionError(RapalloError):
    """A question, an intervention or an outcome is malformed."""


class UsageError(RapalloError):
    """An argument is wrong: an unknown name, a bad date, a folder that is in use."""


def first_fault(error: ValidationError) -> str:
    """Return the first fault that a schema found, as a sentence: where, what, and how many more."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "the file"
    more = f" ({error.error_count() - 1} more.)" if error.error_count() > 1 else ""
    found = f", not {first['input']!r}" if not isinstance(first["input"], dict | list) else ""
    # a user knows tables, not the classes that check them
    what = re.sub(r"a valid dictionary or instance of \w+", "a table", first["msg"].removeprefix("Value error, "))
    return f"{place}: {what}{found}.{more}"
