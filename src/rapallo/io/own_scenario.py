"""The folder of a scenario made from a scholar's own events: tables, words and a first model."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from rapallo.io.own_events import KIND, OwnEvents, summary
from rapallo.io.release import Release, Table, folder_files, write_files, write_folder
from rapallo.record.about import About
from rapallo.record.schema import schema

TYPE = "actor"


def write_scenario(own: OwnEvents, out: Path) -> None:
    """Write the folder of a scenario, which appears whole or not at all.

    Raises
    ------
    UsageError
        If something stands there that is no empty folder, or the system does not let it be written.
    """
    # a day before the first event, so that it is observed as well
    first, last = own.times.days[0], own.times.days[-1]
    begin = max(first, dt.date.min + dt.timedelta(days=1)) - dt.timedelta(days=1)
    title = f"Events of {' '.join(own.file.split())}"
    about = About(
        name=" ".join(out.resolve().name.split()) or "own",
        title=title,
        begin=begin,
        end=max(last, begin + dt.timedelta(days=1)),
    )
    tables = {
        "actors": _actors(own, begin),
        "kinds": _kinds(own),
        "events": _events(own),
        "sources": [{"id": "own", "title": title, "where": own.file}],
    }
    companions = {
        "vocabulary.toml": _vocabulary(own).encode(),
        "model.toml": _model(own).encode(),
        "README.md": _readme(own, title).encode(),
    }
    given = Release(about, 0, tuple(_table(name, rows) for name, rows in tables.items()), companions)
    write_folder(out, lambda folder: write_files(folder, folder_files(given)))


def _table(name: str, rows: list[dict[str, Any]]) -> Table:
    """Return a table with the columns that are filled, in the schema's order."""
    filled = {column for row in rows for column, value in row.items() if value not in ("", None)}
    columns = tuple(column for column in schema()[name] if column.name in filled)
    return Table(name, columns, tuple({c.name: row.get(c.name) for c in columns} for row in rows))


def _types(own: OwnEvents) -> tuple[str, str]:
    return ("sender", "receiver") if own.two_sided else (TYPE, TYPE)


def _actors(own: OwnEvents, begin: dt.date) -> list[dict[str, Any]]:
    senders = {own.cell(row, "sender") for _, row in own.rows}
    types = _types(own)
    return [
        {"id": id_, "name": name, "type": types[name not in senders], "begin": begin, "source": "own"}
        for name, id_ in own.actors.items()
    ]


def _kinds(own: OwnEvents) -> list[dict[str, Any]]:
    sender, receiver = _types(own)
    return [
        {
            "name": id_,
            "role": "modelled",
            "consent": "yes" if own.undirected else "no",
            "sender": sender,
            "receiver": receiver,
            "coverage": ("all",),
            "risk": "always",
            "cameo": "none",
            "plover": "none",
            "goldstein": 0.0,
            "meaning": name,
        }
        for name, id_ in own.kinds.items()
    ]


def _events(own: OwnEvents) -> list[dict[str, Any]]:
    found = []
    for n, (line, row) in enumerate(own.rows):
        a, b, name = (own.cell(row, role) for role in ("sender", "receiver", "type"))
        if own.undirected:
            a, b = sorted((a, b))
        weight, time = own.cell(row, "weight"), own.cell(row, "time")
        found.append(
            {
                "id": f"e{line}",
                "date": own.times.days[n],
                "date_precision": own.times.precision[n],
                "kind": own.kinds[name or KIND],
                "side_a": (own.actors[a],),
                "side_b": (own.actors[b],),
                "title": f"{a} {'and' if own.undirected else 'to'} {b}",
                "source": "own",
                "page": f"line {line}" + (f", {own.columns['time']} {time}" if time else ""),
                "note": f"{own.columns['weight']} {weight}" if own.weighted and weight else "",
            }
        )
    return found


def _vocabulary(own: OwnEvents) -> str:
    types = dict.fromkeys(_types(own))
    return (
        "\n".join(f'[actor_types.{name}]\nsovereign = true\nmeaning = "An actor of the file"' for name in types) + "\n"
    )


def _model(own: OwnEvents) -> str:
    lines = ['about = "A first model: what was done is done again and answered; to be changed"', "", "[prior]"]
    lines += ["effect = 0.2", ""]
    if not own.fading:
        lines += ["[settings]", "memory = inf", ""]
    terms = ", ".join(f'"{term}"' for term in own.terms)
    return "\n".join([*lines, "[effects]", *(f"{kind} = [{terms}]" for kind in own.kinds.values())]) + "\n"


def _readme(own: OwnEvents, title: str) -> str:
    said = [f"- {label}: {text}" for label, text in summary(own).items()]
    lines = [f"# {title}", "", "What was inferred when this folder was made:", "", *said, ""]
    return (
        "\n".join([*lines, "An event's id is e and its line in the file; the column page of events.csv has its time."])
        + "\n"
    )
