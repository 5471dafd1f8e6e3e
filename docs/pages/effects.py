"""The language of models and the catalogue of effects."""

from __future__ import annotations

import re

from pages.common import DOCS, NOTE
from rapallo.effects.catalogue import CATALOGUE
from rapallo.effects.effect import Effect, Parameter
from rapallo.model.hypothesis import Prior
from rapallo.state.fields import PROPERTIES, Reach, Reads

REACH = {
    Reach.PAIR: "",
    Reach.ACTORS: " (of either with anyone)",
    Reach.ALL: " (of anyone)",
}


WHAT = {
    "kind": "a kind of event; `own` is the one whose intensity it is",
    "tie": "a tie",
    "covariate": "a covariate",
    "value": "a value of pairs",
    "half_life": "years above 0",
    "window": "years above 0, in the place of a half-life",
    "side": "sender or receiver",
    "way": "either, sent or received",
    "form": "saturating, binary, count or log",
    "number": "a number",
}


READS = {
    "own": "the field that its argument names",
    "exists": "who exists",
    "patron": "who controls whom",
    "trust": "trust",
    "threat": "perceived threat",
    "feared": "perceived threat as of the last tick",
    "fresh": "marks of a new leader",
    "impunity": "unpunished gains",
    "tension": "the tension of the system",
}


def effects_page() -> str:
    """Return the language of models and the catalogue of effects."""
    prose = (DOCS / "templates" / "effects.md").read_text("utf-8")
    index = [f"| [`{e.name}`](#{_anchor(e)}) | {_given(e)} | {_sentence(e)} |" for e in CATALOGUE.values()]
    given = dict.fromkeys(p for e in CATALOGUE.values() for p in e.parameters)
    arguments = [f"| `{p.name}` | {_what(p)} | {_default(p)} |" for p in given]
    deviation = Prior().deviation
    lines = [prose.format(note=NOTE, arguments="\n".join(arguments), index="\n".join(index), deviation=deviation)]
    for effect in CATALOGUE.values():
        lines.append(f"### `{_written(effect)}`\n")
        lines.append(f"{_sentence(effect)}.\n")
        lines.append(f"$$ {effect.formula} $$\n")
        for p in effect.parameters:
            lines.append(f"- `{p.name}`: {_what(p)}; {_default(p)}")
        reads = ", ".join(_read(effect, read) for read in effect.reads) or "nothing that events change"
        lines.append(f"- reads {reads}")
        if effect.roles:
            lines.append(f"- needs a word with the role {' and one with the role '.join(effect.roles)}")
        lines.append(f"- {effect.reference}\n")
    return "\n".join(lines)


def _written(effect: Effect) -> str:
    """Return how a term is written, what may be left out in brackets."""
    parts = [p.name if p.default is None else f"[{p.name}]" for p in effect.parameters]
    return f"{effect.name}({', '.join(parts)})" if parts else effect.name


def _anchor(effect: Effect) -> str:
    """Return the anchor of the heading of an effect."""
    return re.sub(r"[^\w -]", "", _written(effect)).lower().replace(" ", "-")


def _sentence(effect: Effect) -> str:
    """Return what it means with a capital, but not where it begins with i or j, the sender or receiver."""
    first, _, rest = effect.meaning.partition(" ")
    return effect.meaning if first in ("i", "j") else f"{first[0].upper()}{first[1:]} {rest}".strip()


def _given(effect: Effect) -> str:
    """Return the arguments of an effect, what may be left out in brackets."""
    return ", ".join(f"`{p.name}`" if p.default is None else f"[`{p.name}`]" for p in effect.parameters) or "none"


def _what(parameter: Parameter) -> str:
    return WHAT[parameter.what] + (f": {parameter.meaning}" if parameter.meaning else "")


def _default(parameter: Parameter) -> str:
    if parameter.default is None:
        return "must be given"
    if parameter.what == "half_life":
        return "default: the setting `memory` of the model"
    if parameter.what == "window":
        return "default: none"
    return f"default: {parameter.default}"


def _read(effect: Effect, read: Reads) -> str:
    name, _, what = read.field.partition(":")
    if name == "own" and effect.trace:
        text = "the memory of what it counts"
    elif name == "tie" and what in PROPERTIES:
        text = f"ties with the property {what}"
    elif what:
        text = f"the {name} with the role {what}"
    else:
        text = READS[name]
    return text + REACH[read.reach]
