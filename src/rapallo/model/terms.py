"""Terms: expressions of effects, parsed from text.

`trust`, `inertia(trade)`, `inertia(trade, 0.4, log)`, `power(receiver)`, `deterrence * power(sender)`,
`log(hostile(0.4, count))`, `inertia(0.4)` of the kind's own events. An effect's arguments are given in order or by
name (`half_life=0.4`); names that are no plain words are quoted. Operators are + - * and parentheses; functions are
log(x) = log(1 + x) and saturate(x) = x / (1 + x). `offset(...)` around a whole term fixes its coefficient at 1:
`offset(0.5 * trust)`.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapallo.effects.catalogue import CATALOGUE
from rapallo.effects.effect import OWN, Effect, Parameter
from rapallo.effects.forms import FORMS
from rapallo.errors import ModelError
from rapallo.record.tables import Record, unknown
from rapallo.state.traces import Trace

SIDES = ("sender", "receiver")
WAYS = ("either", "sent", "received")
FUNCTIONS = {"log": "log_one_plus", "saturate": "saturate"}
OPERATORS: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}


@dataclass(frozen=True)
class Look:
    """One effect with its arguments.

    Attributes
    ----------
    trace
        The trace that it reads, or None.
    names, own
        `tie`, `covariate` or `value` and its place in the vocabulary, if it names one; else empty and -1.
    arguments
        What its kernel is given after state, i, j and the field that it names: codes of sides and forms, numbers.
    """

    effect: Effect
    trace: Trace | None
    names: str
    own: int
    arguments: tuple[float | int, ...]


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True)
class Operation:
    """Two expressions joined by + - or *."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Applied:
    """A function of an expression: the name of a kernel in `rapallo.effects.forms`."""

    function: str
    inside: Expression


Expression = Look | Number | Operation | Applied


def looks(expression: Expression) -> Iterator[Look]:
    """Yield the effects in an expression, from left to right."""
    if isinstance(expression, Look):
        yield expression
    elif isinstance(expression, Operation):
        yield from looks(expression.left)
        yield from looks(expression.right)
    elif isinstance(expression, Applied):
        yield from looks(expression.inside)


class Term(NamedTuple):
    """One term of one kind's intensity.

    Attributes
    ----------
    text, expression
        As written, and what it says.
    offset : bool
        Whether its coefficient is 1 and not to be found.
    sd : float
        Standard deviation of its prior, on the scale of standardised statistics.
    """

    text: str
    expression: Expression
    offset: bool = False
    sd: float = math.inf


