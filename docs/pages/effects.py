"""The language of terms and the catalogue of effects."""

from __future__ import annotations

from pages.common import DOCS, NOTE
from rapallo.effects.catalogue import CATALOGUE
from rapallo.effects.effect import Effect, Parameter
from rapallo.effects.forms import FORMS
from rapallo.model.terms import FUNCTIONS, SIDES
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
    "way": "either, sent (by i to j) or received (by i from j)",
    "form": "a form, see above",
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
    """Return the language of terms and the catalogue of effects."""
    functions = ", ".join(f"`{name}(x)`" for name in FUNCTIONS)
    prose = (DOCS / "templates" / "effects.md").read_text("utf-8")
    lines = [prose.format(note=NOTE, sides=" or ".join(SIDES), forms=", ".join(FORMS), functions=functions)]
    for effect in CATALOGUE.values():
        lines.append(f"### `{_written(effect)}`\n")
        lines.append(f"{effect.meaning[0].upper()}{effect.meaning[1:]}.\n")
        lines.append(f"$$ {effect.formula} $$\n")
        for p in effect.parameters:
            lines.append(f"- `{p.name}`: {WHAT[p.what]}{_default(p)}")
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


def _default(parameter: Parameter) -> str:
    if parameter.default is None:
        return "; must be given"
    if parameter.what == "half_life":
        return "; default: the setting `memory` of the model"
    if parameter.what == "window":
        return "; default: none"
    return f"; default: {parameter.default}"


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
