"""Places where a source can be changed, and the changes: by the syntax tree, one expression at a time."""

from __future__ import annotations

import ast
import copy
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult}
# what is the same for (i, j) and (j, i): to exchange the two there changes nothing
SYMMETRIC = {"NEAR", "enmity", "aligned", "bound_by_pact", "joins", "close_at_war", "close_pacts", "war"}
# folders in whose compiled functions every one is changed at least once
MUST = ("effects/", "events/consequences/", "events/rules/")


@dataclass(frozen=True)
class Site:
    """One change: in `file`, from byte `start` to byte `end`, `new` for `old`; named if it is a falsification."""

    file: str
    function: str
    line: int
    start: int
    end: int
    old: str
    new: str
    must: bool = False
    name: str = ""

    @property
    def id(self) -> str:
        """Digest of the change."""
        return hashlib.sha256(repr((self.file, self.start, self.old, self.new)).encode()).hexdigest()[:16]

    @property
    def change(self) -> str:
        """The change in one line, fit for a table."""
        old, new = (" ".join(text.split()).replace("|", "or") for text in (self.old, self.new))
        return f"`{old}` -> `{new}`"

    def changed(self, text: str) -> str:
        """Return the text of the file with the change."""
        raw = text.encode()
        return (raw[: self.start] + self.new.encode() + raw[self.end :]).decode()

    def __str__(self) -> str:
        """Return where and what."""
        return f"{self.file}:{self.line} {self.function}: {self.name + ': ' if self.name else ''}{self.change}"


def sites(path: Path, root: Path) -> list[Site]:
    """Return every change that the operators know of in the functions and constants of a file."""
    text = path.read_text("utf-8")
    file = path.relative_to(root).as_posix()
    starts = [0]
    for line in text.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found: dict[str, Site] = {}
    for function, must, node in _expressions(ast.parse(text), file):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        old = text.encode()[start:end].decode()
        for new in _changes(node):
            written = ast.unparse(ast.fix_missing_locations(new))
            shown = written if isinstance(new, ast.Constant | ast.Name | ast.Call | ast.Subscript) else f"({written})"
            if shown != old:
                site = Site(file, function, node.lineno, start, end, old, shown, must)
                found.setdefault(site.id, site)
    return list(found.values())


