"""What an effect is: a named statistic of a pair, with what it reads of the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rapallo.state.fields import Reads

What = Literal["kind", "half_life", "tie", "covariate", "value", "side", "way", "form", "number", "window"]


@dataclass(frozen=True)
class Parameter:
    """One argument of a term.

    Attributes
    ----------
    what
        What it names: a kind (`own`: the one whose intensity it is), tie, covariate or pair value of the scenario, a
        side (sender, receiver), a way (either, sent, received), a form (saturating, binary, count, log), a half-life
        or a window in years, or any number.
    default
        What holds if the term leaves it out; None if it must be given. The default half-life is the model's
        setting `memory`, the default window none.
    meaning
        For the documentation, where `what` does not say it.
    """

    name: str
    what: What
    default: str | float | None = None
    meaning: str = ""


# the kind whose intensity the term stands in
OWN = "own"
KIND = Parameter("kind", "kind", default=OWN)
HALF_LIFE = Parameter("half_life", "half_life", default=0.0)
WINDOW = Parameter("window", "window", default=0.0)
FORM = Parameter("form", "form", default="saturating")
WAY = Parameter("way", "way", default="either")
DIRECTION = Parameter("way", "way", default="sent")
SIDE = Parameter("side", "side", default="sender")


@dataclass(frozen=True)
class Effect:
    """A statistic of theory.

    Attributes
    ----------
    name
        Theory's own name.
    value
        Kernel (state, i, j, ...) -> float. After i and j come the place of its trace, if it has one, and its other
        parameters in order: places for words, 0 or 1 for sender or receiver, the number of a form, numbers as they
        are.
    reads
        What it reads of the state; a law test holds it to its word.
    parameters
        Arguments of the term; () if none.
    trace
        What the trace that it reads counts: `kind` for the kind that it names, a word of `rapallo.state.traces`, or
        nothing.
    latest
        Whether its trace keeps the latest act alone instead of adding them up.
    roles
        Roles that some word of the scenario must play for it to mean anything.
    formula, meaning, reference
        For the documentation.
    """

    name: str
    value: Callable[..., float]
    reads: tuple[Reads, ...]
    formula: str
    meaning: str
    reference: str
    parameters: tuple[Parameter, ...] = ()
    trace: Literal["", "kind", "hostile", "friendly", "hostility", "cooperation"] = ""
    latest: bool = False
    roles: tuple[str, ...] = ()
