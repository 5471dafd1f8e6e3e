"""Formulas: which terms move which kinds or families, as one line of text.

`pact ~ cooperation(0.4) + cooperation(6) + trust + power(sender) * deterrence`: on the left kinds or families, joined
by commas; on the right terms, joined by `+`. `pact ~ 1`, or nothing on the right, is a constant alone. A name is quoted
if it is no plain word; `kind(pact)` on the left is the kind where a family has the same name. A term that adds or
subtracts stands in parentheses: `pact ~ (trust - tension)`.
"""

from __future__ import annotations

import ast
import difflib
import io
import json
import keyword
import re
import tokenize
from collections.abc import Collection, Iterator, Mapping, Sequence

from rapallo.errors import ModelError
from rapallo.record.tables import unknown

Terms = tuple[str, ...]
IGNORED = (tokenize.NEWLINE, tokenize.NL, tokenize.ENDMARKER)
Pieces = list[list[tokenize.TokenInfo]]


def read_formulas(
    formulas: Sequence[str], families: Collection[str], groups: Collection[str]
) -> tuple[dict[str, Terms], dict[str, Terms]]:
    """Return the terms of each kind and of each family that formulas name.

    Parameters
    ----------
    formulas
        Texts of the form `kind, family ~ term + term`.
    families, groups
        The names that are those of families on the left, and of groups on the right.

    Raises
    ------
    ModelError
        If a text is no formula, or two speak of one kind or family.
    """
    if isinstance(formulas, str):
        raise ModelError(f"model: give a list of formulas, not the text {formulas!r} alone.")
    of_kind: dict[str, Terms] = {}
    of_family: dict[str, Terms] = {}
    for text in formulas:
        left, right = _sides(text)
        terms = tuple(_terms(text, right, groups))
        for name, is_kind in _named(text, left):
            known = of_kind if is_kind or name not in families else of_family
            if name in known:
                raise _fault(text, f"{name} has a formula already; give each kind or family one.")
            known[name] = terms
    return of_kind, of_family


def write_formulas(
    of_kind: Mapping[str, Sequence[str]], of_family: Mapping[str, Sequence[str]], groups: Collection[str]
) -> Terms:
    """Return formulas that `read_formulas` reads as these terms; those with the same terms share one."""
    named: dict[Terms, list[str]] = {}
    for name, terms in of_family.items():
        named.setdefault(tuple(terms), []).append(_word(name))
    for name, terms in of_kind.items():
        named.setdefault(tuple(terms), []).append(f"kind({_word(name)})" if name in of_family else _word(name))
    return tuple(
        f"{', '.join(names)} ~ {' + '.join(_written(term, groups) for term in terms) or '1'}"
        for terms, names in named.items()
    )


def no_formula(family: str, of_kind: Collection[str]) -> str:
    """Return what is wrong with a family of which no formula speaks; a name that may be meant for it is told."""
    near = difflib.get_close_matches(family, of_kind, n=1)
    hint = f" Is {near[0]} ~ meant for it?" if near else ""
    return f"family {family} has no formula. Write {family} ~ and its terms, or {family} ~ 1.{hint}"


def _fault(text: str, what: str) -> ModelError:
    return ModelError(f"model, formula {text!r}: {what}")


def _sides(text: str) -> tuple[str, str]:
    """Return what stands on either side of the `~`, each on one line."""
    line = re.sub(r"\s*\n\s*", " ", text).strip()
    pieces = _split(text, line, "~")
    if len(pieces) != 2:
        wrong = "has no ~" if len(pieces) == 1 else "has more than one ~"
        raise _fault(text, f"{wrong}. Write kind ~ term + term.")
    return pieces[0], pieces[1]


def _split(text: str, line: str, sign: str) -> list[str]:
    """Return the parts of a line between the signs that stand in no parentheses."""
    cuts, depth = [], 0
    for token in _tokens(text, line):
        depth += (token.string in "([{") - (token.string in ")]}") if token.type == tokenize.OP else 0
        if depth == 0 and token.type == tokenize.OP and token.string == sign:
            cuts.append(token.start[1])
    return [line[a + 1 : b].strip() for a, b in zip([-1, *cuts], [*cuts, len(line)], strict=True)]


def _tokens(text: str, line: str) -> Iterator[tokenize.TokenInfo]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(line).readline):
            if token.type == tokenize.COMMENT:
                raise _fault(text, "holds a comment; put it beside the formula.")
            if token.type == tokenize.ERRORTOKEN:
                raise _fault(text, f"cannot be read at {token.string!r}.")
            if token.type not in IGNORED:
                yield token
    except (tokenize.TokenError, SyntaxError):
        raise _fault(text, "cannot be read: a parenthesis or a quote is not closed, or a sign means nothing.") from None


def _named(text: str, left: str) -> Iterator[tuple[str, bool]]:
    """Yield the names on the left, and whether each is marked as a kind."""
    for part in _split(text, left, ","):
        try:
            node = ast.parse(part, mode="eval").body
        except SyntaxError:
            node = None
        marked = isinstance(node, ast.Call) and ast.unparse(node.func) == "kind" and len(node.args) == 1
        if isinstance(node, ast.Call) and marked:
            node = node.args[0]
        if isinstance(node, ast.Name):
            yield node.id, marked
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, marked
        else:
            what = f"{part!r} is no kind or family" if part else "a kind or family is missing"
            raise _fault(text, f"{what} on the left. Join names by commas, and quote one that is no plain word.")


def _terms(text: str, right: str, groups: Collection[str]) -> Iterator[str]:
    """Yield the terms on the right."""
    if right in ("", "1"):
        return
    if len(_split(text, right, "-")) > 1:
        raise _fault(
            text,
            "the sign - takes no term away. Leave it out, or write a difference as one term in parentheses: (a - b).",
        )
    for part in _split(text, right, "+"):
        tokens = list(_tokens(text, part))
        if not tokens:
            raise _fault(text, "a term is missing beside a +.")
        if len(tokens) == 1 and tokens[0].type == tokenize.NUMBER:
            raise _fault(text, f"{part} is no term; the constant is in every kind already.")
        if len(tokens) == 1 and tokens[0].type == tokenize.STRING:
            name = str(ast.literal_eval(part))
            if name not in groups:
                raise _fault(text, unknown("group", name, list(groups)))
            yield name
        else:
            yield _readable(text, part[1:-1].strip() if _enclosed(tokens) else part)


def _readable(text: str, term: str) -> str:
    try:
        ast.parse(term, mode="eval")
    except SyntaxError:
        raise _fault(text, f"{term!r} is no term. Write name, name(argument, argument), or a product a * b.") from None
    return term


def _enclosed(tokens: Sequence[tokenize.TokenInfo]) -> bool:
    """Return whether the first parenthesis is closed by the last token."""
    depth = 0
    for n, token in enumerate(tokens):
        depth += (token.string == "(") - (token.string == ")")
        if depth == 0:
            return n == len(tokens) - 1 and n > 0
    return False


def _word(name: str) -> str:
    plain = name.isascii() and name.isidentifier() and not keyword.iskeyword(name)
    return name if plain else json.dumps(name, ensure_ascii=False)


def _written(term: str, groups: Collection[str]) -> str:
    """Return a term as it stands in a formula: in parentheses where it would not be read as itself."""
    if term in groups:
        return _word(term)
    try:
        is_itself = list(_terms(term, term, ())) == [term]
    except ModelError:
        is_itself = False
    return term if is_itself else f"({term})"
