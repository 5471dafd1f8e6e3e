"""TOML of a scenario, held to a form: every fault is named with its key and its repair."""

from __future__ import annotations

import tomllib
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from rapallo.errors import Problem, RecordError

# what pydantic wants, in the words of TOML
WANTED = {
    "a valid boolean": "true or false",
    "a valid string": "text in quotes",
    "a valid date": "a day as YYYY-MM-DD, unquoted",
    "a valid number": "a number, unquoted",
}
Form = TypeVar("Form", bound=BaseModel)


def read_toml(text: str, file: str, form: type[Form]) -> Form:
    """Return the text of a TOML file as an instance of `form`; a byte order mark at its head is passed over.

    Raises
    ------
    RecordError
        If it is no TOML, or for every key that is unknown, missing or holds what cannot stand there.
    """
    try:
        given = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise RecordError([Problem(file, 0, "", f"is not valid TOML: {error}", "Mend the line named")]) from None
    try:
        return form.model_validate(given)
    except ValidationError as error:
        raise RecordError([_problem(file, form, dict(fault)) for fault in error.errors(include_url=False)]) from None


def _problem(file: str, form: type[BaseModel], fault: dict[str, Any]) -> Problem:
    where, found = tuple(fault["loc"]), fault["input"]
    key = ".".join(str(part) for part in where if part != "[key]")
    message = str(fault["msg"])
    if fault["type"] == "extra_forbidden":
        return Problem(file, 0, key, "unknown key", f"Use only {', '.join(keys(form, where[:-1]))}")
    if fault["type"] == "missing":
        return Problem(file, 0, key, "is missing", f"Add {where[-1]} = ...")
    if fault["type"] in ("string_too_short", "too_short"):
        return Problem(file, 0, key, "is empty", "Give it")
    if fault["type"] == "string_pattern_mismatch":
        return Problem(file, 0, key, f"{found!r} is not an id", "Use letters, digits, - and _, no blanks")
    wanted = message.removeprefix("Input should be ")
    if wanted.startswith(("greater", "less")):
        wanted = "a number " + wanted
    shown = "a table" if isinstance(found, dict) else f"{found!r}"
    return Problem(file, 0, key, f"{shown} cannot stand here", f"Write {WANTED.get(wanted, wanted)}")


def keys(form: type[BaseModel], where: tuple[Any, ...]) -> list[str]:
    """Return the keys that the table of the form at a place may have; tables by name are skipped over."""
    for part in where:
        if part in form.model_fields:
            annotation = form.model_fields[part].annotation
            inner = [a for a in (annotation, *get_args(annotation)) if isinstance(a, type)]
            form = next((a for a in inner if issubclass(a, BaseModel)), form)
    return list(form.model_fields)