@dataclass(frozen=True)
class _Reader:
    """Reads the terms of one kind."""

    record: Record
    memory: float
    kind: str
    text: str

    def fail(self, what: str) -> ModelError:
        return ModelError(f"model, kind {self.kind}, term {self.text!r}: {what}")

    def read(self) -> Term:
        try:
            tree = ast.parse(self.text.strip(), mode="eval").body
        except SyntaxError:
            raise self.fail("is not a term. Write name, name(argument, argument), or a product of such.") from None
        offset = False
        if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "offset":
            if len(tree.args) != 1 or tree.keywords:
                raise self.fail("offset takes one expression.")
            offset, tree = True, tree.args[0]
        expression = self.expression(tree)
        if not any(True for _ in looks(expression)):
            raise self.fail("names no effect; the constant is in every kind already.")
        return Term(self.text.strip(), expression, offset)

    def expression(self, node: ast.expr) -> Expression:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return Number(float(node.value))
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            return Operation(OPERATORS[type(node.op)], self.expression(node.left), self.expression(node.right))
        if isinstance(node, ast.Name):
            return self.look(node.id, [], {})
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if name in FUNCTIONS:
                if len(node.args) != 1 or node.keywords:
                    raise self.fail(f"{name} takes one expression.")
                return Applied(FUNCTIONS[name], self.expression(node.args[0]))
            if name == "offset":
                raise self.fail("offset(...) stands around a whole term, not within one.")
            self.effect(name)
            by_name = {k.arg or "**": self.plain(k.value) for k in node.keywords}
            return self.look(name, [self.plain(a) for a in node.args], by_name)
        raise self.fail("cannot be read. Use effects, numbers, + - *, log(...) and saturate(...).")

    def plain(self, node: ast.expr) -> str | float:
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float):
            return node.value
        raise self.fail("an argument is neither a word nor a number. Quote a word with unusual letters.")

    def look(self, name: str, given: list[str | float], by_name: Mapping[str, str | float]) -> Look:
        effect = self.effect(name)
        values = self.assigned(effect, given, by_name)
        for role in effect.roles:
            if self.record.vocabulary.with_role(role) < 0:
                raise self.fail(f'{name} needs a word with role = "{role}" in vocabulary.toml.')
        counted: str = effect.trace
        arguments: list[float | int] = []
        half_life, window, names, own = self.memory, math.inf, "", -1
        for parameter in effect.parameters:
            value = values[parameter.name]
            if parameter.what == "half_life":
                half_life = self.positive(parameter, value) or self.memory
            elif parameter.what == "window":
                window = self.positive(parameter, value) or math.inf
            elif parameter.what == "kind":
                counted = self.kind if value == OWN else self.word(parameter, value, list(self.record.kind_index))
            elif parameter.what == "number":
                arguments.append(self.number(parameter, value))
            elif parameter.what in ("side", "way", "form"):
                arguments.append(self.place(parameter, value))
            else:
                names, own = parameter.what, self.place(parameter, value)
        if window < math.inf:
            if values["half_life"]:
                raise self.fail("what counts for a window does not fade: give a half_life or a window, not both.")
            half_life = math.inf
        trace = Trace(counted, half_life, effect.latest, window) if counted else None
        return Look(effect, trace, names, own, tuple(arguments))

    def effect(self, name: str) -> Effect:
        if name not in CATALOGUE:
            raise self.fail(unknown("effect", name, [*CATALOGUE, *FUNCTIONS]))
        return CATALOGUE[name]

    def assigned(
        self, effect: Effect, given: list[str | float], by_name: Mapping[str, str | float]
    ) -> dict[str, str | float]:
        """Return a value for each parameter.

        A word never stands for a number nor a number for a word: optional parameters may be skipped in order.
        """
        wanted = list(effect.parameters)
        values: dict[str, str | float] = {}
        for name, value in by_name.items():
            if name not in [p.name for p in wanted]:
                said = unknown("argument", name, [p.name for p in wanted])
                raise self.fail(said if wanted else f"There is no argument {name!r}. {effect.name} takes none.")
            values[name] = value
        waiting = [p for p in wanted if p.name not in values]
        for value in given:
            while waiting and waiting[0].default is not None and isinstance(value, str) != _is_word(waiting[0]):
                waiting.pop(0)
            if not waiting:
                raise self.fail(f"has too many arguments. Write {_shape(effect)}.")
            values[waiting.pop(0).name] = value
        for parameter in wanted:
            if parameter.name not in values:
                if parameter.default is None:
                    raise self.fail(f"lacks its {parameter.name}. Write {_shape(effect)}.")
                values[parameter.name] = parameter.default
        return values

    def number(self, parameter: Parameter, value: str | float) -> float:
        if isinstance(value, str | bool):
            raise self.fail(f"{parameter.name} is a number, not {value!r}.")
        return float(value)

    def positive(self, parameter: Parameter, value: str | float) -> float:
        found = self.number(parameter, value)
        if found < 0 or (found == 0 and value is not parameter.default):
            raise self.fail(f"{parameter.name} is {value}; give years above 0.")
        return found

    def word(self, parameter: Parameter, value: str | float, known: list[str]) -> str:
        if value not in known:
            raise self.fail(unknown(parameter.what, str(value), known))
        return str(value)

    def place(self, parameter: Parameter, value: str | float) -> int:
        words = self.record.vocabulary
        known = {
            "tie": list(words.tie_index),
            "covariate": list(words.covariate_index),
            "value": list(words.value_index),
            "side": list(SIDES),
            "way": list(WAYS),
            "form": list(FORMS),
        }[parameter.what]
        return known.index(self.word(parameter, value, known))


def _is_word(parameter: Parameter) -> bool:
    return parameter.what not in ("half_life", "window", "number")


def _shape(effect: Effect) -> str:
    if not effect.parameters:
        return effect.name
    parts = [p.name if p.default is None else f"{p.name}={p.default or 'years'}" for p in effect.parameters]
    return f"{effect.name}({', '.join(parts)})"


def parse_term(record: Record, text: str, kind: str, memory: float) -> Term:
    """Return the term that `text` says for a kind; `memory` is the half-life where it names none.

    Raises
    ------
    ModelError
        If it cannot be read, or names an effect, word or role that does not exist.
    """
    return _Reader(record, memory, kind, text).read()