def _expressions(tree: ast.Module, file: str) -> Iterator[tuple[str, bool, ast.expr]]:
    """Yield (function, whether it must be changed, expression) for all that is computed, not for annotations."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield from _of_function(node, node.name, file)
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield from _of_function(inner, f"{node.name}.{inner.name}", file)
                elif isinstance(inner, ast.AnnAssign) and _is_number(inner.value):
                    yield node.name, False, inner.value  # type: ignore[misc]
        elif isinstance(node, ast.Assign) and _is_number(node.value):
            yield "module", False, node.value


def _of_function(node: ast.FunctionDef, name: str, file: str) -> Iterator[tuple[str, bool, ast.expr]]:
    marks = {ast.unparse(mark) for mark in node.decorator_list}
    must = file.startswith(MUST) and bool(marks & {"kernel", "inlined"})
    number = node.returns is not None and ast.unparse(node.returns) in ("float", "int", "bool")
    returned = number and not file.startswith("events/consequences/")
    for statement in node.body:
        yield from ((name, must, found) for found in _of_statement(statement, returned=returned))


def _of_statement(top: ast.stmt, *, returned: bool) -> Iterator[ast.expr]:
    waiting: list[ast.AST] = [top]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Raise | ast.JoinedStr | ast.FunctionDef):
            # what an error says, and functions made within functions, are left alone
            continue
        if isinstance(node, ast.AnnAssign):
            waiting += [node.value] if node.value else []
            continue
        if isinstance(node, ast.Return) and node.value is not None and returned:
            node.value.returned = True  # type: ignore[attr-defined]
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            node.test.condition = True  # type: ignore[attr-defined]
        if isinstance(node, ast.expr):
            yield node
        waiting += ast.iter_child_nodes(node)


def _is_number(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


def _changes(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what can stand in the place of an expression."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in COMPARISONS[type(node.ops[0])]:
            yield ast.Compare(node.left, [other()], node.comparators)
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC and not _joins(node):
        yield ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif _is_number(node):
        assert isinstance(node, ast.Constant)
        value = node.value
        yield ast.Constant(value + 1 if isinstance(value, int) or value == 0 else value * 1.5)
    if isinstance(node, ast.Call | ast.Subscript):
        yield from _swapped(node)
    if getattr(node, "returned", False):
        is_true = isinstance(node, ast.Constant) and node.value is True
        yield ast.Constant(not is_true) if isinstance(getattr(node, "value", None), bool) else ast.Constant(0.0)
    if getattr(node, "condition", False):
        yield ast.UnaryOp(ast.Not(), node)


def _joins(node: ast.BinOp) -> bool:
    """Return whether an addition joins texts or lists."""
    parts = (ast.Tuple, ast.List, ast.ListComp, ast.JoinedStr, ast.Starred)
    return any(
        isinstance(side, parts) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )


def _swapped(node: ast.Call | ast.Subscript) -> Iterator[ast.expr]:
    """Yield the call or look-up with two neighbouring names exchanged: (i, j), (h, i), (a, b) ..."""
    whole = copy.deepcopy(node)
    if any(isinstance(part, ast.Name) and part.id in SYMMETRIC for part in ast.walk(whole)):
        return
    if isinstance(whole, ast.Call):
        items = whole.args
    elif isinstance(whole.slice, ast.Tuple):
        items = whole.slice.elts
    else:
        return
    for n in range(len(items) - 1):
        one, other = items[n], items[n + 1]
        if _is_actor(one) and _is_actor(other) and ast.unparse(one) != ast.unparse(other):
            items[n], items[n + 1] = other, one
            yield copy.deepcopy(whole)
            items[n], items[n + 1] = one, other


def _is_actor(node: ast.expr) -> bool:
    last = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return last in ("i", "j", "h", "m", "a", "b", "patron", "movement", "actor", "home")


# errors that a reader of the theory would call wrong: name, file, old text (standing once), new text
NAMED = (
    (
        "trust moved from the wrong side",
        "events/acts.py",
        "move_belief(state, TRUST, j, i,",
        "move_belief(state, TRUST, i, j,",
    ),
    (
        "threat moved from the wrong side",
        "events/acts.py",
        "move_belief(state, THREAT, j, i,",
        "move_belief(state, THREAT, i, j,",
    ),
    ("trust read transposed", "effects/lookups.py", "state.pair[TRUST, i, j]", "state.pair[TRUST, j, i]"),
    ("threat read transposed", "effects/lookups.py", "state.pair[THREAT, i, j]", "state.pair[THREAT, j, i]"),
    ("nearness is distance", "effects/lookups.py", "state.pair[NEAR, i, j]", "1.0 - state.pair[NEAR, i, j]"),
    ("witnesses from afar", "events/acts.py", "* state.pair[NEAR, h, j]", "* (1.0 - state.pair[NEAR, h, j])"),
    (
        "threat from afar",
        "effects/balance_of_threat.py",
        "* state.pair[NEAR, i, j]",
        "* (1.0 - state.pair[NEAR, i, j])",
    ),
    ("enmities added, not multiplied", "effects/common_enemy.py", "first * enmity(", "first + enmity("),
    (
        "the weaker counts as the stronger",
        "effects/relative_capability.py",
        "state.one[capability, i] / total - 0.5",
        "0.5 - state.one[capability, i] / total",
    ),
    (
        "the target defends others",
        "effects/deterrence.py",
        "defends_openly(state, h, j)",
        "defends_openly(state, j, h)",
    ),
    ("those bound to me oblige me", "effects/obligation.py", "defends(state, i, h)", "defends(state, h, i)"),
    ("3000 km for 2000", "state/beginning.py", "NEAR_SCALE_KM = 2000.0", "NEAR_SCALE_KM = 3000.0"),
    ("50 for 100 in deterrence", "effects/deterrence.py", "100.0 * total", "50.0 * total"),
    ("50 for 100 in power", "effects/power.py", "100.0 * state", "50.0 * state"),
    (
        "a partner weighs 1",
        "effects/isolation.py",
        '"partner", "number", default=0.5',
        '"partner", "number", default=1.0',
    ),
    (
        "a relation weighs 0.2",
        "effects/isolation.py",
        '"relation", "number", default=0.1',
        '"relation", "number", default=0.2',
    ),
    ("a power from 0.05 on", "effects/third_party_threat.py", "default=0.02", "default=0.05"),
    (
        "alarm at the target's neighbours",
        "events/acts.py",
        "kinds.amount[ALARM, kind] * state.pair[NEAR, h, i]",
        "kinds.amount[ALARM, kind] * state.pair[NEAR, h, j]",
    ),
)


def named_sites(root: Path) -> list[Site]:
    """Return the named falsifications; ValueError if the text that one changes does not stand just once."""
    found = []
    for name, file, old, new in NAMED:
        raw = (root / file).read_bytes()
        if raw.count(old.encode()) != 1:
            raise ValueError(
                f"{name}: {old!r} stands {raw.count(old.encode())} times in {file}; mend verification/mutations.py"
            )
        start = raw.index(old.encode())
        line = raw[:start].count(b"\n") + 1
        found.append(Site(file, "named", line, start, start + len(old.encode()), old, new, name=name))
    return found
