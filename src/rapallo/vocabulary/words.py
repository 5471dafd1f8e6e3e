"""The words of a scenario, as data, and the roles by which the core knows them.

The core knows no tie, value or covariate by name. It asks for a role ("the tie that is war") or for a property
("every tie that is a pact"); a scenario says in `vocabulary.toml` which of its words plays which.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

# words of the column closes in kinds.csv that stand for every tie with the property of that name
CLOSABLE = ("pact", "pending")
# what the core asks for by role; a scenario gives each role to one word at most
TIE_ROLES = ("war", "recognition", "occupation", "client", "membership", "demand")
VALUE_ROLES = ("contiguity", "claim", "control")
COVARIATE_ROLES = ("capability", "ideology")


@dataclass(frozen=True, slots=True)
class ActorType:
    """A type of actor.

    Attributes
    ----------
    sovereign
        Whether it is a state: it can be third party, witness and ally. Sovereign types come first.
    """

    name: str
    sovereign: bool = False
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A kind of tie between two actors.

    Attributes
    ----------
    directed
        Whether it runs from one to the other (a guarantee) or holds both ways (a pact).
    pact
        Whether it is broken by a hostile act, and ended by a kind that closes `pact`.
    aligns
        Whether it puts both in one camp.
    defends
        Whether the holder is bound to fight for the other.
    ends_at_war
        Whether war between the two ends it.
    pending
        Whether it awaits an answer (an offer, talks under way), and is ended by a kind that closes `pending`.
    role
        One of `TIE_ROLES`, or empty.
    """

    name: str
    directed: bool = False
    pact: bool = False
    aligns: bool = False
    defends: bool = False
    ends_at_war: bool = False
    pending: bool = False
    role: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class ValueName:
    """A value of an ordered pair, from `low` to `high`; set both ways if `symmetric`.

    `default` is what a pair without a row has; nan: unknown, and the pair is left out where the value is asked for.
    """

    name: str
    symmetric: bool = False
    low: float = -math.inf
    high: float = math.inf
    default: float = math.nan
    role: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class CovariateName:
    """A value of one actor, from `low` to `high`; `default` as for `ValueName`."""

    name: str
    low: float = -math.inf
    high: float = math.inf
    default: float = math.nan
    unit: str = ""
    role: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """All words of a scenario, each table in the order in which it is declared.

    Attributes
    ----------
    families
        Kinds that borrow strength from one another, by the family's name.
    indicators
        Weights of the published figures from which the covariate with the role `capability` is made.
    subjects
        What negotiations are about: the name -> its meaning.
    aliases
        Other names under which users look for actors and words, in lower case: the name -> the id.
    """

    actor_types: tuple[ActorType, ...]
    ties: tuple[Tie, ...] = ()
    values: tuple[ValueName, ...] = ()
    covariates: tuple[CovariateName, ...] = ()
    families: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    indicators: Mapping[str, float] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def tie_index(self) -> dict[str, int]:
        """Place of each tie."""
        return {tie.name: n for n, tie in enumerate(self.ties)}

    @cached_property
    def value_index(self) -> dict[str, int]:
        """Place of each value of pairs."""
        return {value.name: n for n, value in enumerate(self.values)}

    @cached_property
    def covariate_index(self) -> dict[str, int]:
        """Place of each covariate."""
        return {covariate.name: n for n, covariate in enumerate(self.covariates)}

    @cached_property
    def type_index(self) -> dict[str, int]:
        """Place of each type of actor."""
        return {kind.name: n for n, kind in enumerate(self.actor_types)}

    def with_role(self, role: str) -> int:
        """Return the place of the tie, value or covariate that plays `role` in its table; -1 if none does."""
        tables: tuple[Sequence[Tie | ValueName | CovariateName], ...] = (self.ties, self.values, self.covariates)
        for table in tables:
            for place, word in enumerate(table):
                if word.role == role:
                    return place
        return -1
