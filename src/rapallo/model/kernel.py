"""The kernel of a model: a module generated from its terms, in which every statistic is a function of its own."""

from __future__ import annotations

from types import ModuleType

from rapallo.model.design import Design
from rapallo.model.terms import Applied, Expression, Look, Number
from rapallo.state.arrays import Roles
from rapallo.theory.kernels import generated

HEAD = '''"""Statistics of a model, generated from its terms."""

from rapallo.effects import forms
from rapallo.model.refresh import refresh_with
from rapallo.theory.kernels import compiled, inlined, named
'''


TAIL = """update = named(refresh_with(value), __name__, "update")
refresh = compiled(update)
"""


def source(design: Design, roles: Roles) -> str:
    """Return the text of the module: `value(e, state, i, j)` for every statistic e, and what is made of it."""
    names: dict[tuple[str, str], str] = {}

    def write(part: Expression) -> str:
        if isinstance(part, Number):
            return repr(part.value)
        if isinstance(part, Look):
            function = part.effect.value
            name = names.setdefault((function.__module__, function.__name__), f"f{len(names)}")
            return (
                f"{name}({', '.join(['state', 'i', 'j', *map(repr, (*_field(design, roles, part), *part.arguments))])})"
            )
        if isinstance(part, Applied):
            return f"forms.{part.function}({write(part.inside)})"
        return f"({write(part.left)} {part.sign} {write(part.right)})"

    bodies = [write(statistic) for statistic in design.statistics]
    imports = [f"from {module} import {function} as {name}" for (module, function), name in names.items()]
    lines = [HEAD, *imports, "", "", "@inlined", "def value(e, state, i, j):"]
    for e, body in enumerate(bodies):
        lines += [f"    if e == {e}:", f"        return {body}"]
    lines += ["    return 0.0", "", "", TAIL]
    return "\n".join(lines)


def _field(design: Design, roles: Roles, look: Look) -> tuple[int, ...]:
    """Return the layer of pairs or row of actors that a look names, if it names one."""
    own = design.own_field(roles, look)
    if own < 0:
        return ()
    return (own - roles.layers,) if own >= roles.layers else (own,)


def kernel_of(design: Design, roles: Roles) -> ModuleType:
    """Return the module of a design, with `value` and the compiled `refresh`."""
    return generated(source(design, roles))
